"""Adds numbers in two executors, and connects from each of them to HOST PORT. Fails where one of both does not work."""

import socket
import sys

from pyspark.sql import SparkSession


def connect(host, port):
    with socket.create_connection((host, port), timeout=10) as connection:
        return connection.recv(5).decode()


def main():
    host, port = sys.argv[1], int(sys.argv[2])
    context = SparkSession.builder.appName("reach").getOrCreate().sparkContext
    total = context.parallelize(range(1000), 2).map(lambda number: (number % 7, number)).reduceByKey(int.__add__).values().sum()
    greetings = context.parallelize(range(2), 2).map(lambda _: connect(host, port)).collect()
    context.stop()
    if total != 499500 or greetings != ["hello", "hello"]:
        raise SystemExit(f"{total} {greetings}")


if __name__ == "__main__":
    main()
