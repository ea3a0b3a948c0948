import { refusal } from '../policy/refusal.ts';

/** A path inside one of the node's folders: the folder, and the names below it. */
export interface Located {
  readonly root: string;
  readonly names: readonly string[];
}

/** Finds the configured folder that `path` lies strictly inside; refuses all others. Lexical: links are met later. */
export const locate = (roots: readonly string[], path: string): Located => {
  const root = roots.find((candidate) => path.startsWith(`${candidate}/`));
  if (root === undefined) throw refusal(`the path ${path}`, `it is not inside ${roots.join(' or ')}`);
  const names = path
    .slice(root.length + 1)
    .replace(/\/+$/, '')
    .split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..' || name.includes('\0'))) {
    throw refusal(`the path ${JSON.stringify(path)}`, 'it has empty or dotted parts');
  }
  return { root, names };
};

/** The folder's names and the last one apart. */
export const splitLast = ({ root, names }: Located): { root: string; parents: readonly string[]; last: string } => {
  const last = names.at(-1);
  if (last === undefined) throw refusal(`the path ${root}`, 'it is a folder of the node itself');
  return { root, parents: names.slice(0, -1), last };
};
