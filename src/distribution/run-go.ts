import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { ownProcesses } from './own-processes.ts';
import { runClient } from './run-client.ts';

/** A Go, and the environment it runs in: all of it. */
export interface Go {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Work {
  readonly folder: string;
  readonly arguments: readonly string[];
  readonly code: `FB-${string}`;
  readonly purpose: string;
}

/**
 * Go's standard output. Ctrl-C ends it with all its compilers.
 * @throws FirebreakError with the work's own code; `FB-DIST-CHECKSUM` where a module is not what go.sum says
 */
export const runGo = async (go: Go, work: Work, progress: Progress): Promise<string> => {
  const lines: string[] = [];
  try {
    return await runClient(
      {
        command: 'unshare',
        arguments: [...ownProcesses, go.program, ...work.arguments],
        environment: go.environment,
        inherit: false,
        directory: work.folder,
        stopSignal: 'SIGKILL',
        code: work.code,
        purpose: work.purpose,
        next: 'check the network, and where Go’s modules come from (go env GOPROXY); then run this again',
        onLine: (line) => void lines.push(line),
      },
      progress,
    );
  } catch (thrown) {
    if (lines.some((line) => line.includes('SECURITY ERROR'))) throw tampered(work, lines, thrown);
    throw thrown;
  }
};

const tampered = ({ purpose }: Work, lines: readonly string[], cause: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-DIST-CHECKSUM',
    message: `Go refused to ${purpose}: what it was given is not what this version of Firebreak expects.`,
    because: lines.filter((line) => /^(verifying|\s+(downloaded|go\.sum|server response):)/.test(line)).join('\n'),
    next: 'ask whoever runs your module proxy what it serves, and do not use these files',
    cause,
  });
