"""Holds executors for whoever runs tools in their containers.

Usage: hold.py --seconds LIMIT

Reads its orders from the driver's work folder: `wanted` holds the number of executors that there are to be, `stop`
ends the application; writes `held`. A file costs the idle container less than asking anybody over the network.
"""

import argparse
import os
import time

from pyspark.sql import SparkSession


def wanted():
    try:
        with open("wanted", encoding="utf-8") as file:
            return int(file.read())
    except (OSError, ValueError):
        return 0


def tell_registered(context):
    """Writes `held`, the number of executors that have registered; the driver itself counts as one in Spark's list."""
    count = context._jsc.sc().getExecutorMemoryStatus().size() - 1
    with open("held.new", "w", encoding="utf-8") as file:
        file.write(str(count))
    os.rename("held.new", "held")
    return count


def request_total(context, count):
    """Spark's own requestExecutors adds to what was asked for in that way before: not to what an application began with."""
    nowhere = context._jvm.PythonUtils.toScalaMap(context._jvm.java.util.HashMap())
    context._jsc.sc().requestTotalExecutors(count, 0, nowhere)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, required=True)
    deadline = time.monotonic() + parser.parse_args().seconds
    spark = SparkSession.builder.getOrCreate()
    context = spark.sparkContext
    asked = int(context.getConf().get("spark.executor.instances"))
    known = -1
    while time.monotonic() < deadline and not os.path.exists("stop"):
        if wanted() > asked:
            asked = wanted()
            request_total(context, asked)
        if known < asked:
            known = tell_registered(context)
        time.sleep(1)
    spark.stop()


if __name__ == "__main__":
    main()
