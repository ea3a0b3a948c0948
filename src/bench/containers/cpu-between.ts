import type { CpuTimes } from './cpu-times.ts';

/** What a container had taken of the CPU by a moment. */
export interface CpuPoint extends CpuTimes {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * What was taken between two moments, each by a straight line between the points around it. Undefined where the points,
 * oldest first, do not reach as far.
 */
export const cpuBetween = (points: readonly CpuPoint[], from: number, to: number): CpuTimes | undefined => {
  const [begin, end] = [takenBy(points, from), takenBy(points, to)];
  if (begin === undefined || end === undefined) return undefined;
  return { total: end.total - begin.total, user: end.user - begin.user, system: end.system - begin.system };
};

const takenBy = (points: readonly CpuPoint[], moment: number): CpuTimes | undefined => {
  const before = points.findLast(({ at }) => at <= moment);
  const after = points.find(({ at }) => at >= moment);
  if (before === undefined || after === undefined) return undefined;
  const share = after.at === before.at ? 0 : (moment - before.at) / (after.at - before.at);
  const between = (part: keyof CpuTimes): number => before[part] + share * (after[part] - before[part]);
  return { total: between('total'), user: between('user'), system: between('system') };
};
