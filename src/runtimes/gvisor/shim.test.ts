import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { versionIn } from '../../engines/cri/node/containerd-version.ts';
import { answerFlaw, findGvisorShim } from './shim.ts';

const debian12 = 'containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u3';
const debian13 = 'containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6+deb13u1';
const answer = '{"version":2,"address":"unix:///run/containerd/s/1","protocol":"ttrpc"}';

it.each([
  [answer, debian12, 'containerd 1.6.20~ds1 does not understand gVisor’s shim, which takes 1.7'],
  [answer, debian13, undefined],
  [answer, 'containerd containerd.io v2.1.9', undefined],
  ['unix:///run/containerd/s/1', debian12, undefined],
])('a shim that answers %s suits %s: %s', (said, version, flaw) =>
  expect(answerFlaw(said, versionIn(version))).toBe(flaw),
);

it('a shim that is not there, or does not start, is told with its reason', async () => {
  const folder = await mkdtemp(`${tmpdir()}/firebreak-shim-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const found = () => findGvisorShim(`${folder}/runsc`, undefined);
  expect(await found()).toMatchObject({ missing: expect.stringContaining('there is no containerd-shim-runsc-v1') });
  await writeFile(`${folder}/containerd-shim-runsc-v1`, '#!/bin/sh\necho it may not >&2\nexit 1\n');
  await chmod(`${folder}/containerd-shim-runsc-v1`, 0o755);
  expect(await found()).toMatchObject({ missing: expect.stringContaining('does not start: it may not') });
});
