import type { Reading } from '../../evidence/sample.ts';
import { quantile } from '../../statistics/quantile.ts';
import { cpuBetween } from '../containers/cpu-between.ts';
import type { Observation } from '../suite.ts';
import type { Role, WatchedContainer } from './watch-cpu.ts';

/** From when to when a program did its work once, milliseconds since 1970. */
export interface Pass {
  readonly from: number;
  readonly to: number;
}

/**
 * What the containers of an application took of the CPU for its work: the first time, which warms up, and the median of
 * the times after it. A pass in which a container was not watched throughout tells nothing.
 */
export const cpuObservations = (
  { name, parameters }: Omit<Observation['case'], 'family'>,
  [first, ...repeated]: readonly Pass[],
  containers: readonly WatchedContainer[],
): Observation[] => {
  const of = (suffix: string, passes: readonly Pass[]): Observation[] => {
    const readings = mediansOf(passes.map((pass) => readingsOf(containers, pass)));
    return readings.length === 0 ? [] : [{ case: { name: `${name}${suffix}`, parameters }, readings }];
  };
  return [...of('', repeated), ...(first === undefined ? [] : of(', first run', [first]))];
};

const roles: readonly Role[] = ['executor', 'driver'];

const readingsOf = (containers: readonly WatchedContainer[], { from, to }: Pass): Reading[] =>
  roles.flatMap((role) => {
    const own = containers.filter((each) => each.role === role);
    const taken = own.flatMap(({ points }) => cpuBetween(points, from, to) ?? []);
    if (taken.length === 0 || taken.length < own.length) return [];
    const sum = (part: 'total' | 'user' | 'system'): number => taken.reduce((all, each) => all + each[part], 0);
    const metric = `${role} CPU`;
    const reading = { unit: 's', better: 'lower' } as const;
    return [
      { ...reading, metric, value: sum('total') },
      { ...reading, metric: `${metric}, user`, value: sum('user'), partOf: metric },
      { ...reading, metric: `${metric}, system`, value: sum('system'), partOf: metric },
    ];
  });

/** Of each metric that every pass has. */
const mediansOf = ([first = [], ...others]: readonly Reading[][]): Reading[] =>
  first.flatMap((reading) => {
    const values = [[reading], ...others].flatMap(
      (readings) => readings.find(({ metric }) => metric === reading.metric)?.value ?? [],
    );
    return values.length === others.length + 1 ? [{ ...reading, value: quantile(values, 0.5) }] : [];
  });
