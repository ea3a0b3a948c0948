import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { serviceState } from '../../../cluster/supervision/service-state.ts';
import type { Reading } from '../../../evidence/sample.ts';
import type { Progress } from '../../../progress.ts';
import { byPreset } from '../../preset.ts';
import type { Site } from '../../suite.ts';
import { proportionalKibibytes } from './proportional.ts';

/** What the agent takes while nobody asks it for anything: memory, and CPU time. */
export const agentAtRest = async ({ cluster, options }: Site, { signal }: Progress): Promise<Reading[]> => {
  const seconds = byPreset(options, { smoke: 1, quick: 5, standard: 5 });
  const pid = (await serviceState(cluster.layout, 'agent'))?.pid;
  if (pid === undefined) throw new Error('the agent does not run');
  const before = await ticksOf(pid);
  await delay(seconds * 1000, undefined, { signal });
  const ticks = (await ticksOf(pid)) - before;
  const mebibytes = proportionalKibibytes(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')) / 1024;
  const milliseconds = (1000 * ticks) / (await ticksPerSecond()) / seconds;
  return [
    { metric: 'agent memory', unit: 'MiB', better: 'neither', value: mebibytes },
    { metric: 'agent CPU time', unit: 'ms/s', better: 'neither', value: milliseconds },
  ];
};

/** User and system time, fields 14 and 15 of stat (proc(5)); the second field may hold blanks. */
const ticksOf = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

const ticksPerSecond = async (): Promise<number> => Number((await execa('getconf', ['CLK_TCK'])).stdout);
