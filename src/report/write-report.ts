import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { figuresOf } from '../analysis/figures-of.ts';
import { readRun } from '../evidence/read-run.ts';
import { csvOf } from './csv.ts';
import { pageOf } from './page.ts';

/** Writes report.html, report.json and report.csv beside a run's evidence; their paths. */
export const writeReport = async (folder: string): Promise<Readonly<Record<'html' | 'json' | 'csv', string>>> => {
  const found = figuresOf(await readRun(folder));
  const style = await readFile(new URL('report.css', import.meta.url), 'utf8');
  const paths = {
    html: join(folder, 'report.html'),
    json: join(folder, 'report.json'),
    csv: join(folder, 'report.csv'),
  };
  await writeFile(paths.html, pageOf(found, style));
  await writeFile(paths.json, `${JSON.stringify(found, undefined, 2)}\n`);
  await writeFile(paths.csv, csvOf(found));
  return paths;
};
