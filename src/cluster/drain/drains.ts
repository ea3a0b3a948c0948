import type { Drain, DrainableRole } from './drain.ts';
import { hdfsDrain } from './hdfs-drain.ts';
import { yarnDrain } from './yarn-drain.ts';

export const drains: { readonly [role in DrainableRole]: Drain } = { nodemanager: yarnDrain, datanode: hdfsDrain };
