import type { Reading } from '../../evidence/sample.ts';
import type { TaskSums } from './event-log.ts';

/** Where the time of a step went, in seconds of tasks, and how much it read, shuffled and spilled. */
export const stepReadings = (sums: TaskSums | undefined): Reading[] => {
  if (sums === undefined) return [];
  const part = (metric: string, milliseconds: number): Reading => ({
    metric,
    unit: 's',
    better: 'lower',
    value: milliseconds / 1000,
    partOf: 'task time',
  });
  const plain = (metric: string, unit: string, value: number): Reading => ({ metric, unit, better: 'neither', value });
  return [
    plain('task time', 's', sums.taskTime / 1000),
    part('computing and reading', sums.computing),
    part('garbage collection', sums.garbageCollection),
    part('waiting for shuffle', sums.shuffleWait),
    part('writing shuffle', sums.shuffleWrite),
    part('deserialisation', sums.deserialisation),
    part('results', sums.resultSerialisation),
    part('scheduler delay', sums.schedulerDelay),
    plain('CPU time of tasks', 's', sums.cpuTime / 1000),
    plain('input read', 'MB', sums.inputBytes / 1e6),
    plain('shuffle read', 'MB', sums.shuffleReadBytes / 1e6),
    plain('shuffle written', 'MB', sums.shuffleWrittenBytes / 1e6),
    plain('spilled', 'MB', sums.spilledBytes / 1e6),
  ];
};
