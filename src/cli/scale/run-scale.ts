import { readFile } from 'node:fs/promises';
import { readSpec } from '../../cluster/read-spec.ts';
import type { ClusterStatus } from '../../cluster/status.ts';
import { FirebreakError } from '../../errors.ts';
import { writeByRename } from '../../write-by-rename.ts';
import { bringUpHosts } from '../bring-up-hosts.ts';
import { readSpecFile } from '../read-spec-file.ts';
import { secondsOf } from '../seconds-of.ts';
import type { Terminal } from '../terminal.ts';
import { withHosts } from './edit-hosts.ts';

interface ScaleOptions {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly lost: readonly string[];
  readonly timeout: string;
  readonly yes: boolean;
}

/** Changes the hosts in the file, and the cluster with it. @throws FirebreakError as readSpec and `up`, `FB-CLI-HOST` */
export const runScale = async (
  file: string,
  { add, remove, lost, timeout, yes }: ScaleOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ClusterStatus> => {
  if ([add, remove, lost].every(({ length }) => length === 0)) throw nothingAsked();
  // For its errors.
  await readSpecFile(file);
  const text = withHosts(await readFile(file, 'utf8'), { add, remove: [...remove, ...lost] });
  const spec = readSpec(text, file);
  const words = Object.entries({ add, remove, lost }).flatMap(([name, hosts]) =>
    hosts.length === 0 ? [] : [`--${name} ${hosts.join(',')}`],
  );
  const asker = { yes, terminal, signal, command: ['firebreak scale -f', file, ...words].join(' ') };
  const agreed = async (): Promise<void> => {
    await writeByRename(file, text);
    terminal.err(`wrote ${file}; should this be interrupted, \`firebreak up -f ${file}\` goes on\n`);
  };
  return bringUpHosts(spec, asker, { way: 'together', farewell: { lost, seconds: secondsOf(timeout) }, agreed });
};

const nothingAsked = (): FirebreakError =>
  new FirebreakError({
    code: 'FB-CLI-USAGE',
    message: 'neither a host to add nor one to take away is named',
    next: 'firebreak scale --help',
    exit: 2,
  });
