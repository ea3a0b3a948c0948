"""Leaves the result of a PySpark program where whoever submitted it looks for it."""


def write(context, uri, name, text):
    """Writes a file of UTF-8 text into the folder `uri`, e.g. of HDFS."""
    jvm = context._jvm
    path = jvm.org.apache.hadoop.fs.Path(uri, name)
    stream = path.getFileSystem(context._jsc.hadoopConfiguration()).create(path, True)
    try:
        stream.write(bytearray(text.encode("utf-8")))
    finally:
        stream.close()
