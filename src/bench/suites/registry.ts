import { FirebreakError } from '../../errors.ts';
import type { Suite } from '../suite.ts';
import { arrow } from './arrow/arrow.ts';
import { density } from './density/density.ts';
import { fio } from './fio/fio.ts';
import { iperf3 } from './iperf3/iperf3.ts';
import { launch } from './launch/launch.ts';
import { shuffle } from './shuffle/shuffle.ts';
import { stressNg } from './stress-ng/stress-ng.ts';
import { tpch } from './tpch/tpch.ts';

/** Every suite, in the order they run in. */
export const suites: readonly Suite[] = [tpch, shuffle, arrow, fio, iperf3, stressNg, launch, density];

/** The suites of these names, in the order they run in; all of them where none is named. @throws `FB-BENCH-SUITE` */
export const suitesNamed = (names: readonly string[]): readonly Suite[] => {
  const unknown = names.filter((name) => suites.every((suite) => suite.name !== name));
  if (unknown.length > 0)
    throw new FirebreakError({
      code: 'FB-BENCH-SUITE',
      message: `There is no suite ${unknown.join(', ')}.`,
      next: `suites: ${suites.map(({ name }) => name).join(', ')}`,
      exit: 2,
    });
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
};
