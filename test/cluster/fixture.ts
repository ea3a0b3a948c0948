import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { layoutOf } from '../../src/cluster/layout.ts';
import { type ClusterSpec, clusterSpec } from '../../src/cluster/spec.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { silentProgress } from '../../src/progress.ts';

/** A cluster of this test's own, apart from the examples and from whatever else is up on the machine. */
export const spec = clusterSpec.parse({
  name: 'uptest',
  tenants: {
    health: { users: ['alice'], runtime: 'gvisor', capacity: 50 },
    tax: { users: ['bob'], runtime: 'runc', capacity: 50 },
  },
  network: { subnet: '172.31.64.0/20' },
  ports: { offset: 7000 },
});

export const layout = layoutOf(spec);

export const distribution = () => installDistribution(spec.distribution, silentProgress());

/** Everything of the cluster that the machine shows, by the machine's own tools and not by our records. */
export const tracesOfCluster = (): Promise<string[]> => tracesOf(spec);

export const tracesOf = async (wanted: ClusterSpec): Promise<string[]> => {
  const { name: cluster } = wanted;
  const { serviceBridge } = layoutOf(wanted);
  const [processes, links, tables, rules, mounts] = await Promise.all([
    execa('ps', ['-eo', 'pid,args']),
    execa('ip', ['-o', 'link']),
    execa('nft', ['list', 'tables']),
    execa('iptables', ['-S']),
    readFile('/proc/mounts', 'utf8'),
  ]);
  const texts = [processes.stdout, links.stdout, tables.stdout, rules.stdout, mounts].join('\n').split('\n');
  const mark = new RegExp(`firebreak[/_:]${cluster}\\b|firebreak\\.service=${cluster}/|${serviceBridge}\\b`);
  const folders = ['/run/firebreak', '/var/lib/firebreak', '/etc/firebreak/clusters', ...(await cgroupRoots())];
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch((): string[] => [])));
  const left = names.flatMap((inside, index) => inside.map((name) => `${folders[index]}/${name}`));
  return [
    ...texts.filter((line) => mark.test(line)),
    ...left.filter((path) => new RegExp(`/(firebreak-)?${cluster}(\\.yaml)?$`).test(path)),
  ];
};

const cgroupRoots = async (): Promise<string[]> =>
  ['', ...(await readdir('/sys/fs/cgroup'))].map((name) => `/sys/fs/cgroup/${name}`);
