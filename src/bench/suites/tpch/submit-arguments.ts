import { basename } from 'node:path';
import { runtimeSettings } from '../../spark/runtime-settings.ts';

/** A driver and one executor that fit in 4 GiB of YARN memory, for a host of two cores: a second JVM only warms up twice. */
const sizing = {
  // Each query runs once: compiling its code well costs more than it saves, most of all under gVisor.
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1',
  'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1',
  'spark.driver.cores': '2',
  'spark.driver.memory': '640m',
  'spark.driver.memoryOverhead': '384m',
  'spark.executor.cores': '2',
  'spark.executor.memory': '1536m',
  'spark.executor.memoryOverhead': '512m',
  'spark.sql.shuffle.partitions': '4',
  'spark.sql.adaptive.enabled': 'true',
  'spark.sql.session.timeZone': 'UTC',
  'spark.dynamicAllocation.enabled': 'false',
  'spark.yarn.maxAppAttempts': '1',
  // The first query is not to wait for executors: all of them register before the application begins.
  'spark.scheduler.minRegisteredResourcesRatio': '1.0',
  'spark.scheduler.maxRegisteredResourcesWaitingTime': '120s',
} as const;

export interface TpchApplicationRequest {
  /** Runtime class of every container, AM and executors alike. */
  readonly runtime: string;
  readonly executors: number;
  /** HDFS folders and files. */
  readonly script: string;
  readonly observe: string;
  readonly queries: string;
  readonly data: string;
  readonly result: string;
  /** YARN queue; the user's own where none is named. */
  readonly queue?: string;
}

/** Arguments of spark-submit for one run of spark/tpch.py in cluster mode. */
export const submitArguments = (request: TpchApplicationRequest): string[] => {
  const settings: Record<string, string> = {
    ...sizing,
    'spark.executor.instances': String(request.executors),
    ...runtimeSettings(request.runtime),
    ...(request.queue === undefined ? {} : { 'spark.yarn.queue': request.queue }),
  };
  return [
    ...['--master', 'yarn', '--deploy-mode', 'cluster', '--name', `firebreak-tpch-${request.runtime}`],
    ...Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    ...['--files', `${request.queries},${request.observe}`],
    request.script,
    ...['--data', request.data, '--queries', basename(request.queries), '--result', request.result],
    ...['--executors', String(request.executors)],
  ];
};
