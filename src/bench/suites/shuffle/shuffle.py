"""A sort in the manner of TeraSort: rows of 100 bytes with random keys, sorted by key over all partitions and written.

Usage: shuffle.py --result URI --rows N --partitions N --passes N

Writes `application.json`: seconds of each pass, and whether the output is the input, sorted. The check is no part of
the time.
"""

import argparse
import json
import time

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as f
from result import write


def rows(spark, count, partitions):
    """Ten bytes of key and 90 of payload, both a function of the row's number: every pass sorts the same."""
    number = f.col("id")
    key = f.substring(f.sha2(number.cast("string"), 256), 1, 10)
    payload = f.rpad(f.concat(number.cast("string"), f.md5(number.cast("string"))), 90, "x")
    return spark.range(0, count, 1, partitions).select(key.alias("key"), payload.alias("payload"))


def fingerprint(frame):
    """Number of rows and a sum over their hashes that no order changes; exact, as decimals."""
    hashed = f.xxhash64("key", "payload").cast("decimal(38,0)")
    found = frame.agg(f.count("*").alias("rows"), f.sum(hashed).alias("sum")).first()
    return [found["rows"], str(found["sum"])]


def out_of_order(spark, path):
    """How many rows of the written files are smaller than the one before, within a file and from file to file."""
    written = spark.read.parquet(path).select(
        "key", f.col("_metadata.file_name").alias("file"), f.col("_metadata.row_index").alias("row")
    )
    window = Window.partitionBy("file").orderBy("row")
    within = written.withColumn("before", f.lag("key").over(window)).filter("before > key").count()
    bounds = sorted(tuple(row) for row in written.groupBy("file").agg(f.min("key"), f.max("key")).collect())
    between = sum(1 for earlier, later in zip(bounds, bounds[1:]) if earlier[2] > later[1])
    return within + between


def run_pass(spark, arguments, number, expected):
    path = f"{arguments.result}/sorted-{number}"
    spark.sparkContext.setLocalProperty("firebreak.step", f"sort/{number}")
    started = time.monotonic()
    rows(spark, arguments.rows, arguments.partitions).sort("key").write.parquet(path)
    seconds = time.monotonic() - started
    spark.sparkContext.setLocalProperty("firebreak.step", "check")
    same = fingerprint(spark.read.parquet(path)) == expected
    return {"seconds": seconds, "sameRows": same, "outOfOrder": out_of_order(spark, path)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--result", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--partitions", type=int, required=True)
    parser.add_argument("--passes", type=int, required=True)
    arguments = parser.parse_args()
    spark = SparkSession.builder.getOrCreate()
    expected = fingerprint(rows(spark, arguments.rows, arguments.partitions))
    passes = [run_pass(spark, arguments, number, expected) for number in range(arguments.passes)]
    write(spark.sparkContext, arguments.result, "application.json", json.dumps({"schema": 1, "passes": passes}))
    spark.stop()


if __name__ == "__main__":
    main()
