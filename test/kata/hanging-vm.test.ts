import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { tables } from '../../src/runtimes/kata/flavour.ts';
import { until } from '../agent/fixture/until.ts';
import { kataToTest, noKata, openFolder, openKata } from '../engines/fixture/targets.ts';
import { machineSpec } from './fixture/machine-spec.ts';

const processes = async (): Promise<string[]> => (await execa('ps', ['-eo', 'args'])).stdout.split('\n');

it('a VM that never answers is given up in time, and nothing of it is left', async (context) => {
  const reason = await noKata();
  if (reason !== undefined) context.skip(reason);
  const folder = await openFolder();
  // Its agent listens where nobody asks.
  const deaf = `[hypervisor.${tables[kataToTest.hypervisor]}]\nkernel_params = "agent.server_addr=vsock://-1:9999"\n`;
  const opened = await openKata(folder.at, deaf, { ...kataToTest, startSeconds: 15 });
  try {
    const began = Date.now();
    const spec = machineSpec(opened);
    await expect(opened.engine.run(spec)).rejects.toMatchObject({ code: 'FB-ENGINE-FAILED' });
    expect((Date.now() - began) / 1000).toBeLessThan(60);
    expect(await opened.engine.inspect(spec.name)).toBeUndefined();
    // Shim, VMM and virtiofsd each name the sandbox, whose id is in containerd's log.
    const log = await readFile(`${folder.at}/containerd.log`, 'utf8');
    const sandbox = /sandbox=([0-9a-f]{64})/.exec(log)?.[1] ?? 'no sandbox in the log';
    expect(log).toContain(sandbox);
    await until('end of all of its processes', async () => !(await processes()).some((args) => args.includes(sandbox)));
  } finally {
    await opened.close();
    await folder.remove();
  }
});
