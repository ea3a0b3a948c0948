import { FirebreakError, reasonOf } from '../errors.ts';

/** A known error as three lines: what happened, why, what to do next. */
export const errorText = (error: FirebreakError): string =>
  [
    `error ${error.code}: ${error.message}`,
    ...(error.because ? [`because ${error.because}`] : []),
    ...(error.next ? [`next: ${error.next}`] : []),
    '',
  ].join('\n');

/** The same for --json. */
export const errorJson = (error: FirebreakError): string =>
  `${JSON.stringify({ error: { code: error.code, message: error.message, because: error.because, next: error.next } })}\n`;

/** A bug of ours as an error a user can act on; `trace` is the file that has the whole of it. */
export const unexpected = (thrown: unknown, trace: string | undefined): FirebreakError =>
  new FirebreakError({
    code: 'FB-CLI-UNEXPECTED',
    message: firstLine(reasonOf(thrown)),
    next: trace ? `see ${trace}, or run the command again with --debug` : 'run the command again with --debug',
    cause: thrown,
  });

/** The stacks of an error and of all that caused it. */
export const stackOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return `${String(thrown)}\n`;
  const cause = thrown.cause === undefined ? '' : `caused by ${stackOf(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}\n${cause}`;
};

const firstLine = (text: string): string => text.split('\n', 1)[0] || 'an error without a message';
