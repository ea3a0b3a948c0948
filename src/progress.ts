/**
 * Carried through every long operation: names its steps, moves its byte counters, hears its cancellation.
 * A step that throws has failed; steps may nest and run side by side.
 */
export interface Progress {
  /** Aborted on Ctrl-C. Whoever waits or downloads listens to it. */
  readonly signal: AbortSignal;
  /** Runs `work` as a named, timed step and returns what it returns. */
  step<T>(name: string, work: (progress: Progress) => Promise<T>): Promise<T>;
  /** Bytes moved so far in this step, of `total` where it is known. */
  bytes(done: number, total?: number): void;
  /** One line worth reading about this step. */
  note(text: string): void;
}

export interface StepRecord {
  readonly name: string;
  readonly seconds: number;
}

/** A Progress that shows nothing: for tests and for work nobody watches. */
export const silentProgress = (signal: AbortSignal = new AbortController().signal): Progress => {
  const progress: Progress = {
    signal,
    step: (_name, work) => work(progress),
    bytes: () => {},
    note: () => {},
  };
  return progress;
};

/** The same progress, cancelled by `signal`. */
export const withSignal = (progress: Progress, signal: AbortSignal): Progress => ({
  signal,
  step: (name, work) => progress.step(name, (inner) => work(withSignal(inner, signal))),
  bytes: (done, total) => progress.bytes(done, total),
  note: (text) => progress.note(text),
});
