/**
 * A driver of 2 GiB and one executor of 3 GiB, for a host of two cores: a second JVM only warms up twice. Beside the heap
 * there is room for what gVisor's sentry takes of the container’s memory: with 1 GiB the driver was killed. Collector and processors are named: the JVM chooses them by limits that it sees in runc and not in gVisor.
 */
export const sizing = {
  'spark.driver.extraJavaOptions': '-XX:+UseG1GC -XX:ActiveProcessorCount=2',
  'spark.executor.extraJavaOptions': '-XX:+UseG1GC -XX:ActiveProcessorCount=2',
  'spark.driver.cores': '2',
  'spark.driver.memory': '640m',
  'spark.driver.memoryOverhead': '1408m',
  'spark.executor.cores': '2',
  'spark.executor.memory': '1536m',
  'spark.executor.memoryOverhead': '1536m',
  'spark.sql.shuffle.partitions': '4',
  'spark.sql.adaptive.enabled': 'true',
  'spark.sql.session.timeZone': 'UTC',
  'spark.dynamicAllocation.enabled': 'false',
  'spark.yarn.maxAppAttempts': '1',
  // The first query is not to wait for executors: all of them register before the application begins.
  'spark.scheduler.minRegisteredResourcesRatio': '1.0',
  'spark.scheduler.maxRegisteredResourcesWaitingTime': '120s',
} as const;
