import { z } from 'zod';
import { activeNameNode, nameNodePage } from '../masters.ts';
import { answerMilliseconds, type Drain, type Look, type Standing } from './drain.ts';

/**
 * Maintenance, not decommissioning, for a host that comes back: with as many copies of each block as there are hosts, no
 * other host could take one more, and decommissioning would never end. One other copy
 * (dfs.namenode.maintenance.replication.min) is enough.
 */
export const hdfsDrain: Drain = {
  role: 'datanode',
  master: 'namenode',
  list: ({ dataNodesList }) => dataNodesList,
  render: (leaves) =>
    `${JSON.stringify(
      leaves.map(({ address, forGood }) => ({
        hostName: address,
        adminState: forGood === true ? 'DECOMMISSIONED' : 'IN_MAINTENANCE',
      })),
      undefined,
      2,
    )}\n`,
  parse: (text) =>
    entries
      .parse(JSON.parse(text))
      .map(({ hostName: address, adminState }) => ({ address, seconds: 0, forGood: adminState === 'DECOMMISSIONED' })),
  refresh: { user: 'hdfs', command: ['hdfs', 'dfsadmin', '-refreshNodes'] },
  look: async (layout, address, signal) => {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)]);
    const url = nameNodePage(layout, await activeNameNode(layout, inTime), 'NameNodeInfo');
    const response = await fetch(url, { signal: inTime });
    return dataNodeLook(await response.text(), `${address}:${layout.ports.dataNodeData}`);
  },
};

const heartbeatSeconds = 3;

const entries = z.array(z.object({ hostName: z.string(), adminState: z.string() }));

/** JSON in a string of JSON. */
const dataNodes = z
  .string()
  .transform((text) =>
    z
      .record(z.string(), z.object({ adminState: z.string(), lastContact: z.number().default(0) }))
      .parse(JSON.parse(text)),
  );
const leavingNodes = z
  .string()
  .default('{}')
  .transform((text) =>
    z
      .record(
        z.string(),
        z.object({
          xferaddr: z.string(),
          underReplicatedBlocks: z.int(),
          underReplicateInOpenFiles: z.int(),
          /** Blocks that no DataNode has which stays. */
          decommissionOnlyReplicas: z.int().default(0),
        }),
      )
      .parse(JSON.parse(text)),
  );
const info = z.object({
  LiveNodes: dataNodes,
  DeadNodes: dataNodes,
  DecomNodes: leavingNodes,
  EnteringMaintenanceNodes: leavingNodes,
});
const jmx = z.object({ beans: z.tuple([info]) });

const standings: Readonly<Record<string, Standing>> = {
  'In Service': 'working',
  'Entering Maintenance': 'leaving',
  'In Maintenance': 'away',
  'Decommission In Progress': 'leaving',
  Decommissioned: 'away',
};

/** By what the NameNode says of its DataNodes, each named `address:port`. */
export const dataNodeLook = (text: string, name: string): Look => {
  const [found] = jmx.parse(JSON.parse(text)).beans;
  const { LiveNodes: live, DeadNodes: dead } = found;
  const { adminState: state, lastContact = 0 } = live[name] ?? {};
  if (state === undefined) return { standing: dead[name]?.adminState === 'In Maintenance' ? 'away' : 'absent' };
  // One that has stopped is counted for ten minutes more.
  if (state === 'In Service' && lastContact > heartbeatSeconds) return { standing: 'unfit' };
  const standing = standings[state] ?? 'unfit';
  if (standing !== 'leaving') return { standing };
  const entering = state === 'Entering Maintenance';
  const known = Object.values(entering ? found.EnteringMaintenanceNodes : found.DecomNodes);
  const counted = known.find(({ xferaddr }) => xferaddr === name);
  return { standing, left: leftOf(counted, entering), ...(isDispensable(counted) ? { dispensable: true } : {}) };
};

type Counted = z.output<typeof leavingNodes>[string];

/**
 * Whether all blocks that it waits for are of files that are still written, and others have them. So are those of a DataNode that
 * was down while the writer went on: what it has is older, and the NameNode waits with it until the file is closed.
 */
const isDispensable = (counted: Counted | undefined): boolean =>
  counted !== undefined &&
  counted.underReplicatedBlocks > 0 &&
  counted.underReplicatedBlocks === counted.underReplicateInOpenFiles &&
  counted.decommissionOnlyReplicas === 0;

/** The NameNode counts blocks when it has looked at all of the host's: before that it tells none. */
const leftOf = (counted: Counted | undefined, entering: boolean): string => {
  const { underReplicatedBlocks: blocks = 0, underReplicateInOpenFiles: open = 0 } = counted ?? {};
  const [which, whose] = entering ? ['blocks', ' that no other host has'] : ['its blocks', ''];
  if (blocks === 0) return `copies of ${which}${whose}`;
  const ofOpenFiles = open === 0 ? '' : `, ${open} of them in files that are still written`;
  return `copies of ${blocks} of ${entering ? 'the blocks' : 'its blocks'}${whose}${ofOpenFiles}`;
};
