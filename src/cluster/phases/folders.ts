import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { registerCluster } from '../clusters.ts';
import { accountOf } from '../hosts/accounts.ts';
import type { Layout } from '../layout.ts';
import { hasStandby } from '../masters.ts';
import type { Phase } from './phase.ts';
import { users } from './users.ts';

interface Folder {
  readonly path: string;
  readonly user: string;
  readonly mode: number;
}

export const folders: Phase = {
  name: 'Make the folders',
  after: [users],
  pending: async ({ layout }) => {
    const present = await Promise.all(foldersOf(layout).map(({ path }) => stat(path).catch(() => undefined)));
    const missing = present.filter((each) => each === undefined).length;
    return missing === 0 ? [] : [{ what: `folders of ${layout.name}`, why: `${missing} are missing` }];
  },
  run: async ({ spec, layout }) => {
    // First of all: from here on `down` knows what to take away.
    await registerCluster(spec, layout);
    for (const folder of foldersOf(layout)) await makeFolder(folder);
  },
};

/** Parents first. */
export const foldersOf = (layout: Layout): Folder[] => [
  ...[
    ...[layout.data, layout.conf, `${layout.conf}/hadoop`, `${layout.conf}/spark`, layout.clientConf],
    ...[layout.bin, layout.logs, layout.services, layout.tmp, `${layout.data}/hdfs`, `${layout.data}/yarn`],
    ...['/run/firebreak', layout.run],
  ].map((path) => ({ path, user: 'root', mode: 0o755 })),
  { path: layout.dockerData, user: 'root', mode: 0o710 },
  { path: layout.agentState, user: 'root', mode: 0o755 },
  ...['namenode', 'datanode'].map((name) => privateTo('hdfs', `${layout.tmp}/${name}`)),
  ...['resourcemanager', 'nodemanager', 'yarn'].map((name) => privateTo('yarn', `${layout.tmp}/${name}`)),
  privateTo('hdfs', `${layout.tmp}/hdfs`),
  privateTo('spark', `${layout.tmp}/historyserver`),
  privateTo('root', `${layout.tmp}/agent`),
  privateTo('hdfs', layout.hdfsName),
  privateTo('hdfs', layout.hdfsData),
  ...(layout.roles.includes('journalnode') ? [layout.journalData, `${layout.tmp}/journalnode`] : []).map((path) =>
    privateTo('hdfs', path),
  ),
  ...(hasStandby(layout.nameNodes) && layout.roles.includes('namenode')
    ? [privateTo('hdfs', `${layout.tmp}/zkfc`)]
    : []),
  { path: layout.yarnLocal, user: 'yarn', mode: 0o755 },
  { path: layout.yarnLogs, user: 'yarn', mode: 0o755 },
  privateTo('yarn', layout.yarnRecovery),
  privateTo('yarn', layout.resourceManagerState),
  ...(layout.roles.includes('zookeeper') ? zooKeeperFolders(layout) : []),
];

const zooKeeperFolders = ({ conf, tmp, zooKeeperData }: Layout): Folder[] => [
  { path: `${conf}/zookeeper`, user: 'root', mode: 0o755 },
  ...[zooKeeperData, `${tmp}/zookeeper`].map((path) => privateTo('zookeeper', path)),
];

const privateTo = (user: string, path: string): Folder => ({ path, user, mode: 0o700 });

const makeFolder = async ({ path, user, mode }: Folder): Promise<void> => {
  await mkdir(path, { recursive: true });
  const account = user === 'root' ? { uid: 0, gid: 0 } : await accountOf(user);
  if (account !== undefined) await chown(path, account.uid, account.gid);
  await chmod(path, mode);
};
