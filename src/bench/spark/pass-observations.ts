import type { Reading } from '../../evidence/sample.ts';
import { quantile } from '../../statistics/quantile.ts';
import type { Observation } from '../suite.ts';
import type { Executed } from './event-log.ts';
import { stepReadings } from './step-readings.ts';

/**
 * Two cases of something that an application did several times over, its steps called `STEP/0`, `STEP/1`, …: the first
 * time, which warms up, and the median of the times after it; none where there was no time.
 */
export const passObservations = (
  { name, parameters, family }: Observation['case'],
  step: string,
  [first, ...repeated]: readonly number[],
  { steps }: Pick<Executed, 'steps'>,
): Observation[] => {
  if (first === undefined) return [];
  const of = (suffix: string, seconds: number, pass: number): Observation => ({
    case: {
      name: `${name}${suffix}`,
      parameters,
      ...(family === undefined ? {} : { family: `${family}${suffix}` }),
    },
    readings: [timeOf(seconds), ...stepReadings(steps.get(`${step}/${pass}`))],
  });
  return [
    ...(repeated.length === 0 ? [] : [of('', quantile(repeated, 0.5), repeated.length)]),
    of(', first run', first, 0),
  ];
};

const timeOf = (seconds: number): Reading => ({ metric: 'time', unit: 's', better: 'lower', value: seconds });
