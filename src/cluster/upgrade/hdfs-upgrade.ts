import { z } from 'zod';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { type Cluster, findCluster } from '../clusters.ts';
import { activeNameNode, hasStandby, nameNodePage } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { runTool } from '../run-tool.ts';
import { until } from '../until.ts';
import { hadoopUpgradeOf, noteDataVersion } from './data-version.ts';

/** Of two NameNodes the standby makes the copy, once it has read that it is to. */
const prepareSeconds = 240;

/**
 * On a NameNode’s host, before another Hadoop starts there: HDFS keeps a copy of its names and its deleted blocks, and the
 * NameNode may then be of the new version. Nothing where Hadoop stays. Begun again, it goes on.
 * @throws FirebreakError `FB-UPGRADE-HDFS`, `FB-UP-TIMEOUT`
 */
export const prepareHdfs = async (plan: Plan, progress: Progress): Promise<void> => {
  const upgrade = await hadoopUpgradeOf(plan);
  if (upgrade === undefined) return;
  progress.note(`from Hadoop ${upgrade.from} to ${upgrade.to}`);
  const { signal } = progress;
  const cluster = await findCluster(plan.spec.name);
  const { layout } = cluster;
  if ((await upgradeStatus(cluster, signal)) === undefined) {
    if (hasStandby(layout.nameNodes)) await administer(cluster, ['-rollingUpgrade', 'prepare'], signal);
    else await prepareAlone(cluster, signal);
  }
  const isPrepared = async (): Promise<boolean> =>
    (await upgradeStatus(cluster, signal))?.createdRollbackImages === true;
  await until(isPrepared, { signal, seconds: prepareSeconds, what: 'HDFS to have copied its names' });
  await noteDataVersion(plan);
};

/** One NameNode makes the copy itself, while it takes no changes: whoever writes waits, as when it restarts. */
const prepareAlone = async (cluster: Cluster, signal: AbortSignal): Promise<void> => {
  try {
    await administer(cluster, ['-safemode', 'enter'], signal);
    await administer(cluster, ['-rollingUpgrade', 'prepare'], signal);
  } finally {
    // Also after Ctrl-C.
    await administer(cluster, ['-safemode', 'leave'], AbortSignal.timeout(30_000));
  }
};

/** Once every host has the new version: what would be needed to go back goes. Nothing where no upgrade is under way. */
export const finishHdfs = async (name: string, { signal, step }: Progress): Promise<void> => {
  const cluster = await findCluster(name);
  if ((await upgradeStatus(cluster, signal)) === undefined) return;
  await step('finish the upgrade of HDFS', () => administer(cluster, ['-rollingUpgrade', 'finalize'], signal));
};

/**
 * A JournalNode that has restarted takes no changes before the next file of them begins, which can last two minutes: the next
 * one must not restart before, or HDFS has no majority. Nothing where there is one NameNode.
 */
export const beginNextEdits = async (name: string, { signal }: Progress): Promise<void> => {
  const cluster = await findCluster(name);
  if (hasStandby(cluster.layout.nameNodes)) await administer(cluster, ['-rollEdits'], signal);
};

const page = z.object({
  beans: z.array(z.object({ RollingUpgradeStatus: z.object({ createdRollbackImages: z.boolean() }).nullish() })).min(1),
});

/** What the NameNode says of an upgrade under way. */
const upgradeStatus = async ({ layout }: Cluster, signal: AbortSignal) => {
  const nameNode = await activeNameNode(layout, signal);
  const response = await fetch(nameNodePage(layout, nameNode, 'NameNodeInfo'), { signal });
  return page.parse(await response.json()).beans[0]?.RollingUpgradeStatus ?? undefined;
};

const administer = (cluster: Cluster, words: readonly string[], signal: AbortSignal): Promise<void> =>
  runTool(
    cluster,
    { user: 'hdfs', command: ['hdfs', 'dfsadmin', ...words] },
    signal,
    (because) =>
      new FirebreakError({
        code: 'FB-UPGRADE-HDFS',
        message: `HDFS of cluster ${cluster.name} did not do \`dfsadmin ${words.join(' ')}\`.`,
        because,
        next: 'Read `firebreak logs namenode`, then run the command again.',
      }),
  );
