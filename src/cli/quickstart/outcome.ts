import type { QueryOutcome } from '../../bench/suites/tpch/table.ts';
import type { ClusterStatus } from '../../cluster/status.ts';
import type { StepRecord } from '../../progress.ts';

/** What `quickstart --json <file>` writes. Public: its shape changes only together with `schema`. */
export interface QuickstartOutcome {
  readonly schema: 1;
  readonly host: {
    readonly hostname: string;
    readonly release: string;
    readonly kernel: string;
    readonly processor: string;
    readonly processors: number;
    readonly memoryBytes: number;
  };
  readonly runtimes: readonly {
    readonly name: string;
    readonly engine: string;
    readonly handler: string;
    /** What the runtime's program says of itself. */
    readonly version: string;
    /** `uname -r` inside a container, and on the host. */
    readonly kernel: string;
    readonly hostKernel: string;
  }[];
  readonly tpch: { readonly scaleFactor: number; readonly queries: readonly QueryOutcome[] };
  readonly steps: readonly StepRecord[];
  readonly urls: ClusterStatus['urls'];
}
