import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { readSpec } from '../../cluster/read-spec.ts';
import { writeByRename } from '../../write-by-rename.ts';
import type { Judged } from './choose.ts';

/** Adds the winner to a cluster.yaml, with where its evidence is; everything else in the file stays as it is written. */
export const writeWinner = async (file: string, winner: Judged, folder: string): Promise<void> => {
  const text = withWinner(await readFile(file, 'utf8'), winner, folder);
  readSpec(text, file);
  await writeByRename(file, text);
};

export const withWinner = (text: string, { candidate, mean }: Judged, folder: string): string => {
  const document = parseDocument(text);
  const path = ['runtimes', 'gvisor', ...candidate.key];
  const value = document.createNode(candidate.value);
  const cost =
    mean === undefined ? '' : `${mean.cost.toFixed(2)}x [${mean.costLow.toFixed(2)}, ${mean.costHigh.toFixed(2)}] `;
  value.comment = ` ${cost}on TPC-H: ${folder}`;
  document.setIn(path, value);
  return document.toString();
};
