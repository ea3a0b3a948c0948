import { planOnHosts } from '../cluster/controller/plan-on-hosts.ts';
import type { Invocation, Outcome } from './command.ts';
import { withProgress } from './progress/with-progress.ts';
import { readSpecFile } from './read-spec-file.ts';

/** What `up` would do with that file. */
export const showPlan = async (
  file: string,
  { terminal, signal }: Pick<Invocation<unknown>, 'terminal' | 'signal'>,
): Promise<Outcome> => {
  const spec = await readSpecFile(file);
  const { result } = await withProgress(terminal, signal, (progress) =>
    progress.step('look at the hosts', (step) => planOnHosts(spec, step)),
  );
  const changed = result.filter(({ changes }) => changes.length > 0);
  const lines = changed.flatMap(({ host, changes }) => [
    host,
    ...changes.map(({ what, why }) => `  ${what} ${why}`),
    '',
  ]);
  const text = changed.length === 0 ? 'nothing to do' : [...lines, 'nothing was changed'].join('\n');
  return { exit: changed.length === 0 ? 0 : 3, text, json: { changes: changed.length > 0, hosts: result } };
};
