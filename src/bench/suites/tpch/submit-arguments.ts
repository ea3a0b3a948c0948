import { basename } from 'node:path';
import { runtimeSettings } from '../../spark/runtime-settings.ts';
import { sizing } from './sizing.ts';

/**
 * Each query runs once: compiling its code well costs more than it saves, most of all under gVisor. Driver and executor
 * fit in 4 GiB of YARN memory.
 */
const quick = {
  'spark.driver.memoryOverhead': '384m',
  'spark.executor.memoryOverhead': '512m',
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1',
  'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1',
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
    ...quick,
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
