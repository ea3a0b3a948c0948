import type { Progress } from '../progress.ts';

export interface DownOptions {
  /** Leaves HDFS, the engine's images and the logs in the data folder. */
  readonly keepData: boolean;
}

/** Stops and removes everything of the cluster `name` from this machine; fine when it is half there or not at all. */
export const down = async (_name: string, _progress: Progress, _options: DownOptions): Promise<void> => {
  throw new Error('not there yet');
};
