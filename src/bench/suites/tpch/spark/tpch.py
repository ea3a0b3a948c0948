"""TPC-H on Spark: runs the queries over Parquet tables and writes one JSON document with all rows and timings.

Usage: tpch.py --data URI --queries URI --result URI --executors N

--queries names a JSON array of {"query": 1, "sql": "..."}; --result is a folder: it receives `progress/qNN` after
each query and `application.json` at the end. Values are written as exact text, so that nothing is lost on the way
to whoever compares them.
"""

import argparse
import datetime
import decimal
import json
import os
import time

from pyspark import BarrierTaskContext
from pyspark.sql import SparkSession

TABLES = ["customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier"]


def read_file(path):
    """The text of a file, or None where this kernel does not show it."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return None


def memory_total_bytes():
    for line in (read_file("/proc/meminfo") or "").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) * 1024
    return None


def memory_limit_bytes():
    """The control group's limit, version 2 or 1; None where there is none or it cannot be seen."""
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = read_file(path)
        if text and text.isdigit() and int(text) < 1 << 60:
            return int(text)
    return None


def observe_host():
    """What a process in this container sees of the machine under it."""
    uname = os.uname()
    return {
        "container": os.environ.get("CONTAINER_ID"),
        "hostname": uname.nodename,
        "kernel": uname.release,
        "kernelVersion": uname.version,
        "procVersion": read_file("/proc/version"),
        "cpus": len(os.sched_getaffinity(0)),
        "memoryBytes": memory_total_bytes(),
        "memoryLimitBytes": memory_limit_bytes(),
    }


def observe_executor(_rows):
    # A barrier stage runs one task in every slot at the same time, so that each executor is seen.
    BarrierTaskContext.get().barrier()
    yield observe_host()


def observe_executors(context, executors):
    seen = context.parallelize(range(executors), executors).barrier().mapPartitions(observe_executor).collect()
    distinct = {(each["container"], each["hostname"]): each for each in seen}
    return [distinct[key] for key in sorted(distinct, key=str)]


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


def attempt_query(spark, query, sql):
    """A query that fails is an outcome of its own; only a lost application ends the run."""
    started = time.monotonic()
    try:
        return run_query(spark, query, sql)
    except Exception as failure:
        if spark.sparkContext._jsc.sc().isStopped():
            raise
        return {"query": query, "seconds": time.monotonic() - started, "error": str(failure)[:2000]}


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


def read_queries(context, uri):
    return json.loads("\n".join(text for _name, text in context.wholeTextFiles(uri, 1).collect()))


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
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    spark, session_seconds = timed(SparkSession.builder.appName("firebreak-tpch").getOrCreate)
    context = spark.sparkContext
    queries = read_queries(context, arguments.queries)
    executors = observe_executors(context, arguments.executors)
    _, tables_seconds = timed(lambda: register_tables(spark, arguments.data))
    result = Folder(context, arguments.result)
    outcomes = []
    for each in queries:
        outcomes.append(attempt_query(spark, each["query"], each["sql"]))
        result.write(f"progress/q{each['query']:02d}", "")
    document = {
        "schema": 1,
        "application": context.applicationId,
        "spark": spark.version,
        "sessionSeconds": session_seconds,
        "tablesSeconds": tables_seconds,
        "driver": {**observe_host(), "jvm": observe_driver_jvm(context)},
        "executors": executors,
        "queries": outcomes,
    }
    result.write("application.json", json.dumps(document))
    spark.stop()


if __name__ == "__main__":
    main()
