import { expect, it } from 'vitest';
import { silentProgress } from '../../progress.ts';
import type { HostSpec } from '../host-spec.ts';
import { testPlan } from '../test-plan.ts';
import { drainOnHosts } from './drain-on-hosts.ts';

const drain = (hosts: HostSpec[], host: string) => drainOnHosts(testPlan({ hosts }).spec, host, 60, silentProgress());

const [a, b]: HostSpec[] = [{ address: 'a' }, { address: 'b' }];
if (a === undefined || b === undefined) throw new Error('there are two');

it('a host that there is not is not drained, and those that there are, are named', async () => {
  await expect(drain([a, b], 'c')).rejects.toMatchObject({ code: 'FB-CLI-HOST', next: 'name one of a, b' });
});

it('the only host of a cluster is not drained', async () => {
  await expect(drain([{ address: 'local' }], 'local')).rejects.toMatchObject({
    code: 'FB-DRAIN-LAST',
    message: 'No other host of cluster demo could take the containers of local.',
  });
});

it('the only host of a label is not drained: no other one may run its tenants’ containers', async () => {
  await expect(drain([a, b, { address: 'c', label: 'secure' }], 'c')).rejects.toMatchObject({
    code: 'FB-DRAIN-LAST',
    because: 'It is the only one of label secure with the role nodemanager.',
  });
});

it('the only host with blocks is not drained, also where others have containers', async () => {
  const master: HostSpec = { address: 'a', roles: ['namenode', 'resourcemanager', 'historyserver', 'datanode'] };
  const workers: HostSpec[] = ['b', 'c'].map((address) => ({ address, roles: ['nodemanager'] }));
  await expect(drain([master, ...workers], 'a')).rejects.toMatchObject({
    message: 'No other host of cluster demo could take the blocks of a.',
  });
});

it('a host without containers and blocks has nothing to be drained', async () => {
  const master: HostSpec = { address: 'a', roles: ['namenode', 'resourcemanager', 'historyserver'] };
  await expect(drain([master, { address: 'b', roles: ['datanode', 'nodemanager'] }], 'a')).rejects.toMatchObject({
    code: 'FB-DRAIN-ROLE',
  });
});
