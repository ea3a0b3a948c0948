import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release } from 'node:os';
import { Accounts } from '../../../agent/accounts.ts';
import type { Account } from '../../../agent/policy/decide.ts';
import type { Cluster } from '../../../cluster/clusters.ts';
import { nodeEngine } from '../../../cluster/container-status.ts';
import { engineNamed } from '../../../cluster/engine-of.ts';
import type { Engine, EngineName } from '../../../engines/engine.ts';
import { label } from '../../../engines/labels.ts';
import { FirebreakError } from '../../../errors.ts';
import type { Progress } from '../../../progress.ts';
import { bootstrap, type Estimate } from '../../../statistics/bootstrap.ts';
import { quantile } from '../../../statistics/quantile.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { declaredEmulated } from '../../environment/declared-emulated.ts';
import { prepareLaunch, throughEngine, throughLauncher } from './launch-once.ts';
import { openRehearsal, type Rehearsal } from './rehearsal.ts';
import { openStraight, type Straight } from './straight.ts';

export interface LaunchPlan {
  readonly runtimes: readonly string[];
  /** Pairs of launches, one through us and one straight through the engine, per runtime class. */
  readonly pairs: number;
  /** Containers asked for at once in the burst. */
  readonly burst: number;
  /** Launches of the soak that watches the agent's memory; 0 leaves it out. */
  readonly soak: number;
  readonly seed: number;
}

export interface LaunchSample {
  readonly runtime: string;
  readonly pair: number;
  readonly path: 'launcher' | 'engine';
  readonly milliseconds: number;
}

export interface LaunchResult {
  readonly runtime: string;
  readonly servedBy: EngineName;
  /** True where its VMs’ processors are emulated: its figures say nothing of real ones. */
  readonly emulated: boolean;
  /** Launcher less engine, paired; milliseconds. */
  readonly added: { readonly p50: Estimate; readonly p99: Estimate };
  readonly launcher: { readonly p50: Estimate; readonly p99: Estimate };
  readonly engine: { readonly p50: Estimate; readonly p99: Estimate };
  /** All of a burst asked for at once: request to process running, milliseconds. */
  readonly burst: { readonly n: number; readonly p50: number; readonly p99: number };
}

export interface LaunchEvidence {
  readonly schema: 1;
  readonly began: string;
  readonly plan: LaunchPlan;
  readonly host: { readonly cpu: string; readonly cpus: number; readonly kernel: string };
  readonly results: readonly LaunchResult[];
  /** Resident memory of the agent, MiB: at rest, with the burst running, and after each hundredth launch of the soak. */
  readonly agentMiB: { readonly atRest: number; readonly inBurst: number; readonly soak: readonly number[] };
  /** Folder with `samples.jsonl` and `evidence.json`. */
  readonly folder: string;
}

interface Bench {
  readonly rehearsal: Rehearsal;
  readonly engine: Engine;
  readonly straight: Straight;
  readonly account: Account;
  readonly plan: LaunchPlan;
  number: number;
}

/**
 * Our share of a container's launch: request at the launcher to process running, against the same container created
 * and started straight through the engine's API. Pairs, each in random order (seeded), the first two left out.
 */
export const runLaunch = async (
  cluster: Cluster,
  plan: LaunchPlan,
  folder: string,
  progress: Progress,
): Promise<LaunchEvidence> => {
  const engine = nodeEngine(cluster);
  await refuseWhenBusy(engine, cluster.name);
  await using rehearsal = await openRehearsal(cluster.layout);
  const account = await new Accounts(rehearsal.configuration.minimumUid).find(rehearsal.user);
  const bench: Bench = { rehearsal, engine, straight: openStraight(cluster), account, plan, number: 1 };
  const atRest = await residentMiB(rehearsal.agentPid);
  const began = new Date().toISOString();
  const samples: LaunchSample[] = [];
  const results: LaunchResult[] = [];
  let inBurst = atRest;
  for (const runtime of plan.runtimes) {
    const ours = await progress.step(`launch one at a time, ${runtime}`, (step) => measurePairs(bench, runtime, step));
    const burst = await progress.step(`launch ${plan.burst} at once, ${runtime}`, () => measureBurst(bench, runtime));
    inBurst = Math.max(inBurst, burst.agentMiB);
    samples.push(...ours);
    const servedBy = engineNamed(cluster.spec, runtime);
    const emulated = declaredEmulated(cluster.spec, runtime);
    results.push({ runtime, servedBy, emulated, ...summarise(ours, burst.milliseconds) });
  }
  const soak = await progress.step(`launch ${plan.soak} in all`, (step) => measureSoak(bench, step));
  const host = { cpu: cpus()[0]?.model ?? 'unknown', cpus: availableParallelism(), kernel: release() };
  const evidence: LaunchEvidence = {
    schema: 1,
    began,
    plan,
    host,
    results,
    agentMiB: { atRest, inBurst, soak },
    folder,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/samples.jsonl`, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  await writeFile(`${folder}/evidence.json`, `${JSON.stringify(evidence, null, 2)}\n`);
  return evidence;
};

const warmUp = 2;

const measurePairs = async (bench: Bench, runtime: string, progress: Progress): Promise<LaunchSample[]> => {
  const random = seededRandom(bench.plan.seed);
  const samples: LaunchSample[] = [];
  for (let pair = -warmUp; pair < bench.plan.pairs; pair++) {
    progress.signal.throwIfAborted();
    const order = random() < 0.5 || pair < 0 ? (['launcher', 'engine'] as const) : (['engine', 'launcher'] as const);
    for (const path of order) {
      const milliseconds = await measureOne(bench, runtime, path);
      if (pair >= 0) samples.push({ runtime, pair, path, milliseconds });
    }
    progress.note(`${Math.max(pair + 1, 0)} of ${bench.plan.pairs} pairs`);
  }
  return samples;
};

const measureOne = async (bench: Bench, runtime: string, path: LaunchSample['path']): Promise<number> => {
  const { rehearsal, engine, straight, account } = bench;
  const prepared = await prepareLaunch(rehearsal, account, runtime, bench.number++);
  try {
    if (path === 'launcher') return await throughLauncher(rehearsal, prepared);
    return await throughEngine(rehearsal, straight, account, prepared, engineAddress(rehearsal));
  } finally {
    await removeAll(engine, [prepared.container]);
  }
};

/** The agent hands out addresses from the low end, the longest unused first; the last one is free in short runs. */
const engineAddress = ({ tenant }: Rehearsal): string => tenant.subnet.replace(/\.0\/24$/, '.254');

const measureBurst = async (bench: Bench, runtime: string): Promise<{ milliseconds: number[]; agentMiB: number }> => {
  const { rehearsal, engine, account, plan } = bench;
  const prepared = await Promise.all(
    Array.from({ length: plan.burst }, () => prepareLaunch(rehearsal, account, runtime, bench.number++)),
  );
  try {
    const milliseconds = await Promise.all(prepared.map((each) => throughLauncher(rehearsal, each)));
    return { milliseconds, agentMiB: await residentMiB(rehearsal.agentPid) };
  } finally {
    await removeAll(
      engine,
      prepared.map(({ container }) => container),
    );
  }
};

const measureSoak = async (bench: Bench, progress: Progress): Promise<number[]> => {
  const { rehearsal, engine, account, plan } = bench;
  const memory: number[] = [];
  for (let done = 0; done < plan.soak; done += 10) {
    progress.signal.throwIfAborted();
    const batch = await Promise.all(
      Array.from({ length: 10 }, () => prepareLaunch(rehearsal, account, 'runc', bench.number++)),
    );
    await Promise.all(batch.map((each) => throughLauncher(rehearsal, each)));
    await removeAll(
      engine,
      batch.map(({ container }) => container),
    );
    if ((done + 10) % 100 === 0) memory.push(await residentMiB(rehearsal.agentPid));
    progress.note(`${done + 10} of ${plan.soak} launches`);
  }
  return memory;
};

const removeAll = async (engine: Engine, containers: readonly string[]): Promise<void> => {
  await Promise.all(containers.map((name) => engine.remove(name).catch(() => undefined)));
};

const summarise = (
  samples: readonly LaunchSample[],
  burst: readonly number[],
): Omit<LaunchResult, 'runtime' | 'servedBy' | 'emulated'> => {
  const of = (path: LaunchSample['path']): number[] =>
    samples.filter((sample) => sample.path === path).map(({ milliseconds }) => milliseconds);
  const byPair = new Map(samples.filter(({ path }) => path === 'engine').map((each) => [each.pair, each.milliseconds]));
  const added = samples
    .filter(({ path }) => path === 'launcher')
    .map(({ pair, milliseconds }) => milliseconds - (byPair.get(pair) ?? Number.NaN));
  return {
    added: quantiles(added),
    launcher: quantiles(of('launcher')),
    engine: quantiles(of('engine')),
    burst: { n: burst.length, p50: quantile(burst, 0.5), p99: quantile(burst, 0.99) },
  };
};

const quantiles = (samples: readonly number[]): { p50: Estimate; p99: Estimate } => ({
  p50: bootstrap(samples, (each) => quantile(each, 0.5)),
  p99: bootstrap(samples, (each) => quantile(each, 0.99)),
});

/** Resident set of a process, MiB. */
const residentMiB = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
};

const refuseWhenBusy = async (engine: Engine, name: string): Promise<void> => {
  const containers = await engine.list({ [label.cluster]: name });
  const running = containers.filter(({ status }) => status === 'running');
  if (running.length === 0) return;
  throw new FirebreakError({
    code: 'FB-BENCH-BUSY',
    message: `${running.length} containers run in cluster ${name}: nothing measured now would be worth much.`,
    next: 'wait for the applications to end, then run the benchmark again',
  });
};
