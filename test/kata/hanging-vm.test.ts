import { expect, it } from 'vitest';
import { tables } from '../../src/runtimes/kata/flavour.ts';
import { until } from '../agent/fixture/until.ts';
import { kataToTest, noKata, openFolder, openKata } from '../engines/fixture/targets.ts';
import { machineSpec } from './fixture/machine-spec.ts';
import { tracesOfVms } from './fixture/traces.ts';

it('a VM that never answers is given up in time, and nothing of it is left', async (context) => {
  const reason = await noKata();
  if (reason !== undefined) context.skip(reason);
  const before = await tracesOfVms();
  const folder = await openFolder();
  // Its agent listens where nobody asks.
  const deaf = `[hypervisor.${tables[kataToTest.hypervisor]}]\nkernel_params = "agent.server_addr=vsock://-1:9999"\n`;
  const startSeconds = 15;
  const opened = await openKata(folder.at, deaf, { ...kataToTest, startSeconds });
  try {
    const began = Date.now();
    const spec = machineSpec(opened, { startSeconds });
    const refused = expect(opened.engine.run(spec)).rejects.toMatchObject({ code: 'FB-ENGINE-FAILED' });
    const isNew = (line: string) => /qemu|cloud-hypervisor/.test(line) && !before.includes(line);
    await until('its VMM', async () => (await tracesOfVms()).some(isNew));
    await refused;
    expect((Date.now() - began) / 1000).toBeLessThan(60);
    expect(await opened.engine.inspect(spec.name)).toBeUndefined();
    // Shim, VMM and virtiofsd, its mounts and folders.
    await expect.poll(tracesOfVms, { timeout: 20_000 }).toEqual(before);
  } finally {
    await opened.close();
    await folder.remove();
  }
});
