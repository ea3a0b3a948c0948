import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads and built images are kept: `$XDG_CACHE_HOME/firebreak`, by default `~/.cache/firebreak`. */
export const cacheDir = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'firebreak');

/**
 * Where software is unpacked for all clusters of the machine. Not in the cache: that is often below /root, and the
 * daemons and tenants run as users of their own.
 */
export const installDir = '/opt/firebreak';
