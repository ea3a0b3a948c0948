import type { Conclusion } from './conclusion.ts';
import type { Run } from './run.ts';
import type { Sample } from './sample.ts';

/** All of one run: what reports are computed from, and nothing else. */
export interface Evidence {
  readonly folder: string;
  readonly run: Run;
  readonly samples: readonly Sample[];
  readonly conclusions: readonly Conclusion[];
}

/** Names of the files in a run's folder. */
export const runFiles = {
  run: 'run.json',
  samples: 'samples.jsonl',
  conclusions: 'conclusions.jsonl',
  raw: 'raw',
} as const;
