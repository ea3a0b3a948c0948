import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canAccess } from '../can-access.ts';
import { folderDigest } from '../distribution/folder-digest.ts';
import { installDir } from '../distribution/folders.ts';

/** Where this program is: sources, and the packages that they run with. */
export const programHome = join(import.meta.dirname, '../..');

/** Where a host has it that the controller has sent it to. */
export const programOnHost = `${installDir}/program`;

const lock = join(programHome, 'package-lock.json');

/** Whether this is a checkout: hosts are sent what runs there, and nothing to make it with. */
export const isWhole = (): Promise<boolean> => canAccess(lock);

let digest: Promise<string> | undefined;

/** Changes with every source and with every package. They do not change while this process runs. */
export const programDigest = (): Promise<string> => {
  digest ??= readFile(lock).then((packages) =>
    createHash('sha256')
      .update(folderDigest(join(programHome, 'src')))
      .update(packages)
      .digest('hex'),
  );
  return digest;
};
