"""Groups numbers by key and writes count and sum of each: shuffle.py ROWS OUTPUT [SECONDS]

With SECONDS, each of 16 tasks of the first stage takes that long.
"""
import sys
import time

from pyspark.sql import SparkSession, functions

rows, output = int(sys.argv[1]), sys.argv[2]
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 0


def slowly(batches):
    time.sleep(seconds)
    yield from batches


spark = SparkSession.builder.appName("shuffle").getOrCreate()
numbers = spark.range(rows, numPartitions=16 if seconds else 4)
if seconds:
    numbers = numbers.rdd.mapPartitions(slowly).toDF(numbers.schema)
keyed = numbers.withColumn("key", functions.col("id") % 7)
# Whole rows cross, not partial sums: what one executor has must reach the others.
spread = keyed.repartition(4, "key")
sums = spread.groupBy("key").agg(functions.count("id").alias("count"), functions.sum("id").alias("total"))
sums.orderBy("key").coalesce(1).write.mode("overwrite").csv(output)
spark.stop()
