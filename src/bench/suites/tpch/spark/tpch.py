"""TPC-H on Spark: runs the queries over Parquet tables and writes one JSON document with all rows and timings.

Usage: tpch.py --data URI --queries FILE --result URI --executors N [--passes N]

--queries names a JSON array of {"query": 1, "sql": "..."}; --result is a folder: it receives `progress/qNN` (in
later passes `progress/qNN-PASS`) after each query and `application.json` at the end. Values are written as exact text, so that nothing is lost on the way
to whoever compares them.
"""

import argparse
import datetime
import decimal
import json
import subprocess
import time

from pyspark.sql import SparkSession

TABLES = ["customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier"]

# Both are in every container's work folder: spark-submit's --files brought them.
OBSERVE = ["python3", "observe.py"]

# Enough that each executor gets one.
TASKS_PER_EXECUTOR = 4


def observe_driver():
    return json.loads(subprocess.check_output(OBSERVE))


def observe_executors(context, executors):
    """Runs observe.py from the executors' own JVMs: Spark's Python workers would cost more than some queries."""
    tasks = TASKS_PER_EXECUTOR * executors
    numbers = java_list(context, [str(number) for number in range(tasks)])
    command = java_list(context, OBSERVE)
    seen = [json.loads(line) for line in context._jsc.parallelize(numbers, tasks).pipe(command).collect()]
    distinct = {(each["container"], each["hostname"]): each for each in seen}
    return [distinct[key] for key in sorted(distinct, key=str)]


def java_list(context, words):
    converted = context._jvm.java.util.ArrayList()
    for word in words:
        converted.append(word)
    return converted


def observe_driver_jvm(context):
    runtime = context._jvm.java.lang.Runtime.getRuntime()
    return {"cpus": runtime.availableProcessors(), "maxHeapBytes": runtime.maxMemory()}


def exact_text(value):
    """A cell as text that loses nothing; None stays None."""
    if value is None:
        return None
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return str(value)


def run_query(spark, query, sql):
    """Seconds cover planning, execution and bringing every row to the driver."""
    started = time.monotonic()
    frame = spark.sql(sql)
    rows = frame.collect()
    seconds = time.monotonic() - started
    return {
        "query": query,
        "seconds": seconds,
        "columns": [{"name": field.name, "type": field.dataType.simpleString()} for field in frame.schema.fields],
        "rows": [[exact_text(cell) for cell in row] for row in rows],
    }


def attempt_query(spark, query, sql, number):
    """A query that fails is an outcome of its own; only a lost application ends the run."""
    started = time.monotonic()
    # The event log names it with every stage.
    spark.sparkContext.setLocalProperty("firebreak.step", f"q{query}/{number}")
    try:
        return {**run_query(spark, query, sql), "pass": number}
    except Exception as failure:
        if spark.sparkContext._jsc.sc().isStopped():
            raise
        return {"query": query, "seconds": time.monotonic() - started, "error": str(failure)[:2000], "pass": number}


class Folder:
    """A folder of any file system that Hadoop knows."""

    def __init__(self, context, uri):
        self.jvm = context._jvm
        self.root = self.jvm.org.apache.hadoop.fs.Path(uri)
        self.files = self.root.getFileSystem(context._jsc.hadoopConfiguration())

    def write(self, name, text):
        """The file appears whole: it is written beside its name and renamed."""
        target = self.jvm.org.apache.hadoop.fs.Path(self.root, name)
        draft = self.jvm.org.apache.hadoop.fs.Path(self.root, name + ".draft")
        self.files.delete(target, False)
        stream = self.files.create(draft, True)
        try:
            stream.write(bytearray(text.encode("utf-8")))
        finally:
            stream.close()
        if not self.files.rename(draft, target):
            raise RuntimeError(f"cannot rename {draft} to {target}")


def read_queries(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def register_tables(spark, data):
    for table in TABLES:
        spark.read.parquet(f"{data}/{table}.parquet").createOrReplaceTempView(table)


def timed(work):
    started = time.monotonic()
    result = work()
    return result, time.monotonic() - started


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--result", required=True)
    parser.add_argument("--executors", type=int, required=True)
    parser.add_argument("--passes", type=int, default=1)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    spark, session_seconds = timed(SparkSession.builder.appName("firebreak-tpch").getOrCreate)
    context = spark.sparkContext
    queries = read_queries(arguments.queries)
    executors = observe_executors(context, arguments.executors)
    _, tables_seconds = timed(lambda: register_tables(spark, arguments.data))
    result = Folder(context, arguments.result)
    outcomes = []
    passes = []
    for number in range(arguments.passes):
        began = time.time()
        for each in queries:
            outcomes.append(attempt_query(spark, each["query"], each["sql"], number))
            result.write(f"progress/q{each['query']:02d}" + (f"-{number}" if number else ""), "")
        # By the clock that the host has, too, who counts what each container takes.
        passes.append({"from": began * 1000, "to": time.time() * 1000})
    document = {
        "schema": 1,
        "application": context.applicationId,
        "spark": spark.version,
        "sessionSeconds": session_seconds,
        "tablesSeconds": tables_seconds,
        "driver": {**observe_driver(), "jvm": observe_driver_jvm(context)},
        "executors": executors,
        "queries": outcomes,
        "passes": passes,
    }
    result.write("application.json", json.dumps(document))
    spark.stop()


if __name__ == "__main__":
    main()
