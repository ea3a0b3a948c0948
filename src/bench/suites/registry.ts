import type { Cluster } from '../../cluster/clusters.ts';
import { FirebreakError } from '../../errors.ts';
import type { Suite } from '../suite.ts';
import { arrow } from './arrow/arrow.ts';
import { betweenHosts } from './between-hosts/between-hosts.ts';
import { density } from './density/density.ts';
import { fio } from './fio/fio.ts';
import { iperf3 } from './iperf3/iperf3.ts';
import { launch } from './launch/launch.ts';
import { shuffle } from './shuffle/shuffle.ts';
import { stressNg } from './stress-ng/stress-ng.ts';
import { tpch } from './tpch/tpch.ts';

/** Every suite, in the order they run in. */
export const suites: readonly Suite[] = [tpch, shuffle, arrow, fio, iperf3, stressNg, launch, density, betweenHosts];

/**
 * The suites of these names, in the order they run in; where none is named, all that measure a cluster of so many hosts.
 * @throws FirebreakError `FB-BENCH-SUITE`, `FB-BENCH-HOSTS`
 */
export const suitesFor = (
  { name, layout }: Pick<Cluster, 'name' | 'layout'>,
  names: readonly string[],
): readonly Suite[] => {
  const { length: hosts } = layout.hosts;
  const fitting = suites.filter((suite) => (suite.hosts === 'several') === hosts > 1);
  const wanted = names.length === 0 ? fitting : suitesNamed(names);
  const unfit = wanted.filter((suite) => !fitting.includes(suite));
  if (unfit.length === 0) return wanted;
  throw new FirebreakError({
    code: 'FB-BENCH-HOSTS',
    message: `Cluster ${name} has ${hosts} ${hosts === 1 ? 'host' : 'hosts'}: ${listed(unfit)} cannot measure it.`,
    because:
      hosts === 1
        ? 'It needs a second host.'
        : 'Most suites look at the control groups of each container, and so measure a cluster of one host.',
    next: `suites for this cluster: ${listed(fitting)}`,
    exit: 2,
  });
};

const listed = (some: readonly Suite[]): string => some.map(({ name }) => name).join(', ');

/** @throws FirebreakError `FB-BENCH-SUITE` */
export const suitesNamed = (names: readonly string[]): readonly Suite[] => {
  const unknown = names.filter((name) => suites.every((suite) => suite.name !== name));
  if (unknown.length > 0)
    throw new FirebreakError({
      code: 'FB-BENCH-SUITE',
      message: `There is no suite ${unknown.join(', ')}.`,
      next: `suites: ${listed(suites)}`,
      exit: 2,
    });
  return suites.filter(({ name }) => names.includes(name));
};
