import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useOwnJava } from './java.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

test('takes a Java 21 of the user’s', async () => {
  expect(await useOwnJava(fixture('java-21'))).toBe(fixture('java-21'));
});

test('takes a Java that is named by a link for the one it leads to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-java-'));
  await symlink(fixture('java-21'), join(folder, 'default'));
  expect(await useOwnJava(join(folder, 'default'))).toBe(fixture('java-21'));
  await rm(folder, { recursive: true });
});

test('refuses another version', async () => {
  await expect(useOwnJava(fixture('java-11'))).rejects.toMatchObject({
    code: 'FB-JAVA-VERSION',
    message: `${fixture('java-11')} is Java 11; Hadoop and Spark need 17 or 21.`,
  });
});

test('refuses a folder without Java', async () => {
  await expect(useOwnJava('/nowhere')).rejects.toMatchObject({ code: 'FB-JAVA-HOME' });
});
