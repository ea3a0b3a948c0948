/** `Pss` of a smaps_rollup file, KiB; 0 of a process that has ended. */
export const proportionalKibibytes = (rollup: string): number => Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
