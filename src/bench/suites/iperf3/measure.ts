import { setTimeout as delay } from 'node:timers/promises';
import { FirebreakError } from '../../../errors.ts';
import type { Reading } from '../../../evidence/sample.ts';
import type { Place } from '../../containers/place.ts';
import type { Observation } from '../../suite.ts';
import type { LatencyCase, TcpCase, UdpCase } from './cases.ts';
import { parseTcp, parseUdp } from './parse-iperf3.ts';
import { parseSockperf } from './parse-sockperf.ts';
import { ports } from './serve.ts';

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
  const text = await clientRun(route, iperf3(route, ports.test, bounds.seconds, words), bounds);
  const readings = [higher('throughput', 'Gbit/s', parseTcp(text) / 1e9)];
  return { observation: { case: { name: each.name, parameters: { streams, direction } }, readings }, text };
};

export const measureUdp = async (route: Route, each: UdpCase, bounds: Bounds): Promise<Taken> => {
  const { bytes } = each;
  const words = ['--udp', '--bitrate', '0', '--length', String(bytes)];
  const text = await clientRun(route, iperf3(route, ports.test, bounds.seconds, words), bounds);
  const { arrived, sent, lostPercent, jitterMilliseconds } = parseUdp(text);
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
  if (load !== undefined) await delay(300, undefined, { signal: bounds.signal });
  const text = await clientRun(route, sockperf(route, protocol, bounds.seconds), bounds);
  await load;
  const distribution = parseSockperf(text);
  const at = (q: number): number => distribution.find((point) => point.q === q)?.value ?? Number.NaN;
  const readings: Reading[] = [
    { ...lower('round trip p50', 'µs', at(0.5)), distribution },
    lower('round trip p95', 'µs', at(0.95)),
    lower('round trip p99', 'µs', at(0.99)),
  ];
  return {
    observation: { case: { name: each.name, parameters: { protocol, bytes: 64, loaded } }, readings },
    text: JSON.stringify(distribution),
  };
};

/** One TCP stream for as long as the latency is looked at, and a little longer. */
const startLoad = (route: Route, bounds: Bounds): Promise<string> =>
  clientRun(route, iperf3(route, ports.load, bounds.seconds + 1, []), bounds);

const iperf3 = ({ server }: Route, port: number, seconds: number, words: readonly string[]): string[] => [
  ...['iperf3', '--client', server.address, '--port', String(port), '--time', String(seconds), '--json', ...words],
];

/** The full log, and nothing else, comes out: the tool's own summary knows no p95. */
const sockperf = ({ server }: Route, protocol: LatencyCase['protocol'], seconds: number): string[] => {
  const port = protocol === 'TCP' ? ports.tcp : ports.udp;
  const words = ['ping-pong', '--ip', server.address, '--port', String(port), '--time', String(seconds)];
  const line = 'f=$(mktemp) && sockperf "$@" --full-log "$f" >&2; s=$?; cat "$f"; rm "$f"; exit $s';
  return ['sh', '-c', line, 'sh', ...words, '--msg-size', '64', ...(protocol === 'TCP' ? ['--tcp'] : [])];
};

const attempts = 30;

/** Servers that are only just starting, or still saying good-bye to the client before, are asked again. */
const clientRun = async ({ client }: Route, argv: readonly string[], { seconds, signal }: Bounds): Promise<string> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await client.run(argv, { seconds: seconds + 20, signal })).stdout;
    } catch (thrown) {
      if (attempt >= attempts || !(thrown instanceof FirebreakError) || !isNotReady(thrown.because)) throw thrown;
      await delay(200, undefined, { signal });
    }
  }
};

const isNotReady = (because = ''): boolean => /refused|server is busy|failed to connect/i.test(because);
