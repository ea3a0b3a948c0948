import { z } from 'zod';

/** One line of `conclusions.jsonl`: how a trial or a whole suite ended. Of several about the same, the last one holds. */
export const conclusion = z.strictObject({
  suite: z.string(),
  trial: z.string().optional().describe('absent: the suite as a whole'),
  outcome: z.enum(['done', 'precise', 'budget spent', 'enough rounds', 'failed', 'void', 'not measured']),
  rounds: z.int().nonnegative().describe('complete ones, warm-ups left out'),
  because: z.string().optional(),
  at: z.iso.datetime(),
});

export type Conclusion = z.infer<typeof conclusion>;
