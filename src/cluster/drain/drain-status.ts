import type { Cluster } from '../clusters.ts';
import type { Standing } from './drain.ts';
import { drains } from './drains.ts';
import { type DrainedDaemon, drainedDaemons } from './lists.ts';

export interface DrainStatus extends DrainedDaemon {
  /** Absent where the master does not answer. */
  readonly standing?: Standing;
}

/** What the masters on this host say of the daemons that their lists name. */
export const drainStatuses = async ({ layout }: Cluster): Promise<DrainStatus[]> =>
  Promise.all(
    (await drainedDaemons(layout)).map(async (daemon) => {
      const signal = AbortSignal.timeout(5000);
      const look = await drains[daemon.role].look(layout, daemon.address, signal).catch(() => undefined);
      return look === undefined ? daemon : { ...daemon, standing: look.standing };
    }),
  );
