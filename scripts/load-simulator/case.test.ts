import { expect, it } from 'vitest';
import { caseOf, configurationOf } from './case.ts';

const load = { nodes: 1000, hostMiB: 16_384, waves: 4, taskMs: 20 };

it('nodes of every runtime class get the same work, and offer what up tells YARN of them', () => {
  const [runc, kata] = [caseOf('runc', load), caseOf('kata', load)];
  expect(runc.jobs * runc.tasks).toBe(4 * 1000 * 12);
  expect({ ...kata, runtime: 'runc', nodeMiB: runc.nodeMiB }).toEqual(runc);
  expect([runc.nodeMiB, kata.nodeMiB]).toEqual([12_288, 9216]);
});

it('the simulator is told of them, and of our own queue', () => {
  const files = configurationOf(caseOf('kata', load));
  expect(files.get('sls-runner.xml')).toContain('<name>yarn.sls.nm.memory.mb</name><value>9216</value>');
  expect(files.get('capacity-scheduler.xml')).toContain(
    '<name>yarn.scheduler.capacity.root.queues</name><value>analysts<',
  );
  expect(JSON.parse(files.get('workload.json') ?? '')).toMatchObject({ num_nodes: 1000, num_jobs: 100 });
});
