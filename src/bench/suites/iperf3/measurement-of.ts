import type { Measurement } from '../../suite.ts';
import type { Taken } from './probes.ts';

export interface Named extends Taken {
  readonly name: string;
}

/** Probes between two ends, as one measurement whose cases say between which. */
export const measurementOf = (between: string, taken: readonly Named[]): Pick<Measurement, 'observations' | 'raw'> => ({
  observations: taken.map(({ observation }) => ({
    ...observation,
    case: { ...observation.case, name: `${between}, ${observation.case.name}` },
  })),
  raw: Object.fromEntries(taken.map(({ name, text }) => [`${fileNameOf(`${between}-${name}`)}.txt`, text])),
});

const fileNameOf = (name: string): string => name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
