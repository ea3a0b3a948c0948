import type { Place } from '../../containers/place.ts';
import { serversAt } from './servers.ts';

const lifetimeSeconds = 4 * 3600;

/** Starts every server in each place. They cost nothing while nobody asks, and end at the latest with the container. */
export const serve = async (places: readonly Place[], signal: AbortSignal): Promise<AsyncDisposable> => {
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  const running = places.flatMap((place) =>
    serversAt(place.address).map((argv) => place.run(argv, { seconds: lifetimeSeconds, signal: until })),
  );
  const ended = Promise.allSettled(running);
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await ended;
    },
  };
};
