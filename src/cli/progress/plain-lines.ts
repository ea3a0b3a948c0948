import { duration, size } from './amounts.ts';
import { pathOf, type Renderer, type Step } from './step.ts';

/** One line per step that begins a chapter and one per step that ends, for logs and pipes: `[  12.3s] start HDFS … done 4.1 s`. */
export const plainLines = (write: (text: string) => void, clock: () => number = () => performance.now()): Renderer => {
  const origin = clock();
  const line = (text: string): void => write(`[${((clock() - origin) / 1000).toFixed(1).padStart(6)}s] ${text}\n`);
  return {
    started: (step) => {
      if (step.depth === 0) line(`${step.name} …`);
    },
    ended: (step) => line(`${pathOf(step)} … ${ending(step)}`),
    noted: (step, text) => line(step ? `${pathOf(step)}: ${text}` : text),
    close: () => {},
  };
};

const ending = (step: Step): string => {
  const took = duration((step.endedAt ?? step.startedAt) - step.startedAt);
  const moved = step.bytes ? `, ${size(step.bytes.done)}` : '';
  return `${step.state} ${took}${moved}`;
};
