import { expect, it } from 'vitest';
import { tables } from '../../src/runtimes/kata/flavour.ts';
import { kataToTest, noKata, openFolder, openKata } from '../engines/fixture/targets.ts';
import { machineSpec } from './fixture/machine-spec.ts';

it('a Kata that does not take the size of a machine is told by its code, and nothing of it is left', async (context) => {
  const reason = await noKata();
  if (reason !== undefined) context.skip(reason);
  const folder = await openFolder();
  const closed = `[hypervisor.${tables[kataToTest.hypervisor]}]\nenable_annotations = []\n`;
  const opened = await openKata(folder.at, closed);
  try {
    const spec = machineSpec(opened);
    await expect(opened.engine.run(spec)).rejects.toMatchObject({
      code: 'FB-ENGINE-ANNOTATION',
      because: expect.stringContaining('io.katacontainers.config.hypervisor.default_'),
    });
    expect(await opened.engine.inspect(spec.name)).toBeUndefined();
  } finally {
    await opened.close();
    await folder.remove();
  }
});
