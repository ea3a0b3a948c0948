import type { AgentConfiguration } from '../configuration.ts';
import type { Account } from '../policy/decide.ts';
import { refusal } from '../policy/refusal.ts';
import { Folder } from './folder.ts';
import { type Located, locate, splitLast } from './locate.ts';

type NodeFolders = Pick<AgentConfiguration, 'localDirs' | 'logDirs' | 'nodeManager'>;

/**
 * Deletes `path`, or `path` below each of `baseDirs` (the base folders themselves where it is empty), as the
 * NodeManager asks for a user. Only what lies in the user's own part of the local folders or in an application's log
 * folders, and belongs to the user, is touched; what is gone already is fine.
 */
export const deleteAsUser = async (
  configuration: NodeFolders,
  account: Account,
  path: string,
  baseDirs: readonly string[],
): Promise<void> => {
  const targets = baseDirs.length === 0 ? [path] : baseDirs.map((base) => (path === '' ? base : `${base}/${path}`));
  for (const target of targets) await deleteOne(configuration, account, locateForUser(configuration, account, target));
};

/** Where a user's own files may be: `LOCAL/usercache/USER` and below, and below `LOG/`. */
export const locateForUser = (configuration: NodeFolders, account: Account, path: string): Located => {
  const located = locate([...configuration.localDirs, ...configuration.logDirs], path);
  const [folder = '', user] = located.names;
  if (configuration.logDirs.includes(located.root)) return located;
  if (!userCache.test(folder) || user !== account.name) {
    throw refusal(`the path ${path}`, `it is not in the part of user ${account.name}`);
  }
  return located;
};

/** A NodeManager that starts without recovery sets the old folder aside before it has it deleted. */
const userCache = /^usercache(_DEL_\d+)?$/;

const deleteOne = async (configuration: NodeFolders, account: Account, located: Located): Promise<void> => {
  const { root, parents, last } = splitLast(located);
  try {
    await using parent = await Folder.open(root, parents);
    const owner = await parent.ownerOf(last);
    if (owner === undefined) return;
    if (owner.uid !== account.uid && owner.uid !== configuration.nodeManager.uid) {
      throw refusal(`deleting ${parent.path}/${last}`, `it belongs to user ${owner.uid}, not to ${account.name}`);
    }
    await parent.remove(last);
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
};

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
