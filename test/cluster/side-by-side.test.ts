import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { down } from '../../src/cluster/down.ts';
import { readSpec } from '../../src/cluster/read-spec.ts';
import { status } from '../../src/cluster/status.ts';
import { up } from '../../src/cluster/up.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { silentProgress } from '../../src/progress.ts';

const pair = ['docker', 'gvisor'] as const;
const removeAll = () => Promise.all(pair.map((name) => down(name, silentProgress(), { keepData: false })));

beforeAll(removeAll);
afterAll(removeAll);

const bringUp = async (name: string) => {
  const file = new URL(`../../examples/${name}.yaml`, import.meta.url);
  const spec = readSpec(await readFile(file, 'utf8'), `${name}.yaml`);
  return up(spec, await installDistribution(spec.distribution, silentProgress()), silentProgress());
};

/** Applications in both at once: test/hosts/side-by-side.test.ts. */
describe('the two examples, side by side on one machine', () => {
  it('are both up', async () => {
    const clusters = await Promise.all(pair.map(bringUp));
    expect(clusters.map(({ name, healthy }) => ({ name, healthy }))).toEqual(
      pair.map((name) => ({ name, healthy: true })),
    );
  });

  it('leave each other alone: one goes down and the other stays whole', async () => {
    await down('docker', silentProgress(), { keepData: false });
    const left = await status('gvisor');
    expect(left.services.filter(({ state }) => state !== 'running')).toEqual([]);
    await expect(status('docker')).rejects.toMatchObject({ code: 'FB-CLUSTER-UNKNOWN' });
  });
});
