import type { Parameters } from '../evidence/sample.ts';

/** How much a suite measures at a time: `quick` only shows that everything works. */
export type Preset = 'quick' | 'standard';

export const presetOf = (options: Parameters): Preset => (options.preset === 'quick' ? 'quick' : 'standard');
