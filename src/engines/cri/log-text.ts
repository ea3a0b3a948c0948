/** The last `lines` lines of a CRI log: each is `TIME STREAM F|P TEXT`, where P means that the line goes on. */
export const logText = (log: string, lines: number): string => {
  const pieces = log.split('\n').filter((line) => line !== '');
  const text = pieces.map((piece) => {
    const [, , tag = 'F'] = piece.split(' ', 3);
    return piece.replace(/^\S+ \S+ \S+ /, '') + (tag === 'P' ? '' : '\n');
  });
  const whole = text.join('').split('\n');
  return whole.slice(-lines - 1).join('\n');
};
