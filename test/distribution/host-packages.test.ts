import { expect, test } from 'vitest';
import { installPackages, missingPackages } from '../../src/distribution/host-packages.ts';
import { availablePackages, installedPackages } from '../../src/distribution/package-queries.ts';
import { silentProgress } from '../../src/progress.ts';

test('nothing is missing on the host that the tests run on', async () => {
  expect(await missingPackages()).toEqual([]);
});

test('tells installed packages from others', async () => {
  expect([...(await installedPackages(['bash', 'no-such-package']))]).toEqual(['bash']);
});

test('tells packages that apt knows from others', async () => {
  expect([...(await availablePackages(['no-such-package', 'bash']))]).toEqual(['bash']);
});

test('installing a package that does not exist fails with what apt says', async () => {
  await expect(installPackages(['no-such-package'], silentProgress())).rejects.toMatchObject({
    code: 'FB-HOST-PACKAGES',
    because: expect.stringContaining('Unable to locate package no-such-package'),
    next: 'as root: apt-get install no-such-package',
  });
});
