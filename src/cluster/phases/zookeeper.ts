import { readFile } from 'node:fs/promises';
import { zooKeeperId } from '../services/zookeeper.ts';
import { phaseOfChanges } from './change.ts';
import { folders } from './folders.ts';
import { network } from './network.ts';
import { withRole } from './phase.ts';
import { serviceRuns } from './start-service.ts';
import { supervisor } from './supervisor.ts';
import { writeWhole } from './write-whole.ts';

/** ZooKeeper reads who it is in its data folder, not in its configuration. */
export const zooKeeperIdentity = phaseOfChanges({
  name: 'Number ZooKeeper',
  after: [folders],
  on: withRole('zookeeper'),
  changes: async (plan) => {
    const { layout } = plan;
    const file = `${layout.zooKeeperData}/myid`;
    const wanted = `${zooKeeperId(plan, layout.own)}\n`;
    const present = await readFile(file, 'utf8').catch(() => undefined);
    if (present === wanted) return [];
    const why = present === undefined ? 'is missing' : 'names another host';
    return [{ what: file, why, apply: () => writeWhole(file, wanted, 0o644) }];
  },
});

export const zookeeperRuns = serviceRuns('zookeeper', [supervisor, network, zooKeeperIdentity]);
