import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostAtOnce, type Question, SimulatedHosts } from './simulated-hosts.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

interface Run {
  readonly seconds: number;
  readonly questions: readonly Question[];
}

/** What `up` asks every host, and what its masters’ host beside. */
const asksEach = ['examine', 'registered', 'check', 'up', 'status', 'registered'];
const asksMaster = [
  'examine',
  'drained',
  'registered',
  'dataVersion',
  'drained',
  'check',
  'up',
  'finishHdfs',
  'forget',
];

let set: TestHosts;
let simulated: SimulatedHosts;

const up = async (count: number, more: Record<string, unknown> = {}): Promise<Run> => {
  const cluster = await simulated.cluster(count, more);
  const begin = performance.now();
  const { all, exitCode } = await cluster.run('up', ['--yes']);
  const seconds = (performance.now() - begin) / 1000;
  expect(exitCode, all).toBe(0);
  return { seconds, questions: await simulated.questions() };
};

const of = ({ questions }: Run, operation: string): Question[] =>
  questions.filter((question) => question.operation === operation);

beforeAll(async () => {
  set = await startHosts(30, { prefix: 'fbsim', network: '172.27.248' });
  simulated = await SimulatedHosts.of(set);
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
});

describe('30 hosts that need no processor of this machine for their work', () => {
  let thirty: Run;

  it('come up, each asked for every phase once', async () => {
    thirty = await up(30);
    const asked = Map.groupBy(thirty.questions, ({ host }) => host);
    const [master, ...others] = set.hosts.map(({ name }) => (asked.get(name) ?? []).map(({ operation }) => operation));
    expect(master).toEqual([...asksMaster, 'status', 'registered']);
    for (const operations of others) expect(operations).toEqual(asksEach);
  });

  it('work at the same time, and no phase begins before the last has ended the one before', () => {
    // All of them, unless this machine is too busy to ask them all within the two seconds that each sleeps.
    expect(mostAtOnce(of(thirty, 'up'))).toBeGreaterThan(15);
    const checked = Math.max(...of(thirty, 'check').map(({ to }) => to));
    expect(Math.min(...of(thirty, 'up').map(({ from }) => from))).toBeGreaterThan(checked);
  });

  it('take less than four times as long as three', async () => {
    const three = await up(3);
    expect(thirty.seconds).toBeLessThan(4 * three.seconds);
  });

  it('are worked on no more at once than the spec’s limit', async () => {
    const limited = await up(8, { limits: { hosts: 4 } });
    expect(of(limited, 'up')).toHaveLength(8);
    expect(mostAtOnce(of(limited, 'up'))).toBe(4);
    expect(mostAtOnce(limited.questions)).toBe(4);
  });
});
