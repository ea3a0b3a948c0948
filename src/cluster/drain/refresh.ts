import { FirebreakError } from '../../errors.ts';
import type { Cluster } from '../clusters.ts';
import { runTool } from '../run-tool.ts';
import type { Drain } from './drain.ts';

/** Makes the master on this host read its list. @throws FirebreakError `FB-DRAIN-REFRESH` */
export const refresh = ({ master, refresh: tool }: Drain, cluster: Cluster, signal: AbortSignal): Promise<void> =>
  runTool(
    cluster,
    tool,
    signal,
    (because) =>
      new FirebreakError({
        code: 'FB-DRAIN-REFRESH',
        message: `The ${master} did not read its list of hosts that are out of work.`,
        because,
        next: `Read \`firebreak logs ${master}\`, then run the command again.`,
      }),
  );
