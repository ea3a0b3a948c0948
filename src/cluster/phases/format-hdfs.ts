import { canAccess } from '../../can-access.ts';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { runAs } from '../hosts/run-as.ts';
import { hasStandby } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { allJournalNodes, oneJournalIsFormatted } from '../services/journalnode.ts';
import { bootstrapCommand, formatCommand, nameNodeAnswers, shareEditsCommand } from '../services/namenode.ts';
import type { Readiness } from '../services/service.ts';
import { formatLockCommand } from '../services/zkfc.ts';
import { zooKeeperServes } from '../services/zookeeper.ts';
import { isReady } from '../supervision/readiness.ts';
import { logFolder } from '../supervision/service-folder.ts';
import { serviceState } from '../supervision/service-state.ts';
import { stopService } from '../supervision/supervisor.ts';
import { tellingLines } from '../supervision/telling-lines.ts';
import { until } from '../until.ts';
import { hadoopUpgradeOf, noteDataVersion } from '../upgrade/data-version.ts';
import { isFormatted } from './hdfs-formatted.ts';
import { network } from './network.ts';
import { type Phase, withRole } from './phase.ts';
import { serviceRuns } from './start-service.ts';
import { supervisor } from './supervisor.ts';
import { untilCopied } from './until-copied.ts';
import { writeWhole } from './write-whole.ts';
import { zookeeperRuns } from './zookeeper.ts';

export const journalnodeRuns = serviceRuns('journalnode', [supervisor, network]);

/** Leaves a NameNode with a file system to start with: a new one, or that of the NameNode it stands for. */
export const formatHdfs: Phase = {
  name: 'Format HDFS',
  after: [network, journalnodeRuns, zookeeperRuns],
  on: withRole('namenode'),
  pending: async (plan) => {
    const upgrade = await hadoopUpgradeOf(plan);
    if (upgrade === undefined) return [];
    return [{ what: 'HDFS', why: `is of Hadoop ${upgrade.from}: \`firebreak upgrade\` brings it to ${upgrade.to}` }];
  },
  run: async (plan, progress) => {
    const formatted = await isFormatted(plan.layout);
    // -force: what an interrupted format left behind has no file system in it yet.
    if (hasStandby(plan.layout.nameNodes)) await formatPair(plan, formatted, progress);
    else if (!formatted) await runAsHdfs([...formatCommand(plan), '-force'], progress);
    await noteDataVersion(plan);
  },
};

const formatPair = async (plan: Plan, formatted: boolean, progress: Progress): Promise<void> => {
  const { layout } = plan;
  const shared = await canAccess(layout.sharedEdits);
  if (!formatted) {
    // Before anything is there: what is interrupted goes on where it was, and is not taken for a file system of one NameNode.
    await markShared(plan);
    await (layout.address === layout.nameNodes[0] ? formatFirst : copyOther)(plan, progress);
  } else if (!shared) await shareEdits(plan, progress);
  if (layout.address === layout.nameNodes[0]) await formatLock(plan, progress);
};

const markShared = ({ layout }: Plan): Promise<void> => writeWhole(layout.sharedEdits, '', 0o644);

/** Where anybody keeps something of HDFS, it is the other NameNode that knows it: this one came later, or lost its disk. */
const formatFirst = async (plan: Plan, progress: Progress): Promise<void> => {
  if (!plan.newHdfs) return copyOther(plan, progress);
  await untilReady(allJournalNodes(plan), 'all JournalNodes to answer', progress);
  // JournalNodes, too, that an interrupted format has made.
  await runAsHdfs([...formatCommand(plan), '-force'], progress);
};

/** Exit code of `-bootstrapStandby` where no NameNode answered it (`ERR_CODE_FAILED_CONNECT` of Hadoop’s BootstrapStandby). */
const unanswered = 2;

const copyOther = async (plan: Plan, progress: Progress): Promise<void> => {
  const { layout } = plan;
  const other = layout.hosts.find(({ address }) => layout.nameNodes.includes(address) && address !== layout.address);
  if (other === undefined) throw new Error('of two NameNodes one has no host');
  progress.note(`waits for the NameNode of ${other.name}, to copy it`);
  // One that answers before has no second one beside it yet, and is about to end.
  const shares = `the NameNode of ${other.name} to give its changes to the JournalNodes`;
  await untilReady(oneJournalIsFormatted(plan), shares, progress);
  const source = {
    host: other.name,
    log: `${logFolder(layout, 'namenode')}/current`,
    answers: () => isReady(nameNodeAnswers(layout, other.address), progress.signal),
    copy: async () => (await runAsHdfs(bootstrapCommand(plan), progress, [0, unanswered])) === 0,
  };
  await untilCopied(source, progress);
};

/** The file system of one NameNode becomes that of two. Until it is marked, what JournalNodes have is an interrupted copy. */
const shareEdits = async (plan: Plan, progress: Progress): Promise<void> => {
  progress.note('gives its changes to the JournalNodes, for a second NameNode');
  await untilReady(allJournalNodes(plan), 'all JournalNodes to answer', progress);
  await stopService(plan.layout, 'namenode');
  await runAsHdfs([...shareEditsCommand(plan), '-force'], progress);
  await markShared(plan);
};

const lockIsThere = 2;

/** The failover controllers do not start without it. */
const formatLock = async (plan: Plan, progress: Progress): Promise<void> => {
  if ((await serviceState(plan.layout, 'zkfc')) !== undefined) return;
  await untilReady(zooKeeperServes(plan.layout), 'ZooKeeper to serve', progress);
  await runAsHdfs(formatLockCommand(plan), progress, [0, lockIsThere]);
};

const untilReady = (readiness: Readiness, what: string, { signal }: Progress): Promise<void> =>
  until(() => isReady(readiness, signal), { signal, seconds: 180, what });

const runAsHdfs = async (
  command: readonly string[],
  { signal }: Progress,
  fine: readonly number[] = [0],
): Promise<number> => {
  const { exitCode, stderr } = await runAs('hdfs', command, signal);
  if (exitCode !== undefined && fine.includes(exitCode)) return exitCode;
  throw new FirebreakError({
    code: 'FB-UP-FORMAT',
    message: 'HDFS could not be formatted.',
    because: tellingLines(stderr),
    next: 'Mend what it says, then run `firebreak up` again.',
  });
};
