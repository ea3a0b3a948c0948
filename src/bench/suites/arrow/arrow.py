"""What it costs to hand rows to Python: one sum by SQL alone, through an Arrow function and through a function of rows.

Usage: arrow.py --result URI --rows N --partitions N --passes N

Writes `application.json`: seconds of each pass and the sum that came out; all of them must be the same. `arrow` in the
work folder is an unpacked wheel of pyarrow.
"""

import argparse
import json
import time

import pyarrow
import pyarrow.compute
from pyspark.sql import SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import LongType
from result import write


@f.arrow_udf(LongType())
def of_arrays(left: pyarrow.Array, right: pyarrow.Array) -> pyarrow.Array:
    return pyarrow.compute.add(pyarrow.compute.multiply(left, 3), right)


@f.udf(LongType(), useArrow=False)
def of_rows(left, right):
    return left * 3 + right


WAYS = {
    "sql": lambda left, right: left * 3 + right,
    "arrow": of_arrays,
    "rows": of_rows,
}


def run_pass(spark, arguments, way, number):
    table = spark.range(0, arguments.rows, 1, arguments.partitions)
    left, right = f.col("id"), f.pmod(f.col("id") * 31, f.lit(97))
    spark.sparkContext.setLocalProperty("firebreak.step", f"{way}/{number}")
    started = time.monotonic()
    found = table.select(f.sum(WAYS[way](left, right)).alias("sum")).first()
    return {"way": way, "seconds": time.monotonic() - started, "sum": str(found["sum"])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--result", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--partitions", type=int, required=True)
    parser.add_argument("--passes", type=int, required=True)
    arguments = parser.parse_args()
    spark = SparkSession.builder.getOrCreate()
    passes = [run_pass(spark, arguments, way, number) for number in range(arguments.passes) for way in WAYS]
    write(spark.sparkContext, arguments.result, "application.json", json.dumps({"schema": 1, "passes": passes}))
    spark.stop()


if __name__ == "__main__":
    main()
