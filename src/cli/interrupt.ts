import { FirebreakError } from '../errors.ts';

export const interruptedExit = 130;

export const interruptedCode = 'FB-CLI-INTERRUPTED';

/** `next` is how to go on. */
export const interrupted = (next: string): FirebreakError =>
  new FirebreakError({ code: 'FB-CLI-INTERRUPTED', message: 'interrupted', next });

/** A signal that the first Ctrl-C (or SIGTERM) aborts; the second one ends the process at once. */
export const abortOnInterrupt = (): AbortSignal => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(interruptedExit);
    controller.abort(interrupted('run the same command again: it goes on from where it is'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
};
