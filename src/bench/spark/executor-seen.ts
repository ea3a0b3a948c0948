import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import { FirebreakError } from '../../errors.ts';
import { resourcesOf, type Seen } from '../containers/equal-resources.ts';

interface Application {
  readonly cluster: string;
  readonly application: string;
  readonly runtime: string;
}

/**
 * Looks at the first executor of an application as soon as its JVM runs: what it was given, and what it sees.
 * @throws FirebreakError `FB-BENCH-UNSEEN` where the application ended (`over`) before that
 */
export const executorSeen = async (
  engine: Engine,
  { cluster, application, runtime }: Application,
  over: AbortSignal,
): Promise<Seen> => {
  while (!over.aborted) {
    const containers = await engine.list({ [label.cluster]: cluster, [label.application]: application });
    const executor = containers.find(({ name, status }) => status === 'running' && !name.endsWith('_000001'));
    // A container that is just starting has no work folder yet, and no JVM.
    const seen =
      executor === undefined ? undefined : await resourcesOf(engine, executor, runtime).catch(() => undefined);
    if (seen !== undefined && Array.isArray(seen.resources.jvmFlags) && seen.resources.jvmFlags.length > 0) return seen;
    await delay(250);
  }
  throw new FirebreakError({
    code: 'FB-BENCH-UNSEEN',
    message: `${application} ended before the resources of an executor could be seen; nothing is claimed of it.`,
    next: 'firebreak logs agent',
  });
};
