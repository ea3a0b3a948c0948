import { setTimeout as delay } from 'node:timers/promises';
import { FirebreakError, reasonOf } from '../../../errors.ts';
import type { Reading } from '../../../evidence/sample.ts';
import type { Place } from '../../containers/place.ts';
import type { Observation } from '../../suite.ts';
import type { LatencyCase, TcpCase, UdpCase } from './cases.ts';
import { parseTcp, parseUdp } from './parse-iperf3.ts';
import { parseSockperf } from './parse-sockperf.ts';
import { ports, sockperf } from './serve.ts';

/** The two ends of a measurement; servers listen at one. */
export interface Route {
  readonly server: Place;
  readonly client: Place;
}

interface Bounds {
  readonly seconds: number;
  readonly signal: AbortSignal;
}

interface Taken {
  readonly observation: Observation;
  /** The tool's own output. */
  readonly text: string;
}

const better = (direction: Reading['better']) => (metric: string, unit: string, value: number) =>
  ({ metric, unit, better: direction, value }) satisfies Reading;
const [higher, lower, neither] = [better('higher'), better('lower'), better('neither')];

export const measureTcp = async (route: Route, each: TcpCase, bounds: Bounds): Promise<Taken> => {
  const { streams, direction } = each;
  const words = ['--parallel', String(streams), ...(direction === 'in' ? ['--reverse'] : [])];
  const [bits, text] = await ask(route, iperf3(route, ports.test, bounds.seconds, words), parseTcp, bounds);
  const readings = [higher('throughput', 'Gbit/s', bits / 1e9)];
  return { observation: { case: { name: each.name, parameters: { streams, direction } }, readings }, text };
};

export const measureUdp = async (route: Route, each: UdpCase, bounds: Bounds): Promise<Taken> => {
  const { bytes } = each;
  const words = ['--udp', '--bitrate', '0', '--length', String(bytes)];
  const [found, text] = await ask(route, iperf3(route, ports.test, bounds.seconds, words), parseUdp, bounds);
  const { arrived, sent, lostPercent, jitterMilliseconds } = found;
  const readings = [
    higher('packets that arrive', '1/s', arrived),
    neither('packets sent', '1/s', sent),
    neither('lost', '%', lostPercent),
    neither('jitter', 'ms', jitterMilliseconds),
  ];
  return { observation: { case: { name: each.name, parameters: { bytes } }, readings }, text };
};

export const measureLatency = async (route: Route, each: LatencyCase, bounds: Bounds): Promise<Taken> => {
  const { protocol, loaded } = each;
  const load = loaded ? startLoad(route, bounds) : undefined;
  // Its failure is told when it is waited for.
  load?.catch(() => undefined);
  if (load !== undefined) await delay(300, undefined, { signal: bounds.signal });
  const [distribution] = await ask(route, pingPong(route, protocol, bounds.seconds), parseSockperf, bounds);
  const loadedWith = (await load)?.[0];
  const at = (q: number): number => distribution.find((point) => point.q === q)?.value ?? Number.NaN;
  const readings: Reading[] = [
    { ...lower('round trip p50', 'µs', at(0.5)), distribution },
    lower('round trip p95', 'µs', at(0.95)),
    lower('round trip p99', 'µs', at(0.99)),
    ...(loadedWith === undefined ? [] : [neither('throughput of the load', 'Gbit/s', loadedWith / 1e9)]),
  ];
  return {
    observation: { case: { name: each.name, parameters: { protocol, bytes: 64, loaded } }, readings },
    text: JSON.stringify(distribution),
  };
};

/** One TCP stream for as long as the latency is looked at, and a little longer. */
const startLoad = (route: Route, bounds: Bounds): Promise<[number, string]> =>
  ask(route, iperf3(route, ports.load, bounds.seconds + 1, []), parseTcp, bounds);

const iperf3 = ({ server }: Route, port: number, seconds: number, words: readonly string[]): string[] => [
  ...['iperf3', '--client', server.address, '--port', String(port), '--time', String(seconds), '--json', ...words],
];

/** The full log, and nothing else, comes out: the tool's own summary knows no p95. */
const pingPong = ({ server }: Route, protocol: LatencyCase['protocol'], seconds: number): string[] => {
  const line = 'f=$(mktemp) && "$@" --full-log "$f" >&2; s=$?; cat "$f"; rm "$f"; exit $s';
  const words = sockperf('ping-pong', protocol, server.address);
  return ['sh', '-c', line, 'sh', ...words, '--time', String(seconds), '--msg-size', '64'];
};

const attempts = 30;

/**
 * Runs a client and reads what it prints. Servers that are only just starting, or still saying good-bye to the client
 * before, are asked again: Debian's iperf3 tells that in its document, and ends as if all were well.
 */
const ask = async <T>(
  { client }: Route,
  argv: readonly string[],
  parse: (text: string) => T,
  { seconds, signal }: Bounds,
): Promise<[T, string]> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const { stdout } = await client.run(argv, { seconds: seconds + 20, signal });
      return [parse(stdout), stdout];
    } catch (thrown) {
      const because = thrown instanceof FirebreakError ? (thrown.because ?? '') : reasonOf(thrown);
      if (attempt >= attempts || !isNotReady(because)) throw thrown;
      await delay(200, undefined, { signal });
    }
  }
};

const isNotReady = (because: string): boolean =>
  /refused|server is busy|failed to connect|closed unexpectedly/i.test(because);
