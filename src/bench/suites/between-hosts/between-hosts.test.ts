import { expect, test } from 'vitest';
import { probesFor } from '../iperf3/probes.ts';
import { ordersOf, readAll } from './between-hosts.ts';

const probes = probesFor({ options: { preset: 'smoke' } });
const orders = ordersOf(probes);

const tcp = (gigabits: number): string =>
  JSON.stringify({ end: { sum_received: { bits_per_second: gigabits * 1e9 } } });
const udp = JSON.stringify({
  end: { sum: { seconds: 1, jitter_ms: 0.01, lost_packets: 10, packets: 110, lost_percent: 9.1 } },
});
const roundTrips = '1, 0.000010000, 0.000030000\n2, 0.000040000, 0.000060000\n';

const printed = (argv: readonly string[]): string => {
  if (argv.includes('--udp')) return udp;
  return argv.includes('iperf3') ? tcp(argv.includes('25202') ? 2 : 9) : roundTrips;
};
const ranWell = (argv: readonly string[]) => ({ code: 0, stdout: printed(argv), stderr: '', argv });

const document = (hosts: readonly [string, string], ran = ranWell): string =>
  JSON.stringify({
    ends: hosts.map((host) => ({ host, address: '172.30.17.2' })),
    probes: orders.probes.map(({ argv, load }) => ({ tool: ran(argv), ...(load && { load: ran(load) }) })),
  });

test('what is run on the hosts names the server by a word that the program there replaces', () => {
  for (const { argv } of orders.probes) expect(argv).toContain('SERVER');
  expect(orders.servers.filter((argv) => argv.includes('sockperf')).every((argv) => argv.includes('SERVER'))).toBe(
    true,
  );
});

test('what the tools printed is read, and what ran beside them', () => {
  const taken = readAll(probes, document(['a', 'b']));
  const readingsOf = (name: string) =>
    Object.fromEntries(
      taken.find((each) => each.name === name)?.observation.readings.map(({ metric, value }) => [metric, value]) ?? [],
    );
  expect(readingsOf('TCP, 1 stream out')).toEqual({ throughput: 9 });
  expect(readingsOf('UDP, 64 bytes')['packets that arrive']).toBe(100);
  expect(readingsOf('TCP round trip, under load')['throughput of the load']).toBe(2);
  expect(readingsOf('TCP round trip, idle')['round trip p95']).toBeCloseTo(20, 6);
});

test('two containers on one host are no measurement, nor is a tool that failed', () => {
  expect(() => readAll(probes, document(['a', 'a']))).toThrow('YARN put both containers on a');
  const broken = document(['a', 'b'], (argv) => ({ code: 1, stdout: '', stderr: 'no route to host', argv }));
  expect(() => readAll(probes, broken)).toThrow('iperf3 failed in a container on b.');
});
