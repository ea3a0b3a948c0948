/**
 * What gives `iptables-restore` the rules of `before` again, where there are those of `now`, both by `iptables-save`. On a
 * fresh machine it saves nothing, and restoring nothing changes nothing: a table that came since is emptied, and accepts.
 */
export const rulesBefore = (before: string, now: string): string =>
  [
    ...tables(before),
    ...tables(now)
      .filter((table) => !nameIn(before, table))
      .map(emptied),
  ].join('');

const tables = (saved: string): string[] => saved.match(/^\*(?:.*\n)*?COMMIT$\n?/gm) ?? [];

const nameIn = (saved: string, table: string): boolean => {
  const [name] = table.split('\n', 1);
  return saved.split('\n').some((line) => line === name);
};

/** Only what the kernel brings itself has a policy; chains that somebody made have `-` there, and go. */
const emptied = (table: string): string =>
  table
    .split('\n')
    .filter((line) => /^(\*|COMMIT$|:\S+ [A-Z])/.test(line))
    .map((line) => line.replace(/^(:\S+) \S+ .*/, '$1 ACCEPT [0:0]'))
    .concat('')
    .join('\n');
