import type { Progress } from '../../progress.ts';
import { until } from '../until.ts';

/** A NameNode that another one's is copied from. */
interface Source {
  readonly host: string;
  /** Where its log is, on that host. */
  readonly log: string;
  /** Whether it says its state. */
  readonly answers: () => Promise<boolean>;
  /** Copies it; false where it did not answer that. */
  readonly copy: () => Promise<boolean>;
}

/**
 * Resolves when its file system is copied. One that says its state may not take calls yet, and may end again: a copy that it did
 * not answer is begun anew. @throws FirebreakError `FB-UP-TIMEOUT`, and what `copy` throws
 */
export const untilCopied = async (
  { host, log, answers, copy }: Source,
  { signal, note }: Progress,
  seconds = 180,
): Promise<void> => {
  let asked = 0;
  const copied = async (): Promise<boolean> => {
    if (!(await answers())) return false;
    asked += 1;
    if (await copy()) return true;
    note(`the NameNode of ${host} did not answer, and is asked again`);
    return false;
  };
  await until(copied, {
    signal,
    seconds,
    what: `the NameNode of ${host} to answer`,
    because: async () =>
      `${asked === 0 ? 'It says nothing' : `It was to be copied ${asked} times`}. Its log is ${log} there.`,
    next: `Read \`firebreak logs -f cluster.yaml namenode@${host}\`, then run \`firebreak up\` again.`,
  });
};
