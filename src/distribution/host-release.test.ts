import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostRelease, javaOf, suiteOf } from './host-release.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-release-'));
});
afterAll(() => rm(folder, { recursive: true }));

const releaseFrom = async (text: string) => {
  const file = join(folder, 'os-release');
  await writeFile(file, text);
  return hostRelease(file);
};

test('knows Debian 12 and 13 and Ubuntu 24.04', async () => {
  expect(await releaseFrom('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n')).toBe(
    'debian 12',
  );
  expect(await releaseFrom('ID=debian\nVERSION_ID="13"\n')).toBe('debian 13');
  expect(await releaseFrom('VERSION_ID="24.04"\nUBUNTU_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n')).toBe(
    'ubuntu 24.04',
  );
});

test('refuses others by name', async () => {
  const reading = releaseFrom('ID=fedora\nVERSION_ID=41\nPRETTY_NAME="Fedora Linux 41"\n');
  await expect(reading).rejects.toMatchObject({
    code: 'FB-HOST-RELEASE',
    exit: 4,
    message: 'This system is Fedora Linux 41, which Firebreak does not support.',
  });
});

test('takes Java 21 where 17 is gone', () => {
  expect([javaOf('debian 12'), javaOf('debian 13')]).toEqual([17, 21]);
  expect(suiteOf('debian 13')).toBe('trixie');
});
