"""Groups numbers by key and writes count and sum of each: shuffle.py ROWS OUTPUT [SECONDS | GATE]

With SECONDS, each of 16 tasks of the first stage takes that long. With GATE, a path, its executors work until that is
there, and then on the numbers: so a test does what it likes to a running application, however long that takes.
"""
import sys
import time

from pyspark.sql import SparkSession, functions

rows, output, pace = int(sys.argv[1]), sys.argv[2], (sys.argv[3:] or ["0"])[0]
gate = pace if pace.startswith("/") else None
seconds = 0 if gate else float(pace)
GATE_SECONDS = 300


def slowly(batches):
    time.sleep(seconds)
    yield from batches


def work_until(path):
    place = spark._jvm.org.apache.hadoop.fs.Path(path)
    files = place.getFileSystem(spark._jsc.hadoopConfiguration())
    deadline = time.monotonic() + GATE_SECONDS
    while not files.exists(place):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path} did not come")
        spark.sparkContext.parallelize(range(8), 8).foreach(lambda _: time.sleep(0.5))


spark = SparkSession.builder.appName("shuffle").getOrCreate()
if gate:
    work_until(gate)
numbers = spark.range(rows, numPartitions=16 if seconds else 4)
if seconds:
    numbers = numbers.rdd.mapPartitions(slowly).toDF(numbers.schema)
keyed = numbers.withColumn("key", functions.col("id") % 7)
# Whole rows cross, not partial sums: what one executor has must reach the others.
spread = keyed.repartition(4, "key")
sums = spread.groupBy("key").agg(functions.count("id").alias("count"), functions.sum("id").alias("total"))
sums.orderBy("key").coalesce(1).write.mode("overwrite").csv(output)
spark.stop()
