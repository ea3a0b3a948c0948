import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';
import { mountsBelow } from '../../src/cluster/hosts/mounts.ts';
import { removeNullNetworks } from '../../src/cluster/hosts/null-networks.ts';

it('what runsc leaves mounted is taken away, also where it is there twice, and nothing else', async () => {
  const folder = await mkdtemp(`${tmpdir()}/firebreak-null-`);
  onTestFinished(async () => {
    for (const point of await mountsBelow([folder])) await execa('umount', [point]);
    await rm(folder, { recursive: true });
  });
  const [empty, other] = [`${folder}/runtime-runc/moby/null-netns`, `${folder}/netns`];
  await mkdir(`${folder}/runtime-runc/moby`, { recursive: true });
  for (const file of [empty, other]) await writeFile(file, '');
  for (const file of [empty, empty, other]) await execa('mount', ['--bind', '/proc/self/ns/net', file]);
  await removeNullNetworks([folder]);
  expect(await mountsBelow([folder])).toEqual([other]);
  await expect(access(empty)).rejects.toThrow();
});
