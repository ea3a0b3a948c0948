"""Loses one executor to an exit code of its own and one to its memory limit; writes what Spark said to each.

Usage: lose_executors.py RESULT
"""

import json
import sys

from pyspark.sql import SparkSession

PIECE_BYTES = 16 << 20


def take_memory_without_end(_row):
    pieces = []
    while True:
        # Bytes that are written, or the kernel would not count them.
        pieces.append(b"x" * PIECE_BYTES)


def failure_of(work):
    try:
        work()
    except Exception as failure:
        return str(failure)
    return ""


def main():
    spark = SparkSession.builder.appName("lose_executors").getOrCreate()
    context = spark.sparkContext
    leave = spark.range(1).selectExpr("java_method('java.lang.System', 'exit', 7)")
    told = {
        "exit": failure_of(leave.collect),
        "memory": failure_of(context.parallelize([0], 1).map(take_memory_without_end).collect),
    }
    path = context._jvm.org.apache.hadoop.fs.Path(sys.argv[1])
    stream = path.getFileSystem(context._jsc.hadoopConfiguration()).create(path, True)
    stream.write(bytearray(json.dumps(told).encode("utf-8")))
    stream.close()
    spark.stop()


if __name__ == "__main__":
    main()
