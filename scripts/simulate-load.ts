import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { caseOf, configurationOf } from './load-simulator/case.ts';
import { type Outcome, outcomeOf } from './load-simulator/outcome.ts';

/**
 * Runs YARN's scheduler load simulator on our queues, once for each runtime class, and adds what came of it to a file:
 *
 *     node scripts/simulate-load.ts --hadoop /opt/firebreak/hadoop-3.5.0 --output docs/load-simulator.json --nodes 1000
 *
 * Needs root, for a network of its own, and Maven. Time is real: a minute of simulation takes a minute.
 */
const { values } = parseArgs({
  options: {
    hadoop: { type: 'string', default: '/opt/firebreak/hadoop-3.5.0' },
    output: { type: 'string', default: 'docs/load-simulator.json' },
    nodes: { type: 'string', default: '1000' },
    hostMiB: { type: 'string', default: '16384' },
    waves: { type: 'string', default: '4' },
    /** Life of a container. */
    taskMs: { type: 'string', default: '20000' },
    runtimes: { type: 'string', default: 'runc,kata' },
    /** A run is ended after so many seconds, done or not. */
    bound: { type: 'string', default: '420' },
    heapMiB: { type: 'string', default: '6144' },
  },
});

const here = import.meta.dirname;
const folder = await mkdtemp(join(tmpdir(), 'firebreak-load-'));
const jars = join(folder, 'jars');

const fetchSimulator = async (): Promise<void> => {
  const pom = join(here, 'load-simulator/pom.xml');
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
  await execa('mvn', ['--batch-mode', '--quiet', `--file=${pom}`, ...goal, `-Dmaven.repo.local=${folder}/repository`]);
};

const simulate = async (runtime: 'runc' | 'gvisor' | 'kata'): Promise<Outcome> => {
  const simulated = caseOf(runtime, {
    nodes: Number(values.nodes),
    hostMiB: Number(values.hostMiB),
    waves: Number(values.waves),
    taskMs: Number(values.taskMs),
  });
  const conf = join(folder, runtime);
  const output = join(folder, `${runtime}-output`);
  await mkdir(conf);
  for (const [name, text] of configurationOf(simulated)) await writeFile(join(conf, name), text);
  const java = [
    ...['java', `-Xmx${values.heapMiB}m`, `-Djdk.net.hosts.file=${conf}/hosts`, '-Dsun.net.inetaddr.ttl=-1'],
    ...['--add-opens=java.base/java.lang=ALL-UNNAMED', '-cp', [conf, `${jars}/*`, `${values.hadoop}/lib/*`].join(':')],
    ...['org.apache.hadoop.yarn.sls.SLSRunner', '-tracetype', 'SYNTH', '-tracelocation', `${conf}/workload.json`],
    ...['-output', output],
  ];
  // A network of its own: the ports of a ResourceManager may be taken here.
  const inside = ['unshare', '--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', ...java];
  const { exitCode, timedOut, stderr } = await execa('timeout', ['--kill-after=5', values.bound, ...inside], {
    reject: false,
    all: true,
  });
  await writeFile(join(folder, `${runtime}.log`), stderr);
  if (exitCode !== 0 && exitCode !== 124)
    throw new Error(`the simulator ended with ${exitCode}:\n${stderr.slice(-3000)}`);
  return outcomeOf(simulated, output, exitCode === 0 && !timedOut);
};

await fetchSimulator();
const known = await readFile(values.output, 'utf8').catch(() => '{"runs":[]}');
const { runs }: { runs: unknown[] } = JSON.parse(known);
for (const runtime of values.runtimes.split(',')) {
  if (runtime !== 'runc' && runtime !== 'gvisor' && runtime !== 'kata') throw new Error(`no runtime class ${runtime}`);
  const outcome = await simulate(runtime);
  process.stdout.write(`${JSON.stringify({ ...outcome, running: undefined })}\n`);
  const machine = { cpus: availableParallelism(), memoryMiB: Math.floor(totalmem() / 2 ** 20) };
  runs.push({
    at: new Date().toISOString(),
    machine,
    simulator: 'hadoop-sls 3.4.3',
    hadoop: values.hadoop,
    ...outcome,
  });
  await writeFile(values.output, `${JSON.stringify({ runs }, undefined, 2)}\n`);
}
await rm(folder, { recursive: true });
