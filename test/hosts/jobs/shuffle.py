"""Groups numbers by key and writes count and sum of each: shuffle.py ROWS OUTPUT [SECONDS | GATE]

With SECONDS, each of 16 tasks of the first stage takes that long. With GATE, a path, its executors work until that is
there, and then on the numbers: so a test does what it likes to a running application, however long that takes.
"""
import sys
import time

from pyspark import SparkContext

GATE_SECONDS = 300

# No SQL: its classes take longer to load than the numbers to be added.
context = SparkContext(appName="shuffle")


def path_and_files(uri):
    path = context._jvm.org.apache.hadoop.fs.Path(uri)
    return path, path.getFileSystem(context._jsc.hadoopConfiguration())


def work_until(uri):
    path, files = path_and_files(uri)
    deadline = time.monotonic() + GATE_SECONDS
    while not files.exists(path):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{uri} did not come")
        context.parallelize(range(8), 8).foreach(lambda _: time.sleep(0.5))


def summed(pairs):
    sums = {}
    for key, number in pairs:
        count, total = sums.get(key, (0, 0))
        sums[key] = (count + 1, total + number)
    return [(key, *both) for key, both in sums.items()]


def main():
    rows, output, pace = int(sys.argv[1]), sys.argv[2], (sys.argv[3:] or ["0"])[0]
    seconds = 0
    if pace.startswith("/"):
        work_until(pace)
    else:
        seconds = float(pace)

    def slowly(numbers):
        time.sleep(seconds)
        yield from numbers

    numbers = context.range(rows, numSlices=16 if seconds else 4).mapPartitions(slowly)
    # Whole rows cross, not partial sums: what one executor has must reach the others.
    sums = numbers.map(lambda number: (number % 7, number)).partitionBy(4).mapPartitions(summed)
    # An attempt before this one may have begun it.
    path, files = path_and_files(output)
    files.delete(path, True)
    lines = sums.repartition(1).mapPartitions(sorted).map(lambda entry: ",".join(map(str, entry)))
    lines.saveAsTextFile(output)
    context.stop()


main()
