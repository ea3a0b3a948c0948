# Read by spark-submit. Python's half of Spark is in every container already, so it is not uploaded.
for archive in "$SPARK_HOME"/python/lib/pyspark.zip "$SPARK_HOME"/python/lib/py4j-*-src.zip; do
  PYSPARK_ARCHIVES_PATH="${PYSPARK_ARCHIVES_PATH:+$PYSPARK_ARCHIVES_PATH,}local:/opt/spark/python/lib/${archive##*/}"
done
export PYSPARK_ARCHIVES_PATH
