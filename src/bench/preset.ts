import type { Parameters } from '../evidence/sample.ts';

/**
 * How much a suite measures at a time. `smoke` is the least that goes through everything, once: it shows that each suite
 * works in each runtime, and its figures are worth nothing. `quick` is less than `standard`, of the same kind.
 */
export const presets = ['smoke', 'quick', 'standard'] as const;
export type Preset = (typeof presets)[number];

export const presetOf = ({ preset }: Parameters): Preset => presets.find((each) => each === preset) ?? 'standard';

/** What a suite has for the preset of its run. */
export const byPreset = <T>(options: Parameters, sizes: Readonly<Record<Preset, T>>): T => sizes[presetOf(options)];
