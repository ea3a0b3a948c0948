import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FirebreakError, reasonOf } from '../errors.ts';
import { conclusion } from './conclusion.ts';
import { type Evidence, runFiles } from './evidence.ts';
import { readJsonLines } from './json-lines.ts';
import { type Run, run } from './run.ts';
import { sample } from './sample.ts';

/** Reads a run's folder, also of one that was killed. @throws FirebreakError `FB-EVIDENCE-RUN`, `FB-EVIDENCE-LINE` */
export const readRun = async (folder: string): Promise<Evidence> => ({
  folder,
  run: await readRunFile(folder),
  samples: await readJsonLines(join(folder, runFiles.samples), sample),
  conclusions: await readJsonLines(join(folder, runFiles.conclusions), conclusion),
});

const readRunFile = async (folder: string): Promise<Run> => {
  try {
    return run.parse(JSON.parse(await readFile(join(folder, runFiles.run), 'utf8')));
  } catch (error) {
    throw new FirebreakError({
      code: 'FB-EVIDENCE-RUN',
      message: `${folder} holds no run.`,
      because: reasonOf(error),
      next: 'name the folder that `firebreak bench` wrote',
      exit: 2,
      cause: error,
    });
  }
};
