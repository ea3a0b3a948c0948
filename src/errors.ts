/** How a command ends: 0 ok, 1 failed, 2 usage, 3 drift or regression, 4 host not able. */
export type ExitStatus = 1 | 2 | 3 | 4;

export interface ErrorDetails {
  /** Stable, documented in docs/reference/errors.md: `FB-<AREA>-<WORD>`. */
  readonly code: `FB-${string}`;
  /** What happened, one sentence. */
  readonly message: string;
  /** Why, where it is known. */
  readonly because?: string;
  /** What to type or change next. */
  readonly next?: string;
  readonly exit?: ExitStatus;
  readonly cause?: unknown;
}

/** Every failure a user can meet: a stable code, what happened, why, and what to do next. */
export class FirebreakError extends Error {
  override readonly name = 'FirebreakError';
  readonly code: ErrorDetails['code'];
  readonly because: string | undefined;
  readonly next: string | undefined;
  readonly exit: ExitStatus;

  constructor(details: ErrorDetails) {
    super(details.message, { cause: details.cause });
    this.code = details.code;
    this.because = details.because;
    this.next = details.next;
    this.exit = details.exit ?? 1;
  }
}

/** The text of anything thrown, for the `because` of an error that wraps it. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
