import type { AgentConfiguration } from '../configuration.ts';
import type { Account } from '../policy/decide.ts';
import { Folder, type Owner } from './folder.ts';

/**
 * The folders of a user and of one application on every local and log disk, owned by the user and readable by the
 * NodeManager's group, which aggregates logs (modes as in Hadoop's container-executor.c).
 */
export const prepareApplication = async (
  configuration: AgentConfiguration,
  { user, application }: { readonly user: string; readonly application: string },
  account: Account,
): Promise<void> => {
  const owner: Owner = { uid: account.uid, gid: configuration.nodeManager.gid };
  for (const root of configuration.localDirs) {
    await using usercache = await Folder.open(root, ['usercache']);
    await using home = await usercache.make(user, 0o2750, owner);
    await using _files = await home.make('filecache', 0o2750, owner);
    await using appcache = await home.make('appcache', 0o2750, owner);
    await using app = await appcache.make(application, 0o2750, owner);
    await using _appFiles = await app.make('filecache', 0o2750, owner);
  }
  for (const root of configuration.logDirs) {
    await using logs = await Folder.open(root);
    await using _application = await logs.make(application, 0o2750, owner);
  }
};
