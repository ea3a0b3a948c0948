import { z } from 'zod';
import { canAccess } from '../../can-access.ts';
import { FirebreakError } from '../../errors.ts';
import { runAs } from '../hosts/run-as.ts';
import type { Plan } from '../plan.ts';
import { formatCommand, namenode } from '../services/namenode.ts';
import { isReady } from '../supervision/readiness.ts';
import { until } from '../until.ts';
import { drainLists } from './drain-lists.ts';
import { network } from './network.ts';
import { type Change, type Phase, withRole } from './phase.ts';
import { serviceRuns } from './start-service.ts';
import { supervisor } from './supervisor.ts';

export const formatHdfs: Phase = {
  name: 'Format HDFS',
  after: [network],
  on: withRole('namenode'),
  run: async (plan, { signal }) => {
    const version = `${plan.layout.hdfsName}/current/VERSION`;
    const formatted = await canAccess(version);
    if (!formatted) await format(plan, signal);
  },
};

const format = async (plan: Plan, signal: AbortSignal): Promise<void> => {
  // -force: what an interrupted format left behind has no file system in it yet.
  const { exitCode, stderr } = await runAs('hdfs', [...formatCommand(plan), '-force'], signal);
  if (exitCode === 0) return;
  throw new FirebreakError({
    code: 'FB-UP-FORMAT',
    message: 'HDFS could not be formatted.',
    because: stderr.split('\n').slice(-5).join('\n'),
    next: 'Mend what it says, then run `firebreak up` again.',
  });
};

export const namenodeRuns = serviceRuns('namenode', [formatHdfs, supervisor, drainLists]);
export const datanodeRuns = serviceRuns('datanode', [formatHdfs, supervisor]);

/** World-writable with the sticky bit: everybody writes, nobody removes another's. */
const shared = '1777';

export const hdfsFolders: Phase = {
  name: 'Make the folders in HDFS',
  after: [namenodeRuns],
  // The History Server does not start without its folder: where it is on another host, it makes that itself.
  on: withRole('namenode', 'historyserver'),
  // Where the NameNode does not answer, that is what is shown.
  pending: (plan) => differingFolders(plan, AbortSignal.timeout(5000)).catch(() => []),
  run: async (plan, { signal }) => {
    await until(() => isWritable(plan, signal), { signal, seconds: 90, what: 'HDFS to be writable' });
    for (const { path, owner, group, mode } of await differingFolders(plan, signal)) {
      await webHdfs(plan, path, { op: 'MKDIRS', permission: mode }, signal);
      await webHdfs(plan, path, { op: 'SETPERMISSION', permission: mode }, signal);
      await webHdfs(plan, path, { op: 'SETOWNER', owner, group }, signal);
    }
  },
};

interface HdfsFolder {
  readonly path: string;
  readonly owner: string;
  readonly group: string;
  /** Octal. */
  readonly mode: string;
}

const foldersOf = ({ spec }: Plan): HdfsFolder[] => [
  { path: '/tmp', owner: 'hdfs', group: 'hdfs', mode: shared },
  { path: '/user', owner: 'hdfs', group: 'hdfs', mode: '755' },
  // Event logs get the folder's group, through which the History Server reads them.
  { path: '/spark-logs', owner: 'spark', group: 'spark', mode: shared },
  { path: '/yarn-logs', owner: 'yarn', group: 'yarn', mode: shared },
  ...Object.values(spec.tenants)
    .flatMap((tenant) => tenant.users)
    .map((user) => ({ path: `/user/${user}`, owner: user, group: user, mode: '700' })),
];

const statusReply = z.object({
  FileStatus: z.object({ owner: z.string(), group: z.string(), permission: z.string() }),
});

/** Those that are missing, or are not as they must be. */
const differingFolders = async (plan: Plan, signal: AbortSignal): Promise<(HdfsFolder & Change)[]> => {
  const found = await Promise.all(
    foldersOf(plan).map(async (folder) => {
      const response = await fetch(urlOf(plan, folder.path, { op: 'GETFILESTATUS' }), { signal });
      const body: unknown = await response.json();
      if (response.status === 404) return [{ ...folder, what: `HDFS ${folder.path}`, why: 'is missing' }];
      const { owner, group, permission } = statusReply.parse(body).FileStatus;
      const same = owner === folder.owner && group === folder.group && permission === folder.mode;
      return same ? [] : [{ ...folder, what: `HDFS ${folder.path}`, why: `is ${owner}:${group} ${permission}` }];
    }),
  );
  return found.flat();
};
const isWritable = (plan: Plan, signal: AbortSignal): Promise<boolean> => isReady(namenode(plan).ready, signal);

type Query = Readonly<Record<string, string>> & { readonly op: string };

const urlOf = ({ layout }: Plan, path: string, query: Query): string => {
  const parameters = new URLSearchParams({ ...query, 'user.name': 'hdfs' });
  return `http://${layout.nameNode}:${layout.ports.nameNodeHttp}/webhdfs/v1${path}?${parameters}`;
};

const webHdfs = async (plan: Plan, path: string, query: Query, signal: AbortSignal): Promise<void> => {
  const response = await fetch(urlOf(plan, path, query), { method: 'PUT', signal });
  if (response.ok) return void (await response.arrayBuffer());
  throw new FirebreakError({
    code: 'FB-UP-FOLDER',
    message: `HDFS refused ${query.op} of ${path}.`,
    because: await response.text(),
    next: 'Read `firebreak logs namenode`, then run `firebreak up` again.',
  });
};
