import type { Place } from '../../containers/place.ts';
import { receiveLibraryName } from './receive.ts';

/** What listens where: iperf3 for tests and for the load beside them, and sockperf by protocol. */
export const ports = { test: 25201, load: 25202, UDP: 25203, TCP: 25204 } as const;

const lifetimeSeconds = 4 * 3600;

/** Starts every server in each place. They cost nothing while nobody asks, and end at the latest with the container. */
export const serve = async (places: readonly Place[], signal: AbortSignal): Promise<AsyncDisposable> => {
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  const running = places.flatMap((place) =>
    serversAt(place).map((argv) => place.run(argv, { seconds: lifetimeSeconds, signal: until })),
  );
  const ended = Promise.allSettled(running);
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await ended;
    },
  };
};

const serversAt = ({ address }: Place): string[][] => [
  ['iperf3', '--server', '--port', String(ports.test)],
  ['iperf3', '--server', '--port', String(ports.load)],
  ...(['UDP', 'TCP'] as const).map((protocol) => sockperf('server', protocol, address)),
];

/** Both ends of a round trip are run in the same way, in every place. */
export const sockperf = (role: 'server' | 'ping-pong', protocol: 'UDP' | 'TCP', address: string): string[] => [
  ...['env', `LD_PRELOAD=./${receiveLibraryName}`, 'sockperf', role, ...(protocol === 'TCP' ? ['--tcp'] : [])],
  ...['--ip', address, '--port', String(ports[protocol])],
];
