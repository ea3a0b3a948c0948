import { FirebreakError } from '../../errors.ts';

/** Does `work` for every item, at most `limit` at a time; what each came to, in the items' order. */
export const onEach = async <Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> => {
  const settled: PromiseSettledResult<Result>[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) [settled[index]] = await Promise.allSettled([work(item)]);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return settled;
};

/**
 * The results, where no host failed. Where several did, one error tells of all: the first one's code and remedy.
 * @throws what the only failing host threw
 */
export const resultsOf = <Result>(settled: readonly PromiseSettledResult<Result>[]): Result[] => {
  const failures = settled.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
  if (failures.length > 0) throw together(failures);
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
};

const together = (failures: readonly unknown[]): unknown => {
  const known = failures.filter((each) => each instanceof FirebreakError);
  const [first, second] = known;
  if (first === undefined || second === undefined || known.length < failures.length) return failures[0];
  return new FirebreakError({
    code: first.code,
    message: known.map(({ message }) => message).join('\n'),
    because: known.flatMap(({ because }) => (because === undefined ? [] : [because])).join('\n'),
    next: [...new Set(known.flatMap(({ next }) => (next === undefined ? [] : [next])))].join('\n'),
    exit: first.exit,
    cause: first,
  });
};
