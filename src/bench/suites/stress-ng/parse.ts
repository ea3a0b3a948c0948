import { parse } from 'yaml';
import { z } from 'zod';

const output = z.object({
  metrics: z
    .array(
      z.object({
        stressor: z.string(),
        'bogo-ops': z.number(),
        'wall-clock-time': z.number().positive(),
        'user-time': z.number(),
        'system-time': z.number(),
      }),
    )
    .length(1),
});

export interface StressorResult {
  readonly stressor: string;
  readonly operations: number;
  readonly wallSeconds: number;
  /** As the kernel under the tool counts it: coarse where that is a user-space one. */
  readonly cpuSeconds: number;
}

/** Reads what `stress-ng --metrics --yaml` writes for one stressor. */
export const parseStressNg = (text: string): StressorResult => {
  const [only] = output.parse(parse(text)).metrics;
  if (only === undefined) throw new Error('no metrics');
  return {
    stressor: only.stressor,
    operations: only['bogo-ops'],
    wallSeconds: only['wall-clock-time'],
    cpuSeconds: only['user-time'] + only['system-time'],
  };
};
