"""Runs network tools in two containers that are on two hosts: servers in one, clients in the other.

Usage: between-hosts.py --result URI --hosts NAME,NAME…

Reads `orders.json` from the work folder: `servers` and, one after the other, `probes` with their `argv`, the `load` that
runs beside it and how long each may take. The word SERVER in them becomes the server's address. Writes
`application.json`: on which hosts the two were, and what each tool printed.
"""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from pyspark import BarrierTaskContext
from pyspark.sql import SparkSession
from result import write


def registered(context):
    """The driver itself counts as one in Spark's list."""
    return context._jsc.sc().getExecutorMemoryStatus().size() - 1


def wait_for(context, count, seconds):
    deadline = time.monotonic() + seconds
    while registered(context) < count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{registered(context)} of {count} executors have registered")
        time.sleep(0.05)


def request_on(context, total, host):
    """Asks for executors until there are `total`, the further one on this host."""
    hosts = context._jvm.java.util.HashMap()
    hosts.put(host, 1)
    context._jsc.sc().requestTotalExecutors(total, 1, context._jvm.PythonUtils.toScalaMap(hosts))


def own_address(towards):
    """Of the interface that leads there; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect((towards, 9))
        return asked.getsockname()[0]


def run(argv, server, seconds, not_ready):
    """What a client prints; asked again, for some seconds, as long as the server is not ready."""
    command = [server if word == "SERVER" else word for word in argv]
    for attempt in range(30):
        ran = subprocess.run(
            ["timeout", "-k", "5", str(seconds + 20), *command], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if not re.search(not_ready, ran.stderr + ran.stdout[-2000:], re.IGNORECASE):
            break
        time.sleep(0.2)
    return {"code": ran.returncode, "stdout": ran.stdout, "stderr": ran.stderr[-600:], "argv": command}


def ask(probe, server, orders):
    """One probe, with the load beside it where it has one."""
    load = probe.get("load")
    if load is None:
        return {"tool": run(probe["argv"], server, probe["seconds"], orders["notReady"])}
    with ThreadPoolExecutor(1) as beside:
        loading = beside.submit(run, load, server, probe["seconds"] + 1, orders["notReady"])
        time.sleep(orders["headStartSeconds"])
        tool = run(probe["argv"], server, probe["seconds"], orders["notReady"])
        return {"tool": tool, "load": loading.result()}


def end_of(orders, driver):
    """The work of one of the two tasks; only the one that runs the clients has something to tell."""

    def work(_):
        context = BarrierTaskContext.get()
        own = {"host": os.environ["NM_HOST"], "address": own_address(driver)}
        ends = [json.loads(each) for each in context.allGather(json.dumps(own))]
        server, client = ends[0], ends[1]
        if server["host"] == client["host"]:
            return [json.dumps({"ends": ends, "probes": []})]
        if context.partitionId() == 1:
            probes = [ask(probe, server["address"], orders) for probe in orders["probes"]]
            context.barrier()
            return [json.dumps({"ends": ends, "probes": probes})]
        servers = [
            subprocess.Popen(
                [server["address"] if word == "SERVER" else word for word in argv],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for argv in orders["servers"]
        ]
        try:
            context.barrier()
        finally:
            for each in servers:
                each.send_signal(signal.SIGTERM)
                each.wait(10)
        return []

    return work


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--result", required=True)
    parser.add_argument("--hosts", required=True)
    arguments = parser.parse_args()
    with open("orders.json", encoding="utf-8") as file:
        orders = json.load(file)
    spark = SparkSession.builder.getOrCreate()
    context = spark.sparkContext
    wait_for(context, 1, 120)
    first = context.parallelize([0], 1).map(lambda _: os.environ["NM_HOST"]).first()
    other = next(host for host in arguments.hosts.split(",") if host != first)
    request_on(context, 2, other)
    wait_for(context, 2, 240)
    driver = context.getConf().get("spark.driver.host")
    told = context.parallelize([0, 1], 2).barrier().mapPartitions(end_of(orders, driver)).collect()
    write(context, arguments.result, "application.json", told[0])
    spark.stop()


if __name__ == "__main__":
    main()
