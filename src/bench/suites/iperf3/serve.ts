import type { Place } from '../../containers/place.ts';

/** What listens where: one for tests, one for the load beside them, and sockperf's. */
export const ports = { test: 25201, load: 25202, udp: 25203 } as const;

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
  ['sockperf', 'server', '--ip', address, '--port', String(ports.udp)],
];
