import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface FirstInstructions extends AsyncDisposable {
  /** Milliseconds since 1970 at which a container ran the first instruction of its script; undefined: not seen. */
  at(container: string): number | undefined;
}

/** What YARN's launch_container.sh opens first of all, before it does anything else (ContainerLaunch). */
const opened = 'prelaunch.out';
const everyMilliseconds = 250;

/**
 * Watches the NodeManager's log folder for containers that begin: when their script opened its own log is what the
 * host's file system noted as the time of birth of that file, so looking late loses no precision. It looks while they
 * run, since logs leave the folder when the application ends.
 */
export const watchFirstInstructions = (logs: string): FirstInstructions => {
  const seen = new Map<string, number>();
  const ending = new AbortController();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await look(logs, seen);
      await delay(everyMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    at: (container) => seen.get(container),
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await watching;
    },
  };
};

const look = async (logs: string, seen: Map<string, number>): Promise<void> => {
  const applications = await readdir(logs).catch(() => []);
  for (const application of applications.filter((name) => name.startsWith('application_'))) {
    const containers = await readdir(join(logs, application)).catch(() => []);
    for (const container of containers.filter((name) => !seen.has(name))) {
      const born = await stat(join(logs, application, container, opened)).catch(() => undefined);
      if (born !== undefined) seen.set(container, born.birthtimeMs);
    }
  }
};
