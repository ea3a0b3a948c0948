import { describe, expect, it } from 'vitest';
import type { DrainedDaemon } from '../drain/lists.ts';
import type { HostRole, HostSpec } from '../host-spec.ts';
import { knownHosts, placed } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import { testPlan } from '../test-plan.ts';
import { requireMayLeave } from './require-may-leave.ts';

const hosts: HostSpec[] = ['a', 'b', 'c', 'd'].map((address) => ({ address }));

/** The refusal where a cluster of `before` gets a spec with `after`. */
const refusal = (
  before: HostSpec[],
  after: HostSpec[],
  drained: readonly DrainedDaemon[] = [],
  changes: Partial<ClusterSpec> = {},
): string | undefined => {
  const known = knownHosts(before);
  const { spec } = testPlan({ ...changes, hosts: after });
  const registered = after.map(({ address }) =>
    known.some(({ name }) => name === address) ? { own: address, hosts: known } : undefined,
  );
  try {
    requireMayLeave(placed(spec, registered), drained);
    return undefined;
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

const without = (...names: string[]): HostSpec[] => hosts.filter(({ address }) => !names.includes(address));

describe('a host may leave', () => {
  it('where as many DataNodes are left as there are copies of each block', () => {
    expect(refusal(hosts, without('b'))).toBeUndefined();
    expect(refusal(hosts, without('b', 'c'))).toBe('FB-SCALE-REPLICATION');
    expect(refusal(without('d'), without('c', 'd'))).toBe('FB-SCALE-REPLICATION');
  });

  it('only where these are at work: a new one has no blocks yet, a drained one counts no copies', () => {
    expect(refusal(without('d'), [...without('b', 'd'), { address: 'new' }])).toBe('FB-SCALE-REPLICATION');
    expect(refusal(hosts, without('b'), [{ role: 'datanode', address: '172.30.32.1' }])).toBe('FB-SCALE-REPLICATION');
    expect(refusal(hosts, without('b'), [{ role: 'datanode', address: '172.30.16.1' }])).toBeUndefined();
  });

  it('unless it has a master, whatever becomes the first line', () => {
    expect(refusal(hosts, without('a'))).toBe('FB-SCALE-MASTER');
    expect(refusal(hosts, hosts.toReversed())).toBe('FB-SCALE-MASTER');
  });

  it('and no other loses the role of ZooKeeper or JournalNode', () => {
    const others = hosts.slice(1);
    const masters: HostRole[] = ['namenode', 'resourcemanager', 'historyserver', 'datanode', 'nodemanager'];
    const having: HostSpec[] = [{ address: 'a', roles: [...masters, 'zookeeper', 'journalnode'] }, ...others];
    expect(refusal(having, [{ address: 'a', roles: [...masters, 'zookeeper'] }, ...others])).toBe('FB-SCALE-MASTER');
    expect(refusal(having, [{ address: 'a', roles: [...masters, 'journalnode'] }, ...others])).toBe('FB-SCALE-MASTER');
  });

  it('where another one runs the containers of its tenants', () => {
    const nodes = (...labels: (string | undefined)[]): HostSpec[] =>
      labels.map((label, index) => ({ address: `n${index}`, roles: ['nodemanager'], ...(label ? { label } : {}) }));
    const master: HostSpec = { address: 'm', roles: ['namenode', 'datanode', 'resourcemanager', 'historyserver'] };
    const { health, tax } = testPlan().spec.tenants;
    if (health === undefined || tax === undefined) throw new Error('there are two');
    const tenants = { health: { ...health, label: 'secure' }, tax };
    const before = [master, ...nodes(undefined, 'secure', 'secure')];
    expect(refusal(before, before.slice(0, 3), [], { tenants })).toBeUndefined();
    const drained: DrainedDaemon[] = [{ role: 'nodemanager', address: '172.30.32.1' }];
    expect(refusal(before, before.slice(0, 3), drained, { tenants })).toBe('FB-SCALE-LAST');
    expect(refusal(before, [master, ...before.slice(2)], [], { tenants })).toBe('FB-SCALE-LAST');
  });
});
