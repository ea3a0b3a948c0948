import { setTimeout as delay } from 'node:timers/promises';
import { FirebreakError } from '../errors.ts';

export interface Waiting {
  readonly signal: AbortSignal;
  readonly seconds: number;
  /** What is waited for, as it appears in the error. */
  readonly what: string;
  /** Why it did not come, asked only when the time is over. */
  readonly because?: () => Promise<string>;
  /** Where it shows that what is waited for comes nearer: the time counts from its last change. */
  readonly sign?: () => unknown;
  /** What to do when it did not come. */
  readonly next?: string;
}

/** Resolves as soon as `condition` holds. @throws FirebreakError `FB-UP-TIMEOUT`, or the signal's reason */
export const until = async (condition: () => Promise<boolean>, waiting: Waiting): Promise<void> => {
  let [sign, since] = [waiting.sign?.(), performance.now()];
  for (let pause = 20; !(await condition()); pause = Math.min(2 * pause, 200)) {
    waiting.signal.throwIfAborted();
    const now = waiting.sign?.();
    if (now !== sign) [sign, since] = [now, performance.now()];
    if (performance.now() > since + waiting.seconds * 1000) await timedOut(waiting);
    await delay(pause, undefined, { signal: waiting.signal });
  }
};

const timedOut = async ({ what, seconds, because, next }: Waiting): Promise<never> => {
  const reason = await because?.();
  throw new FirebreakError({
    code: 'FB-UP-TIMEOUT',
    message: `Waited ${seconds} s for ${what} in vain.`,
    ...(reason === undefined ? {} : { because: reason }),
    next: next ?? 'Read `firebreak logs`, then run the command again.',
  });
};
