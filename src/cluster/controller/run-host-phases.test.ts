import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import { silentProgress } from '../../progress.ts';
import { testPlan } from '../test-plan.ts';
import { type HostPhase, hostPhases, phasesOf } from './host-phases.ts';
import type { Member } from './member.ts';
import { runHostPhases } from './run-host-phases.ts';
import type { Undertaking } from './undertaking.ts';

const names = ['a', 'b', 'c'];
const { spec } = testPlan({ hosts: names.map((address) => ({ address })) });

const examination = { hostname: 'h', memoryMiB: 8192, cpus: 2, link: undefined };
const software = { hadoopHome: '/h', sparkHome: '/s', image: { tag: 'i' } };
const undertaking: Undertaking = {
  spec,
  software: { folders: [], onHosts: software, here: software },
  examinations: names.map(() => ({ ...examination, missingPackages: ['runit'] })),
  drained: [],
  upgrade: false,
  newHdfs: false,
};

const memberOf = (ask: Member['ask']): Member[] =>
  names.map((name, index) => ({
    ...{ name, index, isLocal: false, ask },
    reach: async () => {},
    prepare: async () => {},
    lacking: async () => [],
    send: async () => false,
    command: async () => '',
    [Symbol.asyncDispose]: async () => {},
  }));

const silent = memberOf(async () => {
  throw new Error('is not asked');
});

const failure = (host: string) => new FirebreakError({ code: 'FB-HOST-PORT', message: `${host}: port taken` });

const phase = (given: Partial<HostPhase> & Pick<HostPhase, 'run'>): HostPhase => ({
  name: 'phase',
  ...given,
});

it('no host begins the next phase before all have ended the one before', async () => {
  const events: string[] = [];
  const run: HostPhase['run'] = async ({ name }) => {
    await delay(name === 'a' ? 30 : 1);
    events.push(name);
  };
  await runHostPhases(
    [phase({ run }), phase({ run: async () => events.push('next') })],
    silent,
    undertaking,
    silentProgress(),
  );
  expect(events).toEqual(['b', 'c', 'a', 'next', 'next', 'next']);
});

it('works on as many hosts at once as the spec’s limit says', async () => {
  let [now, most] = [0, 0];
  const run: HostPhase['run'] = async () => {
    now += 1;
    most = Math.max(most, now);
    await delay(5);
    now -= 1;
  };
  const limited = { ...undertaking, spec: { ...spec, limits: { hosts: 2, transfers: 1 } } };
  await runHostPhases([phase({ run })], silent, limited, silentProgress());
  expect(most).toBe(2);
});

it('in turn, one host is ready before the next is changed, and those first that others ask', async () => {
  const events: string[] = [];
  const run: HostPhase['run'] = async ({ name }) => {
    events.push(`${name} begins`);
    await delay(5);
    events.push(`${name} ends`);
  };
  const masters = { roles: ['namenode', 'resourcemanager', 'historyserver'] as const };
  const hosts = names.map((address) => ({
    address,
    ...(address === 'b' ? masters : { roles: ['datanode'] as const }),
  }));
  const later = {
    ...undertaking,
    spec: { ...spec, hosts: hosts.map(({ address, roles }) => ({ address, roles: [...roles] })) },
  };
  await runHostPhases([phase({ run, inTurn: true })], silent, later, silentProgress());
  expect(events).toEqual(['b', 'a', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('in turn, a JournalNode takes changes again before the next one restarts', async () => {
  const asked: string[] = [];
  const members = memberOf(async (operation) => {
    asked.push(operation);
    // What `up` and the other one answer.
    return JSON.parse('null');
  });
  const roles = ['journalnode', 'datanode'] as const;
  const { spec: pairs } = testPlan({ hosts: names.map((address) => ({ address, roles: [...roles] })) });
  const inTurn = phasesOf.rolling.filter((each) => each.inTurn);
  await runHostPhases(inTurn, members, { ...undertaking, spec: pairs }, silentProgress());
  expect(asked).toEqual(names.flatMap(() => ['up', 'beginNextEdits']));
});

it('every host that fails is told of, and nothing begins after', async () => {
  const run: HostPhase['run'] = async ({ name }) => {
    if (name !== 'b') throw failure(name);
  };
  const next = phase({ run: () => Promise.reject(new Error('must not begin')) });
  await expect(runHostPhases([phase({ run }), next], silent, undertaking, silentProgress())).rejects.toMatchObject({
    code: 'FB-HOST-PORT',
    message: 'a: port taken\nc: port taken',
  });
});

it('where hosts wait for each other, the first failure stops the others and is what is told', async () => {
  const run: HostPhase['run'] = async ({ name }, _, { signal }) => {
    if (name === 'b') throw failure(name);
    await delay(60_000, undefined, { signal });
  };
  const together = phase({ together: true, run });
  await expect(runHostPhases([together], silent, undertaking, silentProgress())).rejects.toMatchObject({
    message: 'b: port taken',
  });
});

it('a host without a mirror is told how to get its packages', async () => {
  const members = memberOf(async () => {
    throw new FirebreakError({
      code: 'FB-HOST-PACKAGES',
      message: 'a: apt-get failed',
      next: 'on a: apt-get install runit',
    });
  });
  const install = hostPhases.filter(({ name }) => name === 'Install packages');
  await expect(runHostPhases(install, members, undertaking, silentProgress())).rejects.toMatchObject({
    next: expect.stringMatching(/apt-get install runit\. Where a reaches no mirror/),
  });
});
