"""Adds numbers by way of a shuffle, twice, and tells what its driver and its executors saw of their machines.

Usage: add_twice.py RESULT GATE

After the first time the file RESULT.started is written; once there is a file GATE the sums are asked for again. What was
shuffled is kept by the executors: if one of them is gone by then, its tasks run again.
"""

import json
import operator
import os
import subprocess
import sys
import time

from pyspark import BarrierTaskContext
from pyspark.sql import SparkSession

EXECUTORS = 2
PARTITIONS = 4
NUMBERS = 4000
GATE_SECONDS = 900

# In every container's work folder: spark-submit's --files brought it.
OBSERVE = ["python3", "observe.py"]


def observe_executor(_rows):
    # A barrier stage runs one task in every slot at the same time, so that each executor is seen.
    BarrierTaskContext.get().barrier()
    yield json.loads(subprocess.check_output(OBSERVE))


def files_at(context, uri):
    path = context._jvm.org.apache.hadoop.fs.Path(uri)
    return path, path.getFileSystem(context._jsc.hadoopConfiguration())


def write(context, uri, text):
    path, files = files_at(context, uri)
    stream = files.create(path, True)
    stream.write(bytearray(text.encode("utf-8")))
    stream.close()


def wait_for(context, uri):
    path, files = files_at(context, uri)
    deadline = time.monotonic() + GATE_SECONDS
    while not files.exists(path):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{uri} did not come")
        time.sleep(1)


def main():
    result, gate = sys.argv[1:]
    context = SparkSession.builder.appName("add_twice").getOrCreate().sparkContext
    slots = context.parallelize(range(EXECUTORS), EXECUTORS)
    executors = slots.barrier().mapPartitions(observe_executor).collect()
    runs = context.accumulator(0)

    def by_last_digit(numbers):
        runs.add(1)
        return [(number % 10, number) for number in numbers]

    digits = context.parallelize(range(NUMBERS), PARTITIONS).mapPartitions(by_last_digit)
    sums = digits.reduceByKey(operator.add, PARTITIONS)
    first = {"sums": sorted(sums.collect()), "runs": runs.value}
    write(context, result + ".started", "")
    wait_for(context, gate)
    second = {"sums": sorted(sums.collect()), "runs": runs.value}
    driver = json.loads(subprocess.check_output(OBSERVE))
    jvm = context._jvm.java.lang.Runtime.getRuntime()
    told = {"processors": jvm.availableProcessors(), "localDirs": os.environ["LOCAL_DIRS"]}
    seen = {"driver": {**driver, **told}, "executors": executors}
    write(context, result, json.dumps({**seen, "first": first, "second": second}))
    context.stop()


if __name__ == "__main__":
    main()
