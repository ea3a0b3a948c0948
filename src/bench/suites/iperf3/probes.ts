import type { Reading } from '../../../evidence/sample.ts';
import { byPreset, presetOf } from '../../preset.ts';
import type { Observation, Site } from '../../suite.ts';
import { casesOf, type LatencyCase, type TcpCase, type UdpCase } from './cases.ts';
import { parseTcp, parseUdp } from './parse-iperf3.ts';
import { parseSockperf } from './parse-sockperf.ts';
import { ports, sockperf } from './servers.ts';

/** A question to the servers of `servers.ts`: what the other end runs, and what comes of what it prints. */
export interface Probe {
  readonly name: string;
  /** Of the tool and, where there is one, of the load beside it. */
  readonly seconds: number;
  readonly argv: (server: string) => readonly string[];
  /** Runs beside the tool. */
  readonly load?: Load;
  /** `loadedWith`: what the load moved, Gbit/s. @throws where the text is no answer, e.g. since no server listens yet */
  readonly read: (text: string, loadedWith?: number) => Taken;
}

/** Begins `headStartMilliseconds` before the tool and ends after it. */
export interface Load {
  readonly argv: (server: string) => readonly string[];
  /** Gbit/s. @throws as a probe's */
  readonly read: (text: string) => number;
}

export const headStartMilliseconds = 300;

export interface Taken {
  readonly observation: Observation;
  /** What is kept of the tool's output. */
  readonly text: string;
}

/** As many as the preset of the run wants. */
export const probesFor = ({ options }: Pick<Site, 'options'>): readonly Probe[] => {
  const { tcp, udp, latency } = casesOf(presetOf(options));
  const seconds = byPreset(options, { smoke: 1, quick: 1, standard: 2 });
  return [
    ...tcp.map((each) => tcpProbe(each, seconds)),
    ...udp.map((each) => udpProbe(each, seconds)),
    ...latency.map((each) => latencyProbe(each, seconds)),
  ];
};

const better = (direction: Reading['better']) => (metric: string, unit: string, value: number) =>
  ({ metric, unit, better: direction, value }) satisfies Reading;
const [higher, lower, neither] = [better('higher'), better('lower'), better('neither')];

const tcpProbe = ({ name, streams, direction }: TcpCase, seconds: number): Probe => ({
  name,
  seconds,
  argv: (server) =>
    iperf3(server, ports.test, seconds, [
      ...['--parallel', String(streams)],
      ...(direction === 'in' ? ['--reverse'] : []),
    ]),
  read: (text) => ({
    observation: {
      case: { name, parameters: { streams, direction } },
      readings: [higher('throughput', 'Gbit/s', gigabits(text))],
    },
    text,
  }),
});

const udpProbe = ({ name, bytes }: UdpCase, seconds: number): Probe => ({
  name,
  seconds,
  argv: (server) => iperf3(server, ports.test, seconds, ['--udp', '--bitrate', '0', '--length', String(bytes)]),
  read: (text) => {
    const { arrived, sent, lostPercent, jitterMilliseconds } = parseUdp(text);
    const readings = [
      higher('packets that arrive', '1/s', arrived),
      neither('packets sent', '1/s', sent),
      neither('lost', '%', lostPercent),
      neither('jitter', 'ms', jitterMilliseconds),
    ];
    return { observation: { case: { name, parameters: { bytes } }, readings }, text };
  },
});

const latencyProbe = ({ name, protocol, loaded }: LatencyCase, seconds: number): Probe => ({
  name,
  seconds,
  argv: (server) => pingPong(server, protocol, seconds),
  ...(loaded ? { load: { argv: (server) => iperf3(server, ports.load, seconds + 1, []), read: gigabits } } : {}),
  read: (text, loadedWith) => {
    const distribution = parseSockperf(text);
    const at = (q: number): number => distribution.find((point) => point.q === q)?.value ?? Number.NaN;
    const readings: Reading[] = [
      { ...lower('round trip p50', 'µs', at(0.5)), distribution },
      lower('round trip p95', 'µs', at(0.95)),
      lower('round trip p99', 'µs', at(0.99)),
      ...(loadedWith === undefined ? [] : [neither('throughput of the load', 'Gbit/s', loadedWith)]),
    ];
    return {
      observation: { case: { name, parameters: { protocol, bytes: 64, loaded } }, readings },
      text: JSON.stringify(distribution),
    };
  },
});

const gigabits = (text: string): number => parseTcp(text) / 1e9;

const iperf3 = (server: string, port: number, seconds: number, words: readonly string[]): string[] => [
  ...['iperf3', '--client', server, '--port', String(port), '--time', String(seconds), '--json', ...words],
];

/** The full log, and nothing else, comes out: the tool's own summary knows no p95. */
const pingPong = (server: string, protocol: LatencyCase['protocol'], seconds: number): string[] => {
  const line = 'f=$(mktemp) && "$@" --full-log "$f" >&2; s=$?; cat "$f"; rm "$f"; exit $s';
  const words = sockperf('ping-pong', protocol, server);
  return ['sh', '-c', line, 'sh', ...words, '--time', String(seconds), '--msg-size', '64'];
};
