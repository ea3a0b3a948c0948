import type { Layout } from './layout.ts';

/** Whether two daemons stand for each other: one is active, the other takes over. */
export const hasStandby = (masters: readonly string[]): boolean => masters.length > 1;

/** `fs.defaultFS`: of two NameNodes a name that clients know both by, the cluster's. */
export const fileSystemOf = ({ name, nameNodes, ports }: Pick<Layout, 'name' | 'nameNodes' | 'ports'>): string =>
  hasStandby(nameNodes) ? `hdfs://${name}` : `hdfs://${nameNodes[0]}:${ports.nameNodeRpc}`;

/** Where ZooKeeper's clients find it. */
export const zooKeeperQuorum = ({ zooKeepers, ports }: Pick<Layout, 'zooKeepers' | 'ports'>): string =>
  zooKeepers.map((address) => `${address}:${ports.zooKeeperClient}`).join(',');

/** What a NameNode says of itself (`NameNodeStatus`), and of HDFS (`NameNodeInfo`). */
export const nameNodePage = (
  { ports }: Pick<Layout, 'ports'>,
  address: string,
  bean: 'NameNodeInfo' | 'NameNodeStatus' | 'NameNode*',
): string => `http://${address}:${ports.nameNodeHttp}/jmx?qry=Hadoop:service=NameNode,name=${bean}`;

/** The same page of YARN's REST interface at each ResourceManager: a standby sends on to the active one, but for its own `info`. */
export const resourceManagerPages = (
  { resourceManagers, ports }: Pick<Layout, 'resourceManagers' | 'ports'>,
  page: string,
): string[] =>
  resourceManagers.map((address) => `http://${address}:${ports.resourceManagerHttp}/ws/v1/cluster/${page}`);

/** The NameNode that serves: of two, the one that says so. @throws Error where neither does */
export const activeNameNode = async (layout: Layout, signal: AbortSignal): Promise<string> => {
  const [only] = layout.nameNodes;
  if (!hasStandby(layout.nameNodes)) return only;
  return firstAnswer(layout.nameNodes, async (address) => {
    const response = await fetch(nameNodePage(layout, address, 'NameNodeStatus'), { signal });
    if (/"State" : "active"/.test(await response.text())) return address;
    throw new Error(`the NameNode of ${address} is not active`);
  });
};

/** What `ask` finds out from the first that answers; all are asked at once. @throws what it threw of the first, if all failed */
export const firstAnswer = async <Answer>(
  asked: readonly string[],
  ask: (each: string) => Promise<Answer>,
): Promise<Answer> => {
  const answers = asked.map(ask);
  return Promise.any(answers).catch(() => answers[0] ?? Promise.reject(new Error('nobody was asked')));
};
