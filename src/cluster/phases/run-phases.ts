import { type Progress, withSignal } from '../../progress.ts';
import type { Plan } from '../plan.ts';
import type { Phase } from './phase.ts';

/**
 * Runs every phase as soon as those it comes after have ended, side by side. When one fails the others hear it through
 * their signal; the first failure is thrown once all have ended, so that nothing goes on behind the caller's back.
 */
export const runPhases = async (phases: readonly Phase[], plan: Plan, progress: Progress): Promise<void> => {
  const failure = new AbortController();
  const watched = withSignal(progress, AbortSignal.any([progress.signal, failure.signal]));
  const running = new Map<Phase, Promise<void>>();
  const start = (phase: Phase): Promise<void> => {
    const known = running.get(phase);
    if (known !== undefined) return known;
    const started = runAfter(phase, phase.after.map(start), plan, watched).catch((thrown: unknown) => {
      failure.abort(thrown);
      throw thrown;
    });
    running.set(phase, started);
    return started;
  };
  await Promise.allSettled(phases.map(start));
  progress.signal.throwIfAborted();
  failure.signal.throwIfAborted();
};

const runAfter = async (phase: Phase, before: Promise<void>[], plan: Plan, progress: Progress): Promise<void> => {
  await Promise.all(before);
  if (phase.on?.(plan) === false) return;
  progress.signal.throwIfAborted();
  await progress.step(phase.name, (inner) => phase.run(plan, withSignal(inner, progress.signal)));
};
