import type { Capacity } from '../cluster/plan.ts';
import { FirebreakError } from '../errors.ts';
import { requestedSizes } from './requested-sizes.ts';

/** YARN waits for ever for a host with as much room. @throws FirebreakError `FB-SUBMIT-SIZE` */
export const requireRoom = (tenant: string, largest: Capacity, words: readonly string[], defaults: string): void => {
  const sizes = requestedSizes(words, defaults);
  if (sizes === undefined) return;
  for (const [part, { memoryMiB, vcores }] of Object.entries(sizes)) {
    const [asked, most] =
      memoryMiB > largest.memoryMiB
        ? [`${memoryMiB} MiB of memory`, `${largest.memoryMiB} MiB`]
        : [`${vcores} vcores`, `${largest.vcores}`];
    if (memoryMiB <= largest.memoryMiB && vcores <= largest.vcores) continue;
    throw new FirebreakError({
      code: 'FB-SUBMIT-SIZE',
      message: `Each ${part} of this job would take ${asked}; the largest container that tenant ${tenant} can have is of ${most}.`,
      because: 'No host that runs its containers gives more, and YARN would wait for one that does.',
      next: `Ask for less: spark.${part}.memory, spark.${part}.memoryOverhead (a tenth of it, at least 384 MiB) and spark.${part}.cores.`,
      exit: 2,
    });
  }
};
