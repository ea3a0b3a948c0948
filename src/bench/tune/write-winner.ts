import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { readSpec } from '../../cluster/read-spec.ts';
import { writeByRename } from '../../write-by-rename.ts';
import type { Judged } from './choose.ts';

/**
 * Adds a winner to a cluster.yaml, with where its evidence is; everything else in the file stays as it is written.
 * What is not known to be measured on a real processor is not written: then it tells why.
 */
export const writeWinner = async (file: string, winner: Judged, folder: string): Promise<string | undefined> => {
  if (winner.mean?.emulated !== false)
    return 'it was measured in software emulation, which says nothing of real virtual machines';
  const text = withWinner(await readFile(file, 'utf8'), winner, folder);
  readSpec(text, file);
  await writeByRename(file, text);
  return undefined;
};

export const withWinner = (text: string, { candidate, mean }: Judged, folder: string): string => {
  const document = parseDocument(text);
  const path = ['runtimes', candidate.runtime, ...candidate.key];
  const value = document.createNode(candidate.value);
  const cost =
    mean === undefined ? '' : `${mean.cost.toFixed(2)}x [${mean.costLow.toFixed(2)}, ${mean.costHigh.toFixed(2)}] `;
  value.comment = ` ${cost}on TPC-H: ${folder}`;
  document.setIn(path, value);
  return document.toString();
};
