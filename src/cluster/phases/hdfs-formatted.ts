import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { canAccess } from '../../can-access.ts';
import type { Layout } from '../layout.ts';

/** Whether the NameNode of this host has a file system. A format or a copy that was interrupted has made a part of it only. */
export const isFormatted = async ({ hdfsName }: Pick<Layout, 'hdfsName'>): Promise<boolean> => {
  const current = `${hdfsName}/current`;
  return (await canAccess(`${current}/VERSION`)) && (await readdir(current)).some(hasNames);
};

/**
 * Whether this host has anything of a file system that there is or was, whatever it is of it: names, changes of them, or a
 * DataNode's folder for its blocks. What an interrupted format leaves is nothing of that.
 */
export const keepsHdfs = async ({
  hdfsName,
  journalData,
  hdfsData,
  name,
}: Pick<Layout, 'hdfsName' | 'journalData' | 'hdfsData' | 'name'>): Promise<boolean> => {
  const names = await below(hdfsName);
  const journal = await below(`${journalData}/${name}`);
  const blocks = await below(`${hdfsData}/current`, false);
  return (
    names.some((path) => hasNames(basename(path))) ||
    journal.some((path) => !leftByFormat.includes(path)) ||
    blocks.some((path) => path.startsWith('BP-'))
  );
};

/** A whole image of HDFS's names, also one for a way back, or changes to it. */
const hasNames = (file: string): boolean => /^(fsimage_(rollback_)?\d+$|edits_)/.test(file);

/** In the folder of a JournalNode. A NameNode that begins to write leaves its epoch there before anything else. */
const leftByFormat = [
  ...['current', 'current/VERSION', 'current/paxos', 'current/committed-txid'],
  ...['edits.sync', 'in_use.lock'],
];

const below = async (folder: string, recursive = true): Promise<string[]> =>
  (await canAccess(folder)) ? readdir(folder, { recursive }) : [];
