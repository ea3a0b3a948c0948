import type { Progress, StepRecord } from '../../progress.ts';
import { pathOf, type Renderer, type Step } from './step.ts';

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
type OpenStep = Mutable<Omit<Step, 'parent' | 'children'>> & {
  readonly parent: OpenStep | undefined;
  readonly children: OpenStep[];
};

export interface TrackedProgress extends Progress {
  /** Steps that have ended well, in the order of their ends, named with the steps they are part of. */
  readonly records: readonly StepRecord[];
}

/** A Progress that tells `renderer` of every step and keeps their times. A step does not start once `signal` is aborted. */
export const trackedProgress = (
  signal: AbortSignal,
  renderer: Renderer,
  clock: () => number = () => performance.now(),
): TrackedProgress => {
  const records: StepRecord[] = [];

  const finish = (step: OpenStep, state: Step['state']): void => {
    step.state = state;
    step.endedAt = clock();
    if (state === 'done') records.push({ name: pathOf(step), seconds: secondsOf(step.endedAt - step.startedAt) });
    renderer.ended(step);
  };

  const within = (parent: OpenStep | undefined): Progress => ({
    signal,
    async step(name, work) {
      signal.throwIfAborted();
      const step = openStep(name, parent, clock());
      renderer.started(step);
      try {
        const result = await work(within(step));
        finish(step, 'done');
        return result;
      } catch (error) {
        finish(step, signal.aborted ? 'stopped' : 'failed');
        throw error;
      }
    },
    bytes(done, total) {
      if (parent) parent.bytes = { done, total };
    },
    note(text) {
      renderer.noted(parent, text);
    },
  });

  return { ...within(undefined), records };
};

const openStep = (name: string, parent: OpenStep | undefined, startedAt: number): OpenStep => {
  const depth = parent ? parent.depth + 1 : 0;
  const step: OpenStep = {
    name,
    parent,
    depth,
    startedAt,
    state: 'running',
    endedAt: undefined,
    bytes: undefined,
    children: [],
  };
  parent?.children.push(step);
  return step;
};

/** Milliseconds to seconds, rounded to the millisecond. */
const secondsOf = (milliseconds: number): number => Math.round(milliseconds) / 1000;
