import { describe, expect, it } from 'vitest';
import { nodesIn } from '../yarn-nodes.ts';
import type { Leave } from './drain.ts';
import { drains } from './drains.ts';
import { dataNodeLook } from './hdfs-drain.ts';
import { nodeLook } from './yarn-drain.ts';

const leaves: Leave[] = [
  { address: '172.30.16.1', seconds: 600 },
  { address: '172.30.32.1', seconds: 5 },
];

describe('the list for', () => {
  it('the ResourceManager names each host with its own time', () => {
    const { render, parse } = drains.nodemanager;
    expect(render(leaves)).toContain('<host><name>172.30.16.1</name><timeout>600</timeout></host>');
    expect(parse(render(leaves))).toEqual(leaves);
    expect(parse(render([]))).toEqual([]);
  });

  it('the NameNode names none but hosts in maintenance: so all others may join', () => {
    const { render, parse } = drains.datanode;
    expect(JSON.parse(render(leaves))).toEqual([
      { hostName: '172.30.16.1', adminState: 'IN_MAINTENANCE' },
      { hostName: '172.30.32.1', adminState: 'IN_MAINTENANCE' },
    ]);
    expect(parse(render(leaves)).map(({ address }) => address)).toEqual(['172.30.16.1', '172.30.32.1']);
    expect(parse(render([]))).toEqual([]);
  });

  it('the NameNode has a host decommissioned that leaves for good, also beside others', () => {
    const { render, parse } = drains.datanode;
    const [first, second] = leaves.map((leave, index) => ({ ...leave, forGood: index === 1 }));
    const text = render([first, second].filter((each) => each !== undefined));
    expect(JSON.parse(text).map(({ adminState }: { adminState: string }) => adminState)).toEqual([
      'IN_MAINTENANCE',
      'DECOMMISSIONED',
    ]);
    expect(render(parse(text))).toBe(text);
  });
});

describe('how a NodeManager stands', () => {
  const node = (id: string, state: string, numContainers = 0) => ({
    ...{ id, state, numContainers },
    nodeHostName: id.split(':')[0],
  });
  const look = (...found: object[]) => nodeLook(nodesIn(JSON.stringify({ nodes: { node: found } })), '172.30.16.1');
  const other = node('172.30.0.1:8041', 'RUNNING', 2);

  it('is what the ResourceManager says of its host and no other', () => {
    expect(look(other, node('172.30.16.1:8041', 'RUNNING'))).toEqual({ standing: 'working' });
    expect(look(other, node('172.30.16.1:8041', 'UNHEALTHY'))).toEqual({ standing: 'unfit' });
    expect(look(other, node('172.30.16.1:8041', 'DECOMMISSIONED'))).toEqual({ standing: 'away' });
    expect(look(other, node('172.30.16.1:8041', 'LOST'))).toEqual({ standing: 'absent' });
    expect(look(other)).toEqual({ standing: 'absent' });
  });

  it('says what a leaving one waits for', () => {
    const leaving = (count: number) => look(other, node('172.30.16.1:8041', 'DECOMMISSIONING', count));
    expect(leaving(2)).toEqual({ standing: 'leaving', left: '2 containers' });
    expect(leaving(0)).toEqual({ standing: 'leaving', left: 'its applications to end' });
  });

  it('is how it is now, also where the ResourceManager remembers it from before', () => {
    expect(look(node('172.30.16.1:-1', 'DECOMMISSIONED'), node('172.30.16.1:8041', 'RUNNING'))).toEqual({
      standing: 'working',
    });
  });

  it('is read where there is one node, and where there is none', () => {
    const alone = JSON.stringify({ nodes: { node: node('172.30.16.1:8041', 'RUNNING') } });
    expect(nodeLook(nodesIn(alone), '172.30.16.1')).toEqual({ standing: 'working' });
    expect(nodeLook(nodesIn('{"nodes":null}'), '172.30.16.1')).toEqual({ standing: 'absent' });
  });
});

describe('how a DataNode stands', () => {
  const look = (live: object, dead: object = {}) =>
    dataNodeLook(
      JSON.stringify({ beans: [{ LiveNodes: JSON.stringify(live), DeadNodes: JSON.stringify(dead) }] }),
      '172.30.16.1:9866',
    );

  it.each([
    ['In Service', { standing: 'working' }],
    ['Entering Maintenance', { standing: 'leaving', left: 'copies of blocks that no other host has' }],
    ['In Maintenance', { standing: 'away' }],
    ['Decommission In Progress', { standing: 'leaving', left: 'copies of its blocks' }],
    ['Decommissioned', { standing: 'away' }],
  ])('%s', (adminState, expected) => {
    expect(look({ '172.30.16.1:9866': { adminState }, '172.30.0.1:9866': { adminState: 'In Service' } })).toEqual(
      expected,
    );
  });

  it('says how many blocks are left, as soon as the NameNode has counted them', () => {
    const counted = (adminState: string, kind: string, blocks: number, open = 0) => {
      const name = '172.30.16.1:9866';
      const status = { xferaddr: name, underReplicatedBlocks: blocks, underReplicateInOpenFiles: open };
      const nodes = { LiveNodes: JSON.stringify({ [name]: { adminState } }), DeadNodes: '{}' };
      return dataNodeLook(JSON.stringify({ beans: [{ ...nodes, [kind]: JSON.stringify({ host2: status }) }] }), name)
        .left;
    };
    const decommission = (...left: [number, number?]) => counted('Decommission In Progress', 'DecomNodes', ...left);
    expect(decommission(0)).toBe('copies of its blocks');
    expect(decommission(12)).toBe('copies of 12 of its blocks');
    expect(decommission(12, 2)).toBe('copies of 12 of its blocks, 2 of them in files that are still written');
    expect(counted('Entering Maintenance', 'EnteringMaintenanceNodes', 3)).toBe(
      'copies of 3 of the blocks that no other host has',
    );
  });

  it('has nothing that would be lost with it where others have all that is left, and writers go on with that', () => {
    const left = (blocks: number, open: number, only: number) => {
      const name = '172.30.16.1:9866';
      const counts = { underReplicatedBlocks: blocks, underReplicateInOpenFiles: open, decommissionOnlyReplicas: only };
      const LiveNodes = JSON.stringify({ [name]: { adminState: 'Decommission In Progress' } });
      const DecomNodes = JSON.stringify({ [name]: { xferaddr: name, ...counts } });
      return dataNodeLook(JSON.stringify({ beans: [{ LiveNodes, DeadNodes: '{}', DecomNodes }] }), name).dispensable;
    };
    expect(left(1, 1, 0)).toBe(true);
    expect(left(2, 1, 0)).toBeUndefined();
    expect(left(1, 1, 1)).toBeUndefined();
    expect(left(0, 0, 0)).toBeUndefined();
  });

  it('is not at work while it does not say anything', () => {
    const heardBefore = (lastContact: number) =>
      look({ '172.30.16.1:9866': { adminState: 'In Service', lastContact } });
    expect(heardBefore(2)).toEqual({ standing: 'working' });
    expect(heardBefore(9)).toEqual({ standing: 'unfit' });
  });

  it('is away also when it has stopped', () => {
    expect(look({}, { '172.30.16.1:9866': { adminState: 'In Maintenance' } })).toEqual({ standing: 'away' });
    expect(look({}, { '172.30.16.1:9866': { adminState: 'In Service' } })).toEqual({ standing: 'absent' });
    expect(look({})).toEqual({ standing: 'absent' });
  });
});
