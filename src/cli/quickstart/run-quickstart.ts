import { readFile } from 'node:fs/promises';
import { cpus, hostname, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { prepareTpch, type TpchData } from '../../bench/suites/tpch/prepare.ts';
import { runTpch } from '../../bench/suites/tpch/run.ts';
import { layoutOf } from '../../cluster/layout.ts';
import { readSpec } from '../../cluster/read-spec.ts';
import type { ClusterSpec } from '../../cluster/spec.ts';
import { up } from '../../cluster/up.ts';
import { cacheDir } from '../../distribution/folders.ts';
import { hostRelease } from '../../distribution/host-packages.ts';
import { installTpchgen } from '../../distribution/tpchgen.ts';
import { engineNames } from '../../engines/engine.ts';
import type { Progress } from '../../progress.ts';
import { agreeOnPackages } from '../agree-on-packages.ts';
import { bringSoftware } from '../bring-up.ts';
import { withProgress } from '../progress/with-progress.ts';
import type { Terminal } from '../terminal.ts';
import type { QuickstartOutcome } from './outcome.ts';
import { requireAbleHost } from './require-able-host.ts';

interface QuickstartOptions {
  readonly yes: boolean;
  readonly scaleFactor: number;
  readonly runtimes: readonly string[];
  readonly engine: string;
}

type Result = Pick<QuickstartOutcome, 'runtimes' | 'tpch' | 'urls'>;

/** Everything from the check of the host to the compared answers. */
export const runQuickstart = async (
  options: QuickstartOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<QuickstartOutcome> => {
  await requireAbleHost();
  const spec = startedBy(await builtInSpec(), options);
  const packages = await agreeOnPackages({ yes: options.yes, terminal, signal, command: 'firebreak quickstart' });
  const { result, steps } = await withProgress(terminal, signal, (progress) =>
    fromSoftwareToAnswers(spec, packages, options, progress),
  );
  return { schema: 1, host: await describeHost(), ...result, steps };
};

const specFile = new URL('quickstart.yaml', import.meta.url);

const builtInSpec = async (): Promise<ClusterSpec> => readSpec(await readFile(specFile, 'utf8'), 'quickstart.yaml');

/** The cluster with that engine for the containers of the classes that are run in. */
const startedBy = (spec: ClusterSpec, options: Pick<QuickstartOptions, 'engine' | 'runtimes'>): ClusterSpec => {
  const { runc, gvisor, ...rest } = spec.runtimes;
  const engine = engineNames.find((name) => name === options.engine) ?? 'docker';
  const of = (name: string) => (options.runtimes.includes(name) ? { engine } : {});
  return {
    ...spec,
    runtimes: { ...rest, runc: { ...runc, ...of('runc') }, gvisor: { ...gvisor, ...of('gvisor') } },
  };
};

const fromSoftwareToAnswers = async (
  spec: ClusterSpec,
  packages: readonly string[],
  { scaleFactor, runtimes }: QuickstartOptions,
  progress: Progress,
): Promise<Result> => {
  const distribution = await bringSoftware(spec, packages, progress);
  // Data is made while the daemons start; when one of the two fails, the other is waited for before that is told.
  const [cluster, data] = await bothOf(
    progress.step('bring up the cluster', (step) => up(spec, distribution, step)),
    progress.step('make TPC-H data', (step) => makeData(scaleFactor, step)),
  );
  const { runtimes: observed, queries } = await progress.step('TPC-H', (step) =>
    runTpch({ spec, layout: layoutOf(spec), distribution, user: 'demo', runtimes, data }, step),
  );
  return {
    runtimes: observed.map(({ name, engine, handler, kernel, hostKernel }) => ({
      name,
      engine,
      handler,
      version: cluster.runtimes.find((runtime) => runtime.name === name)?.version ?? 'unknown',
      kernel,
      hostKernel,
    })),
    tpch: { scaleFactor, queries },
    urls: cluster.urls,
  };
};

const makeData = async (scaleFactor: number, progress: Progress): Promise<TpchData> => {
  const tpchgen = await installTpchgen(progress);
  return prepareTpch({ scaleFactor, tpchgen, directory: join(cacheDir(), 'tpch') }, progress);
};

const bothOf = async <A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([first, second]);
  return [await first, await second];
};

const describeHost = async (): Promise<QuickstartOutcome['host']> => {
  const processors = cpus();
  return {
    hostname: hostname(),
    release: await hostRelease(),
    kernel: release(),
    processor: processors[0]?.model ?? 'unknown',
    processors: processors.length,
    memoryBytes: totalmem(),
  };
};
