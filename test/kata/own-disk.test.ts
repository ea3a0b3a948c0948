import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { tables } from '../../src/runtimes/kata/flavour.ts';
import { kataToTest, noKata, openFolder, openKata } from '../engines/fixture/targets.ts';
import { machineSpec } from './fixture/machine-spec.ts';
import { tracesOfVms } from './fixture/traces.ts';

it('a Kata that hands no block devices in leaves a container nowhere to write, and nothing of the disk', async (context) => {
  const reason = await noKata();
  if (reason !== undefined) context.skip(reason);
  const before = await tracesOfVms();
  const folder = await openFolder();
  const closed = `[hypervisor.${tables[kataToTest.hypervisor]}]\ndisable_block_device_use = true\n`;
  const opened = await openKata(folder.at, closed);
  try {
    const disk = { target: '/mnt/scratch', bytes: 2 ** 30 };
    const spec = machineSpec(opened, { script: 'touch /mnt/scratch/file && echo wrote; exit 9', disk });
    const ended = await opened.engine.run(spec).then(
      () => opened.engine.wait(spec.name),
      () => undefined,
    );
    expect([undefined, 9]).toContain(ended?.code);
    expect(await opened.engine.tail(spec.name, 100)).not.toContain('wrote');
    await opened.engine.remove(spec.name);
    expect(await readdir(opened.disks ?? '')).toEqual([]);
  } finally {
    await opened.close();
    await folder.remove();
  }
  // What a shim leaves to init is reaped a moment later.
  await expect.poll(tracesOfVms, { timeout: 20_000 }).toEqual(before);
});
