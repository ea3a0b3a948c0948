import { readFile } from 'node:fs/promises';
import { isOlder } from '../../distribution/version-order.ts';
import { FirebreakError } from '../../errors.ts';
import type { Layout } from '../layout.ts';
import { isFormatted } from '../phases/hdfs-formatted.ts';
import { writeWhole } from '../phases/write-whole.ts';
import type { Plan } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';

/** The Hadoop that may write the NameNode’s data on this host; undefined where there is none, or nobody noted it. */
export const dataVersion = async (layout: Layout): Promise<string | undefined> => {
  if (!(await isFormatted(layout))) return undefined;
  return (await readFile(layout.hadoopVersionFile, 'utf8').catch(() => '')).trim() || undefined;
};

/** Lets the Hadoop of this plan write there from now on. */
export const noteDataVersion = async ({ layout, host: { hadoopVersion } }: Plan): Promise<void> => {
  if (hadoopVersion !== undefined) await writeWhole(layout.hadoopVersionFile, `${hadoopVersion}\n`, 0o644);
};

export interface HadoopUpgrade {
  readonly from: string;
  readonly to: string;
}

/** What becomes of the NameNode’s data by this plan; undefined where its Hadoop stays. */
export const hadoopUpgradeOf = async ({
  layout,
  host: { hadoopVersion: to },
}: Plan): Promise<HadoopUpgrade | undefined> => {
  const from = await dataVersion(layout);
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
};

/** On a NameNode's host. @throws FirebreakError as `requireMayUpgrade` */
export const requireHadoop = async (plan: Plan): Promise<void> => {
  const upgrade = await hadoopUpgradeOf(plan);
  if (upgrade !== undefined) requireMayUpgrade(plan.spec, upgrade, plan.upgrade);
};

/**
 * Another Hadoop may store the NameNode’s data in another way: it comes by `upgrade`, and none goes back.
 * @throws FirebreakError `FB-UPGRADE-HADOOP`, `FB-UPGRADE-BACK`
 */
export const requireMayUpgrade = (
  { name }: Pick<ClusterSpec, 'name'>,
  { from, to }: HadoopUpgrade,
  agreed: boolean,
): void => {
  if (isOlder(to, from)) {
    throw new FirebreakError({
      code: 'FB-UPGRADE-BACK',
      message: `HDFS of cluster ${name} is of Hadoop ${from}, and would go back to ${to}.`,
      because: 'An older NameNode may not read what a newer one has written.',
      next: `Use a Firebreak, or a \`distribution.hadoopHome\`, with Hadoop ${from} or newer.`,
      exit: 4,
    });
  }
  if (agreed) return;
  throw new FirebreakError({
    code: 'FB-UPGRADE-HADOOP',
    message: `HDFS of cluster ${name} is of Hadoop ${from}, and would get ${to}. Nothing was changed.`,
    because: 'A NameNode of another version may store its data in another way, which is prepared first.',
    next: 'firebreak upgrade -f cluster.yaml',
    exit: 4,
  });
};
