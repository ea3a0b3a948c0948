import { expect, test } from 'vitest';
import { cpuObservations } from './cpu-observations.ts';
import type { WatchedContainer } from './watch-cpu.ts';

/** Takes `user` and `system` seconds of CPU in each second from 0 to `until`. */
const steady = (role: WatchedContainer['role'], user: number, system: number, until = 10): WatchedContainer => ({
  role,
  points: [0, until].map((second) => ({
    at: second * 1000,
    total: second * (user + system),
    user: second * user,
    system: second * system,
  })),
});

const queries = { name: 'all queries', parameters: { scaleFactor: 1 } };
const valuesOf = (passes: readonly { from: number; to: number }[], containers: readonly WatchedContainer[]) =>
  cpuObservations(queries, passes, containers).map(({ case: { name }, readings }) => [
    name,
    Object.fromEntries(readings.map(({ metric, value }) => [metric, value])),
  ]);

test('executors are summed up, the driver is apart, and the first pass is, too', () => {
  const containers = [steady('driver', 0.5, 0.25), steady('executor', 1, 0.5), steady('executor', 1, 0.5)];
  const passes = [
    { from: 0, to: 4000 },
    { from: 4000, to: 6000 },
    { from: 6000, to: 7000 },
    { from: 7000, to: 10_000 },
  ];
  expect(valuesOf(passes, containers)).toEqual([
    [
      'all queries',
      {
        'executor CPU': 6,
        'executor CPU, user': 4,
        'executor CPU, system': 2,
        'driver CPU': 1.5,
        'driver CPU, user': 1,
        'driver CPU, system': 0.5,
      },
    ],
    [
      'all queries, first run',
      {
        'executor CPU': 12,
        'executor CPU, user': 8,
        'executor CPU, system': 4,
        'driver CPU': 3,
        'driver CPU, user': 2,
        'driver CPU, system': 1,
      },
    ],
  ]);
});

test('nothing is said of executors one of which was not watched to the end', () => {
  const containers = [steady('driver', 1, 1), steady('executor', 1, 1), steady('executor', 1, 1, 3)];
  const [[name, values] = []] = valuesOf([{ from: 0, to: 4000 }], containers);
  expect(name).toBe('all queries, first run');
  expect(values).toEqual({ 'driver CPU': 8, 'driver CPU, user': 4, 'driver CPU, system': 4 });
  expect(valuesOf([{ from: 0, to: 4000 }], [])).toEqual([]);
});
