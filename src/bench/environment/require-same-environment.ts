import { FirebreakError } from '../../errors.ts';
import type { Environment } from '../../evidence/run.ts';

/**
 * Asserts that a run can go on here: same machine, same kernel, same software.
 * @throws FirebreakError `FB-BENCH-RESUME` naming what differs
 */
export const requireSameEnvironment = (before: Environment, now: Environment): void => {
  const different = differencesOf(factsOf(before), factsOf(now));
  if (different.length === 0) return;
  throw new FirebreakError({
    code: 'FB-BENCH-RESUME',
    message: 'The run cannot go on: what it measured is not what is here now.',
    because: different.join('; '),
    next: 'begin a new run',
  });
};

/** What must not change within a run; the digest of every configuration file among it. */
const factsOf = ({ host, versions, image, git, configuration }: Environment): Record<string, string> => ({
  ...versions,
  host: host.hostname,
  kernel: host.kernel,
  processor: `${host.processors} x ${host.processor}`,
  image: image.digest,
  commit: git.commit,
  ...configuration,
});

const differencesOf = (before: Record<string, string>, now: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} was ${shown(before[name])} and is ${shown(now[name])}`);

const shown = (text: string | undefined): string =>
  text === undefined ? 'not there' : text.includes('\n') ? 'another text' : text;
