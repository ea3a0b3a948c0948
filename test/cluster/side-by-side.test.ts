import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareTpch, type TpchData } from '../../src/bench/suites/tpch/prepare.ts';
import { runTpch } from '../../src/bench/suites/tpch/run.ts';
import { down } from '../../src/cluster/down.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import { readSpec } from '../../src/cluster/read-spec.ts';
import { status } from '../../src/cluster/status.ts';
import { up } from '../../src/cluster/up.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { installTpchgen } from '../../src/distribution/tpchgen.ts';
import { silentProgress } from '../../src/progress.ts';

const pair = [
  { name: 'docker', runtime: 'runc' },
  { name: 'gvisor', runtime: 'gvisor' },
] as const;
type Member = (typeof pair)[number];

const specOf = async ({ name }: Member) => {
  const file = new URL(`../../examples/${name}.yaml`, import.meta.url);
  return readSpec(await readFile(file, 'utf8'), `${name}.yaml`);
};
const removeAll = () => Promise.all(pair.map(({ name }) => down(name, silentProgress(), { keepData: false })));

let folder: string;
let data: TpchData;

beforeAll(async () => {
  await removeAll();
  folder = await mkdtemp(`${tmpdir()}/firebreak-pair-`);
  const tpchgen = await installTpchgen(silentProgress());
  data = await prepareTpch({ scaleFactor: 0.01, tpchgen, directory: folder }, silentProgress());
});
afterAll(async () => {
  await removeAll();
  await rm(folder, { recursive: true, force: true });
});

const bringUp = async (member: Member) => {
  const spec = await specOf(member);
  return up(spec, await installDistribution(spec.distribution, silentProgress()), silentProgress());
};

const tpchOn = async (member: Member) => {
  const spec = await specOf(member);
  const distribution = await installDistribution(spec.distribution, silentProgress());
  const run = { spec, layout: layoutOf(spec), distribution, user: 'alice', runtimes: [member.runtime], data };
  return runTpch(run, silentProgress());
};

describe('the two examples, side by side on one machine', () => {
  it('are both up', async () => {
    const clusters = await Promise.all(pair.map(bringUp));
    expect(clusters.map(({ name, healthy }) => ({ name, healthy }))).toEqual(
      pair.map(({ name }) => ({ name, healthy: true })),
    );
  });

  it('answer all 22 TPC-H queries at the same time, row by row as DuckDB does', async () => {
    const outcomes = await Promise.all(pair.map(tpchOn));
    for (const { queries } of outcomes) {
      expect(queries).toHaveLength(22);
      expect(queries.filter(({ correct }) => !correct)).toEqual([]);
    }
    const kernels = outcomes.map(({ runtimes }) => runtimes[0]?.kernel);
    expect(kernels[0]).toBe(release());
    expect(kernels[1]).not.toBe(release());
  });

  it('leave each other alone: one goes down and the other stays whole', async () => {
    await down('docker', silentProgress(), { keepData: false });
    const left = await status('gvisor');
    expect(left.services.filter(({ state }) => state !== 'running')).toEqual([]);
    await expect(status('docker')).rejects.toMatchObject({ code: 'FB-CLUSTER-UNKNOWN' });
  });
});
