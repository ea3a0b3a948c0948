/** What the command line writes to and asks. */
export interface Terminal {
  /** Standard output: what the command was asked for. */
  out(text: string): void;
  /** Standard error: progress, questions and errors. */
  err(text: string): void;
  /** A person can answer: standard input and standard error are terminals, and this is no CI. */
  readonly interactive: boolean;
  /** Standard error is a terminal that may be redrawn. */
  readonly live: boolean;
  /** Size of standard output, where that is a terminal that may be redrawn. */
  readonly screen: { readonly rows: number; readonly columns: number } | undefined;
}

/** The process's own streams, seen through `NO_COLOR` and `CI`. */
export const processTerminal = (environment: NodeJS.ProcessEnv): Terminal => {
  const quiet = [environment.NO_COLOR, environment.CI].some(Boolean) || environment.TERM === 'dumb';
  // Whoever reads the output may have seen enough: `firebreak status | head -1`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY) && !environment.CI,
    live: Boolean(process.stderr.isTTY) && !quiet,
    get screen() {
      const { isTTY, rows, columns } = process.stdout;
      return isTTY && !quiet ? { rows: rows || 24, columns: columns || 80 } : undefined;
    },
  };
};
