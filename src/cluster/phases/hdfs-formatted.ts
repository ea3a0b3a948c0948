import { readdir } from 'node:fs/promises';
import { canAccess } from '../../can-access.ts';
import type { Layout } from '../layout.ts';

/** Whether the NameNode of this host has a file system. A format or a copy that was interrupted has made a part of it only. */
export const isFormatted = async ({ hdfsName }: Pick<Layout, 'hdfsName'>): Promise<boolean> => {
  const current = `${hdfsName}/current`;
  return (await canAccess(`${current}/VERSION`)) && (await readdir(current)).some(hasNames);
};

/** A whole image of HDFS's names, or changes to it. */
const hasNames = (file: string): boolean => /^(fsimage_\d+$|edits_)/.test(file);
