import type { Run } from '../evidence/run.ts';
import type { Sample } from '../evidence/sample.ts';

/** Whether figures of a runtime come from software emulation: declared so, or seen from inside by any sample. */
export const isEmulated = ({ runtimes }: Run, samples: readonly Sample[], runtime: string): boolean =>
  runtimes.some(({ name, emulated }) => name === runtime && emulated) ||
  samples.some((sample) => sample.runtime === runtime && sample.emulated === true);
