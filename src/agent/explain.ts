import { FirebreakError } from '../errors.ts';
import { exitCode } from './operation/exit-code.ts';

const codes: Readonly<Record<string, number>> = {
  'FB-POLICY-REFUSED': exitCode.refused,
  'FB-AGENT-ARGUMENTS': exitCode.invalidCommand,
  'FB-AGENT-COMMAND-FILE': exitCode.invalidCommand,
  'FB-AGENT-USER': exitCode.invalidUser,
  'FB-AGENT-FILE': exitCode.directoriesFailed,
  'FB-AGENT-PATH': exitCode.directoriesFailed,
};

/** What the launcher exits with when an operation throws. */
export const exitCodeOf = (thrown: unknown): number =>
  (thrown instanceof FirebreakError ? codes[thrown.code] : undefined) ?? exitCode.engineFailed;

/** What the diagnostics say when an operation throws. */
export const explanationOf = (thrown: unknown): string => {
  if (!(thrown instanceof FirebreakError)) return `FB-AGENT-FAILED: ${String(thrown)}\n`;
  const because = thrown.because === undefined ? '' : ` Because: ${thrown.because.replace(/\.$/, '')}.`;
  const next = thrown.next === undefined ? '' : `\nnext: ${thrown.next}`;
  return `${thrown.code}: ${thrown.message}${because}${next}\n`;
};
