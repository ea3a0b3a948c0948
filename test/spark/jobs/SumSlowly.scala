import org.apache.hadoop.fs.Path
import org.apache.spark.sql.SparkSession

/** Sums 1 to 1000 in tasks slow enough for a backlog, and writes the sum to the file named by the only argument. */
object SumSlowly {
  def main(arguments: Array[String]): Unit = {
    val spark = SparkSession.builder().appName("SumSlowly").getOrCreate()
    val sum = spark.sparkContext
      .parallelize(1L to 1000L, 8)
      .mapPartitions { numbers =>
        Thread.sleep(1000)
        numbers
      }
      .map(number => (number % 10, number))
      .reduceByKey(_ + _, 2)
      .values
      .sum()
    val path = new Path(arguments(0))
    val stream = path.getFileSystem(spark.sparkContext.hadoopConfiguration).create(path, true)
    stream.write(sum.toLong.toString.getBytes("UTF-8"))
    stream.close()
    spark.stop()
  }
}
