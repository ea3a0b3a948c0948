import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Stage } from '../../containers/stage.ts';
import { byPreset } from '../../preset.ts';
import { hdfsUri } from '../../spark/client.ts';
import type { Observation, Site, Trial } from '../../suite.ts';

const output = z.object({
  megabytes: z.number().positive(),
  writeSeconds: z.number().positive(),
  readSeconds: z.number().positive(),
  randomReads: z.int().positive(),
  randomSeconds: z.number().positive(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});

/** Every container finds it in its work folder. */
export const hdfsClient = fileURLToPath(new URL('HdfsClient.java', import.meta.url));

/** Reads what HdfsClient.java prints. */
export const parseHdfsClient = (text: string): z.infer<typeof output> => output.parse(JSON.parse(text));

const sizes = {
  smoke: { megabytes: 4, reads: 20 },
  quick: { megabytes: 32, reads: 100 },
  standard: { megabytes: 256, reads: 1000 },
};

/** HDFS through its own client in a JVM of its own, which HdfsClient.java warms up before it measures. */
export const hdfsTrial = (site: Site, stage: Stage): Trial => ({
  name: 'HDFS',
  maximumRounds: 10,
  goal: { metric: 'operations', over: 'each case' },
  ceilings: stage.ceilings,
  measure: async (where, { signal }) => {
    const [place] = stage.places(where);
    if (place === undefined) throw new Error(`nothing to run in ${where}`);
    const { megabytes, reads } = byPreset(site.options, sizes);
    const java = ['java', '-cp', '/opt/spark/jars/*', '-Xmx256m', '-XX:ActiveProcessorCount=2'];
    const source = ['org.codehaus.janino.SimpleCompiler', 'HdfsClient.java', 'HdfsClient'];
    const folder = hdfsUri(site.cluster.layout, '/tmp');
    const argv = [...java, ...source, folder, String(megabytes), String(reads)];
    const { stdout } = await place.run(argv, { seconds: 180, signal });
    return {
      observations: observationsOf(parseHdfsClient(stdout)),
      ...stage.facts(where),
      raw: { 'hdfs-client.json': stdout },
    };
  },
});

const observationsOf = (result: z.infer<typeof output>): Observation[] => {
  const { megabytes, randomReads } = result;
  const sequential = (pattern: 'read' | 'write', seconds: number): Observation => ({
    case: {
      name: `HDFS ${pattern}`,
      parameters: { path: 'HDFS', pattern, blockBytes: 1 << 20, fileMebibytes: megabytes },
    },
    readings: [
      { metric: 'operations', unit: '1/s', better: 'higher', value: megabytes / seconds },
      { metric: 'throughput', unit: 'MB/s', better: 'higher', value: (megabytes * 2 ** 20) / 1e6 / seconds },
    ],
  });
  const latency = (q: number, seconds: number) =>
    ({ metric: `read latency p${Math.round(q * 100)}`, unit: 'ms', better: 'lower', value: seconds * 1000 }) as const;
  return [
    sequential('write', result.writeSeconds),
    sequential('read', result.readSeconds),
    {
      case: {
        name: 'HDFS randread',
        parameters: { path: 'HDFS', pattern: 'randread', blockBytes: 4096, fileMebibytes: megabytes },
      },
      readings: [
        { metric: 'operations', unit: '1/s', better: 'higher', value: randomReads / result.randomSeconds },
        latency(0.5, result.p50),
        latency(0.95, result.p95),
        latency(0.99, result.p99),
      ],
    },
  ];
};
