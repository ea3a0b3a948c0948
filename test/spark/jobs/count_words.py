"""Counts words by way of a shuffle, and tells where its driver and its executors ran.

Usage: count_words.py INPUT RESULT [GATE]

With GATE the words are counted, the file RESULT.started is written, and once there is a file GATE they are counted
again: so a test does what it likes to a running application and lets it go on when it is done.
"""

import json
import operator
import os
import sys
import time

from pyspark import BarrierTaskContext
from pyspark.sql import SparkSession

EXECUTORS = 2
GATE_SECONDS = 240
# No name: the resolver would be asked for it, which no container reaches.
ELSEWHERE = "192.0.2.1"


def observe():
    uname = os.uname()
    return {"container": os.environ["CONTAINER_ID"], "hostname": uname.nodename, "kernel": uname.release}


def observe_executor(_rows):
    # A barrier stage runs one task in every slot at the same time, so that each executor is seen.
    BarrierTaskContext.get().barrier()
    yield observe()


def rack_of(context, host):
    """Where this ApplicationMaster believes a host to be: what makes a read rack-local to it."""
    resolver = context._jvm.org.apache.hadoop.yarn.util.RackResolver
    return resolver.resolve(context._jsc.hadoopConfiguration(), host).getNetworkLocation()


def count_words(context, uri):
    words = context.textFile(uri, 4).flatMap(str.split)
    return dict(words.map(lambda word: (word, 1)).reduceByKey(operator.add, 4).collect())


def path_and_files(context, uri):
    path = context._jvm.org.apache.hadoop.fs.Path(uri)
    return path, path.getFileSystem(context._jsc.hadoopConfiguration())


def data_hosts(context, uri):
    path, files = path_and_files(context, uri)
    status = files.getFileStatus(path)
    return [host for block in files.getFileBlockLocations(status, 0, status.getLen()) for host in block.getHosts()]


def write(context, uri, text):
    path, files = path_and_files(context, uri)
    stream = files.create(path, True)
    stream.write(bytearray(text.encode("utf-8")))
    stream.close()


def wait_for(context, uri):
    path, files = path_and_files(context, uri)
    deadline = time.monotonic() + GATE_SECONDS
    while not files.exists(path):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{uri} did not come")
        time.sleep(0.25)


def main():
    source, result, *gate = sys.argv[1:]
    context = SparkSession.builder.appName("count_words").getOrCreate().sparkContext
    slots = context.parallelize(range(EXECUTORS), EXECUTORS)
    executors = slots.barrier().mapPartitions(observe_executor).collect()
    hosts = [*data_hosts(context, source), *(each["hostname"] for each in executors), ELSEWHERE]
    racks = {host: rack_of(context, host) for host in hosts}
    counts = [count_words(context, source)]
    for uri in gate:
        write(context, result + ".started", "")
        wait_for(context, uri)
        counts.append(count_words(context, source))
    write(context, result, json.dumps({"driver": observe(), "executors": executors, "counts": counts, "racks": racks}))
    context.stop()


if __name__ == "__main__":
    main()
