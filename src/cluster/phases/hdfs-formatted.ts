import { canAccess } from '../../can-access.ts';
import type { Layout } from '../layout.ts';

/** Whether the NameNode of this host has a file system. */
export const isFormatted = ({ hdfsName }: Layout): Promise<boolean> => canAccess(`${hdfsName}/current/VERSION`);
