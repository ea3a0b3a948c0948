import { expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import type { Standing } from '../drain/drain.ts';
import { layoutOf } from '../layout.ts';
import type { ClusterStatus } from '../status.ts';
import { testPlan } from '../test-plan.ts';
import { hostStatus } from './status-of-members.ts';

const { spec } = testPlan({ hosts: ['a', 'b'].map((address) => ({ address })) });
const [master, worker] = layoutOf(spec).hosts;
if (master === undefined || worker === undefined) throw new Error('there are two');

const answer = (healthy: boolean): PromiseSettledResult<ClusterStatus> => ({
  status: 'fulfilled',
  // Only this is read.
  value: { healthy } as ClusterStatus,
});
const silence: PromiseSettledResult<ClusterStatus> = {
  status: 'rejected',
  reason: new FirebreakError({ code: 'FB-SSH-UNREACHABLE', message: 'b does not answer' }),
};
const drains = (address: string, ...standings: Standing[]) => [
  { role: 'nodemanager' as const, address, standing: standings[0] ?? 'away' },
  { role: 'datanode' as const, address, standing: standings[1] ?? 'away' },
];

it('a host that no list names is as it answers', () => {
  expect(hostStatus(worker, answer(true), drains(master.address)).state).toBe('healthy');
  expect(hostStatus(worker, answer(false), []).state).toBe('degraded');
  expect(hostStatus(worker, silence, [])).toMatchObject({ state: 'unreachable', reason: 'b does not answer' });
});

it('a host is draining until both of its masters have let it go', () => {
  expect(hostStatus(worker, answer(true), drains(worker.address, 'leaving')).state).toBe('draining');
  expect(hostStatus(worker, answer(true), drains(worker.address, 'away', 'leaving')).state).toBe('draining');
  expect(hostStatus(worker, answer(true), drains(worker.address)).state).toBe('drained');
});

it('a drained host may be down, unless others need its daemons', () => {
  expect(hostStatus(worker, silence, drains(worker.address))).toMatchObject({
    state: 'drained',
    reason: 'b does not answer',
  });
  expect(hostStatus(master, silence, drains(master.address)).state).toBe('unreachable');
});
