import { setTimeout as delay } from 'node:timers/promises';
import { FirebreakError, reasonOf } from '../../../errors.ts';
import type { Place } from '../../containers/place.ts';
import { headStartMilliseconds, type Probe, type Taken } from './probes.ts';
import { notReady } from './servers.ts';

/** The two ends of a measurement; servers listen at one. */
export interface Route {
  readonly server: Place;
  readonly client: Place;
}

const attempts = 30;

/** Runs a probe once; a server that is not ready is asked again. @throws FirebreakError `FB-BENCH-TOOL` */
export const measure = async (
  route: Route,
  { argv, load, read, seconds }: Probe,
  signal: AbortSignal,
): Promise<Taken> => {
  const { address } = route.server;
  const loading =
    load === undefined ? undefined : ask(route, load.argv(address), load.read, { seconds: seconds + 1, signal });
  // Its failure is told when it is waited for.
  loading?.catch(() => undefined);
  if (loading !== undefined) await delay(headStartMilliseconds, undefined, { signal });
  const printed = (text: string): string => {
    read(text);
    return text;
  };
  const text = await ask(route, argv(address), printed, { seconds, signal });
  return read(text, await loading);
};

/** What a client prints, read; asked again as long as the server is not ready. */
const ask = async <T>(
  { client }: Route,
  argv: readonly string[],
  read: (text: string) => T,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const { stdout } = await client.run(argv, { seconds: seconds + 20, signal });
      return read(stdout);
    } catch (thrown) {
      const because = thrown instanceof FirebreakError ? (thrown.because ?? '') : reasonOf(thrown);
      if (attempt >= attempts || !notReady.test(because)) throw thrown;
      await delay(200, undefined, { signal });
    }
  }
};
