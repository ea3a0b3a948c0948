import type { ClusterSpec } from '../spec.ts';
import type { Properties } from './properties-xml.ts';

/**
 * How much longer than by their own defaults YARN and Spark wait: that of the slowest runtime class a tenant runs in.
 * The settings are the cluster's, so that tenants in a quicker class wait as long.
 */
export const patienceOf = ({ tenants, runtimes }: Pick<ClusterSpec, 'tenants' | 'runtimes'>): number =>
  Math.max(
    ...Object.values(tenants).flatMap(({ runtime, minimum = runtime }) => [
      runtimes[runtime].patience,
      runtimes[minimum].patience,
    ]),
  );

/** Spark's defaults, seconds (org.apache.spark.internal.config, org.apache.spark.deploy.yarn.config of 4.3). */
const sparkSeconds = {
  'spark.network.timeout': 120,
  'spark.network.auth.rpcTimeout': 30,
  'spark.python.authenticate.socketTimeout': 15,
  'spark.scheduler.maxRegisteredResourcesWaitingTime': 30,
  'spark.yarn.am.waitTime': 100,
} as const;

export const sparkTimeOuts = (patience: number): Readonly<Record<string, string>> =>
  patience === 1
    ? {}
    : Object.fromEntries(Object.entries(sparkSeconds).map(([name, seconds]) => [name, `${seconds * patience}s`]));

const tenMinutes = 600_000;

/**
 * Until an ApplicationMaster that says nothing is given up. With two ResourceManagers less: one that is gone together with
 * the active ResourceManager is missed by its silence only, for the other one does not know the host. Spark itself gives up
 * one that has not registered after 100 s.
 */
const silentMasterMs = (patience: number, hasStandby: boolean): number =>
  (hasStandby ? 180_000 : tenMinutes) * patience;

/** Until a container was started, and until one that was asked to end is killed. */
export const yarnTimeOuts = (patience: number, hasStandby: boolean): Properties => ({
  'yarn.am.liveness-monitor.expiry-interval-ms': silentMasterMs(patience, hasStandby),
  'yarn.resourcemanager.rm.container-allocation.expiry-interval-ms': tenMinutes * patience,
  'yarn.nodemanager.sleep-delay-before-sigkill.ms': 250 * patience,
});
