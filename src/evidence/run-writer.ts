import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FirebreakError } from '../errors.ts';
import { writeByRename } from '../write-by-rename.ts';
import type { Conclusion } from './conclusion.ts';
import { type Evidence, runFiles } from './evidence.ts';
import { appendJsonLines, dropTornLine } from './json-lines.ts';
import { readRun } from './read-run.ts';
import type { Run } from './run.ts';
import type { Sample } from './sample.ts';

/** A run being written. Lines are only ever appended, and are on the disk when a call returns. */
export interface RunWriter extends AsyncDisposable {
  /** What the folder holds already, for a run that goes on. */
  readonly before: Evidence;
  appendSamples(samples: readonly Sample[]): Promise<void>;
  conclude(conclusion: Conclusion): Promise<void>;
  /** Keeps a tool's own output; the path to name in a sample. */
  keepRaw(name: string, text: string): Promise<string>;
}

/** Begins a run in a new folder. @throws FirebreakError `FB-EVIDENCE-EXISTS` */
export const createRun = async (folder: string, run: Run): Promise<RunWriter> => {
  await requireNoRun(folder);
  await mkdir(join(folder, runFiles.raw), { recursive: true });
  await writeByRename(join(folder, runFiles.run), `${JSON.stringify(run, undefined, 2)}\n`);
  return openWriter({ folder, run, samples: [], conclusions: [] });
};

/** @throws FirebreakError `FB-EVIDENCE-EXISTS` */
export const requireNoRun = async (folder: string): Promise<void> => {
  if (!(await exists(join(folder, runFiles.run)))) return;
  throw new FirebreakError({
    code: 'FB-EVIDENCE-EXISTS',
    message: `${folder} already holds a run.`,
    next: `name another folder; \`firebreak bench run\` also goes on with its own: --resume ${folder}`,
    exit: 2,
  });
};

/** Goes on with a run, whatever ended it. */
export const resumeRun = async (folder: string): Promise<RunWriter> => {
  await dropTornLine(join(folder, runFiles.samples));
  await dropTornLine(join(folder, runFiles.conclusions));
  return openWriter(await readRun(folder));
};

const openWriter = async (before: Evidence): Promise<RunWriter> => {
  const at = (name: string): string => join(before.folder, name);
  const samples = await open(at(runFiles.samples), 'a');
  const conclusions = await open(at(runFiles.conclusions), 'a');
  return {
    before,
    appendSamples: (values) => appendJsonLines(samples, values),
    conclude: (value) => appendJsonLines(conclusions, [value]),
    keepRaw: async (name, text) => {
      const path = `${runFiles.raw}/${name}`;
      await writeFile(at(path), text);
      return path;
    },
    [Symbol.asyncDispose]: async () => {
      await samples.close();
      await conclusions.close();
    },
  };
};

const exists = async (file: string): Promise<boolean> => {
  try {
    await using _file = await open(file, 'r');
    return true;
  } catch {
    return false;
  }
};
