import { setTimeout as delay } from 'node:timers/promises';
import { FirebreakError } from '../errors.ts';

interface Waiting {
  readonly signal: AbortSignal;
  readonly seconds: number;
  /** What is waited for, as it appears in the error. */
  readonly what: string;
  /** Why it did not come, asked only when the time is over. */
  readonly because?: () => Promise<string>;
}

/** Resolves as soon as `condition` holds. @throws FirebreakError `FB-UP-TIMEOUT`, or the signal's reason */
export const until = async (condition: () => Promise<boolean>, waiting: Waiting): Promise<void> => {
  const deadline = performance.now() + waiting.seconds * 1000;
  for (let pause = 20; !(await condition()); pause = Math.min(2 * pause, 200)) {
    waiting.signal.throwIfAborted();
    if (performance.now() > deadline) await timedOut(waiting);
    await delay(pause, undefined, { signal: waiting.signal });
  }
};

const timedOut = async ({ what, seconds, because }: Waiting): Promise<never> => {
  const reason = await because?.();
  throw new FirebreakError({
    code: 'FB-UP-TIMEOUT',
    message: `Waited ${seconds} s for ${what} in vain.`,
    ...(reason === undefined ? {} : { because: reason }),
    next: 'Read `firebreak logs`, then run the command again.',
  });
};
