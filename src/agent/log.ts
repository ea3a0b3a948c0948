export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** One JSON object a line on stderr; the supervisor adds nothing and rotates. */
export const jsonLog: Log = (event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
};
