import { FirebreakError, reasonOf } from '../../errors.ts';

/** Without equal resources nothing of the run would mean anything. */
export const isFatal = (error: unknown): boolean =>
  error instanceof FirebreakError && error.code === 'FB-BENCH-RESOURCES';

/** What happened and why, in one line. */
export const explained = (error: unknown): string =>
  error instanceof FirebreakError && error.because !== undefined
    ? `${error.message} ${error.because}`
    : reasonOf(error);
