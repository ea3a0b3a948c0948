import type { RuntimeName } from '../runtimes/runtime-class.ts';

export interface ServiceStatus {
  readonly name: string;
  readonly state: 'running' | 'stopped';
  readonly pid?: number;
  readonly uptimeSeconds?: number;
  readonly user?: string;
  readonly memoryBytes?: number;
  /** Folder of its log; the newest lines are in the file `current`. */
  readonly logs: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly application: string;
  readonly tenant: string;
  readonly user: string;
  readonly runtime: string;
  readonly address: string;
  readonly status: string;
}

export interface ClusterStatus {
  readonly name: string;
  /** True when every service runs. */
  readonly healthy: boolean;
  readonly address: string;
  readonly services: readonly ServiceStatus[];
  readonly runtimes: readonly { readonly name: RuntimeName; readonly engine: 'docker'; readonly handler: string }[];
  readonly containers: readonly ContainerStatus[];
  readonly urls: {
    readonly hdfs: string;
    readonly resourceManager: string;
    readonly nodeManager: string;
    readonly historyServer: string;
    /** fs.defaultFS */
    readonly fileSystem: string;
  };
}

/** What runs of the cluster `name`, read from the host. @throws FirebreakError `FB-CLUSTER-UNKNOWN` */
export const status = async (_name: string): Promise<ClusterStatus> => {
  throw new Error('not there yet');
};
