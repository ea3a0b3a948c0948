import { basename, dirname } from 'node:path';
import { installDir } from '../../distribution/folders.ts';
import { sparkInContainer } from '../client-environment.ts';
import { fileSystemOf } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { patienceOf, sparkTimeOuts } from './patience.ts';

type SparkProperties = Readonly<Record<string, string | number | boolean>>;

/** spark-defaults.conf of every job: cluster mode, own containers, authenticated, events kept for the history page. */
export const sparkDefaults = ({ layout, host, spec, distribution }: Plan): SparkProperties => ({
  'spark.master': 'yarn',
  'spark.submit.deployMode': 'cluster',
  // Spark is mounted read-only into every container: uploading it would cost tens of seconds a job.
  'spark.yarn.jars': `local:${sparkInContainer}/jars/*`,
  ...ownSpark(distribution),
  'spark.yarn.submit.waitAppCompletion': true,
  'spark.yarn.report.interval': '500ms',
  'spark.yarn.scheduler.heartbeat.interval-ms': 500,
  'spark.yarn.scheduler.initial-allocation.interval': '100ms',
  'spark.yarn.historyServer.address': `http://${layout.historyServer}:${layout.ports.historyServerHttp}`,
  'spark.eventLog.enabled': true,
  'spark.eventLog.dir': 'hdfs:///spark-logs',
  'spark.authenticate': true,
  // On one host a tenant's traffic never leaves its own bridge; AES on top costs throughput. Switch it on per job where
  // wanted: between hosts the traffic is only as private as the network that joins them.
  'spark.network.crypto.enabled': false,
  'spark.dynamicAllocation.enabled': false,
  'spark.dynamicAllocation.shuffleTracking.enabled': true,
  'spark.driver.memory': '1g',
  'spark.executor.memory': '1536m',
  'spark.executor.cores': 1,
  'spark.executor.instances': 2,
  'spark.ui.port': 4040,
  'spark.pyspark.python': 'python3',
  // Between JVM and Python a unix socket: gVisor of before 2023 loses loopback connections across a fork. The work
  // folder's path is too long for one.
  'spark.python.unix.domain.socket.enabled': true,
  'spark.python.unix.domain.socket.dir': '/tmp',
  'spark.yarn.appMasterEnv.PYSPARK_PYTHON': 'python3',
  'spark.executorEnv.PYSPARK_PYTHON': 'python3',
  ...sparkTimeOuts(patienceOf(spec)),
  ...(host.imageJavaHome === undefined
    ? {}
    : {
        'spark.yarn.appMasterEnv.JAVA_HOME': host.imageJavaHome,
        'spark.executorEnv.JAVA_HOME': host.imageJavaHome,
      }),
});

/**
 * An application asks for the Spark that it was submitted with: executors that come after an upgrade are of its version. One
 * that the spec brings is where it is on each host, and has no version to be asked by.
 */
const ownSpark = ({ sparkHome }: Plan['distribution']): SparkProperties => {
  if (dirname(sparkHome) !== installDir || !basename(sparkHome).startsWith('spark-')) return {};
  const mount = `${sparkHome}:${sparkInContainer}:ro`;
  return Object.fromEntries(
    ['spark.yarn.appMasterEnv', 'spark.executorEnv'].map((part) => [
      `${part}.YARN_CONTAINER_RUNTIME_DOCKER_MOUNTS`,
      mount,
    ]),
  );
};

export const historyProperties = ({ layout }: Plan): SparkProperties => ({
  'spark.history.fs.logDirectory': `${fileSystemOf(layout)}/spark-logs`,
  'spark.history.fs.update.interval': '2s',
  'spark.history.ui.port': layout.ports.historyServerHttp,
  'spark.history.retainedApplications': 20,
});

export const sparkProperties = (properties: SparkProperties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
