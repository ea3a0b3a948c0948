"""Asks YARN for executors in steps and tells when it asked; the event log tells when each registered.

Usage: launch.py --result URI --steps 1,1,10

Writes `application.json`: for every step how many executors it asked for and when, in milliseconds since 1970. Where
the containers' logs are tells when each container ran its first instruction; whoever reads this looks there.
"""

import argparse
import json
import time

from pyspark.sql import SparkSession
from result import write


def registered(context):
    """The driver itself counts as one in Spark's list."""
    return context._jsc.sc().getExecutorMemoryStatus().size() - 1


def request_total(context, count):
    """Spark's own requestExecutors adds to what was asked for in that way before: not to what an application began with."""
    nowhere = context._jvm.PythonUtils.toScalaMap(context._jvm.java.util.HashMap())
    context._jsc.sc().requestTotalExecutors(count, 0, nowhere)


def wait_for(context, count, deadline):
    while registered(context) < count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{registered(context)} of {count} executors have registered")
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--result", required=True)
    parser.add_argument("--steps", required=True)
    arguments = parser.parse_args()
    spark = SparkSession.builder.getOrCreate()
    context = spark.sparkContext
    deadline = time.monotonic() + 900
    # The first one came with the application itself.
    count = 1
    wait_for(context, count, deadline)
    steps = []
    for asked in map(int, arguments.steps.split(",")):
        time.sleep(1)
        steps.append({"asked": asked, "at": time.time() * 1000})
        count += asked
        request_total(context, count)
        wait_for(context, count, deadline)
    # Until the containers end, their logs are where the NodeManager put them.
    write(context, arguments.result, "application.json", json.dumps({"schema": 1, "steps": steps}))
    time.sleep(2)
    spark.stop()


if __name__ == "__main__":
    main()
