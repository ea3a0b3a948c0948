export type AtMost = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets at most `limit` works run at the same time; others begin in the order they came. */
export const atMost = (limit: number): AtMost => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    // Whoever ends hands its place to the next one.
    if (running === limit) await new Promise<void>((begin) => waiting.push(begin));
    else running += 1;
    try {
      return await work();
    } finally {
      const begin = waiting.shift();
      if (begin === undefined) running -= 1;
      else begin();
    }
  };
};
