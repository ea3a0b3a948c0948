import { z } from 'zod';
import { FirebreakError } from '../../errors.ts';
import { activeNameNode, hasStandby } from '../masters.ts';
import { labelsFolder, usesLabels } from '../node-labels.ts';
import type { Plan } from '../plan.ts';
import { hdfsIsWritable } from '../services/namenode.ts';
import { isReady } from '../supervision/readiness.ts';
import { until } from '../until.ts';
import { drainLists } from './drain-lists.ts';
import { formatHdfs } from './format-hdfs.ts';
import { type Change, type Phase, withRole } from './phase.ts';
import { serviceRuns } from './start-service.ts';
import { supervisor } from './supervisor.ts';

export const namenodeRuns = serviceRuns('namenode', [formatHdfs, supervisor, drainLists]);
// Not after the NameNode: of two it becomes active through this one.
export const zkfcRuns = serviceRuns('zkfc', [formatHdfs, supervisor]);
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
    await until(() => isWritable(plan, signal), { signal, seconds: 180, what: 'HDFS to be writable' });
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

const foldersOf = ({ spec, layout }: Plan): HdfsFolder[] => [
  { path: '/tmp', owner: 'hdfs', group: 'hdfs', mode: shared },
  { path: '/user', owner: 'hdfs', group: 'hdfs', mode: '755' },
  // Event logs get the folder's group, through which the History Server reads them.
  { path: '/spark-logs', owner: 'spark', group: 'spark', mode: shared },
  { path: '/yarn-logs', owner: 'yarn', group: 'yarn', mode: shared },
  ...(hasStandby(layout.resourceManagers) && usesLabels(spec)
    ? [{ path: labelsFolder, owner: 'yarn', group: 'yarn', mode: '700' }]
    : []),
  ...Object.values(spec.tenants)
    .flatMap((tenant) => tenant.users)
    .map((user) => ({ path: `/user/${user}`, owner: user, group: user, mode: '700' })),
];

const statusReply = z.object({
  FileStatus: z.object({ owner: z.string(), group: z.string(), permission: z.string() }),
});

/** Those that are missing, or are not as they must be. */
const differingFolders = async (plan: Plan, signal: AbortSignal): Promise<(HdfsFolder & Change)[]> => {
  const nameNode = await activeNameNode(plan.layout, signal);
  const found = await Promise.all(
    foldersOf(plan).map(async (folder) => {
      const response = await fetch(urlOf(plan, nameNode, folder.path, { op: 'GETFILESTATUS' }), { signal });
      const body: unknown = await response.json();
      if (response.status === 404) return [{ ...folder, what: `HDFS ${folder.path}`, why: 'is missing' }];
      const { owner, group, permission } = statusReply.parse(body).FileStatus;
      const same = owner === folder.owner && group === folder.group && permission === folder.mode;
      return same ? [] : [{ ...folder, what: `HDFS ${folder.path}`, why: `is ${owner}:${group} ${permission}` }];
    }),
  );
  return found.flat();
};
const isWritable = ({ layout }: Plan, signal: AbortSignal): Promise<boolean> => isReady(hdfsIsWritable(layout), signal);

type Query = Readonly<Record<string, string>> & { readonly op: string };

const urlOf = ({ layout }: Plan, nameNode: string, path: string, query: Query): string => {
  const parameters = new URLSearchParams({ ...query, 'user.name': 'hdfs' });
  return `http://${nameNode}:${layout.ports.nameNodeHttp}/webhdfs/v1${path}?${parameters}`;
};

const webHdfs = async (plan: Plan, path: string, query: Query, signal: AbortSignal): Promise<void> => {
  const nameNode = await activeNameNode(plan.layout, signal);
  const response = await fetch(urlOf(plan, nameNode, path, query), { method: 'PUT', signal });
  if (response.ok) return void (await response.arrayBuffer());
  throw new FirebreakError({
    code: 'FB-UP-FOLDER',
    message: `HDFS refused ${query.op} of ${path}.`,
    because: await response.text(),
    next: 'Read `firebreak logs namenode`, then run `firebreak up` again.',
  });
};
