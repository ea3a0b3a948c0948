import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { giveSoftware } from './give-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

let set: TestHosts;
let cluster: ClusterOfHosts;
let all: string[];
let first: string;
let second: string;
let third: string;
let fourth: string;
let fifth: string;

beforeAll(async () => {
  set = await startHosts(5, { prefix: 'fbsc', network: '172.27.243' });
  await giveSoftware(set);
  cluster = new ClusterOfHosts(set, 5, 'scaled', { tenants: { science: { users: ['fb-ricky'], runtime: 'runc' } } });
  all = cluster.hosts;
  [first = '', second = '', third = '', fourth = '', fifth = ''] = all;
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
});

/** The file that `scale` has added a host to. */
let grown: string;

const without = (...names: string[]): string[] => all.filter((name) => !names.includes(name));
const addresses = async () =>
  Object.fromEntries((await cluster.status()).hosts.map(({ name, address }) => [name, address]));

/** Blocks that have fewer copies than they should, by the NameNode. */
const lacking = async (): Promise<unknown> => {
  const { nameNodes, ports } = cluster.layout;
  const bean = 'Hadoop:service=NameNode,name=FSNamesystem';
  const found = await cluster.on(first, `curl -sf 'http://${nameNodes[0]}:${ports.nameNodeHttp}/jmx?qry=${bean}'`);
  const [{ MissingBlocks: missing, UnderReplicatedBlocks: fewer }] = JSON.parse(found).beans;
  return { missing, fewer };
};

describe('a cluster of five hosts', () => {
  it('comes up', async () => {
    const { all: said, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, said).toBe(0);
  });

  it('has two hosts drained at the same moment, and neither is forgotten', async () => {
    const both = [third, fourth].map((host) => cluster.run('drain', [host, '--timeout', '5s']));
    for (const { all: said, exitCode } of await Promise.all(both)) expect(exitCode, said).toBe(0);
    const states = (await cluster.status()).hosts.map(({ state }) => state);
    expect(states).toEqual(['healthy', 'healthy', 'drained', 'drained', 'healthy']);
    const { all: said, exitCode } = await cluster.run('drain', [third, '--undo']);
    expect(exitCode, said).toBe(0);
  });

  it.each([
    ['the host of the masters', () => [first], 'FB-SCALE-MASTER', /it has the namenode, .*\n(.*\n)*next: Put it back/],
    ['so many that blocks had no place', () => [second, third], 'FB-SCALE-REPLICATION', /2 DataNodes .* for 3 copies/],
  ])('does not lose %s', async (_, names, code, text) => {
    cluster.hosts = without(...names());
    for (const command of ['plan', 'up']) {
      const { all: said, exitCode } = await cluster.run(command, command === 'up' ? ['--yes'] : []);
      expect(said).toContain(`error ${code}: `);
      expect(said).toMatch(text);
      expect(exitCode).toBe(2);
    }
    cluster.hosts = all;
    expect((await cluster.run('plan')).all).toContain('nothing to do');
  });

  it('takes no host away that nobody agreed to, and shows what would happen', async () => {
    cluster.hosts = without(second);
    const { stdout, exitCode } = await cluster.run('plan', ['--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).hosts[0]).toMatchObject({ host: second, changes: [{ what: 'host' }] });
    expect((await cluster.run('up')).all).toContain('error FB-CLI-CONFIRM');
    cluster.hosts = all;
    expect((await cluster.status()).healthy).toBe(true);
  });

  it('loses one from the middle under a running application, and a drained one, though Ctrl-C came between', async () => {
    const before = await addresses();
    const running = cluster.shuffle('science', 'fb-ricky', 'leaving', { words: ['2'], executors: 6, wait: '15s' });
    await expect.poll(() => cluster.containersOn(second), { timeout: 120_000, interval: 1000 }).toBeGreaterThan(0);
    const file = await cluster.specFile();
    const words = ['--remove', `${second},${fourth}`, '--yes'];
    const stopped = await cluster.stoppedWith(file, /waits for \d+ container/, 'SIGINT', 'scale', words);
    expect(stopped.exitCode).toBe(130);
    expect(stopped.all).toContain(`\`firebreak up -f ${file}\` goes on`);
    const { all: said, exitCode } = await cluster.runWith(file, 'up', ['--yes', '--timeout', '5s']);
    expect(exitCode, said).toBe(0);
    cluster.hosts = without(second, fourth);
    for (const host of [second, fourth]) {
      expect(said).toContain(`${host} leaves`);
      expect(await cluster.traces(host)).toEqual([]);
    }
    await running;
    expect(await cluster.answer('fb-ricky', 'leaving')).toEqual(rightAnswer());
    const { [second]: gone, [fourth]: _, ...staying } = before;
    expect(await addresses()).toEqual(staying);
    expect((await cluster.status()).healthy).toBe(true);
    expect((await cluster.run('plan')).all).toContain('nothing to do');
    await expect.poll(lacking, { timeout: 60_000, interval: 1000 }).toEqual({ missing: 0, fewer: 0 });
    // What the others still know of it is in no file of theirs.
    expect(await cluster.on(third, `grep -rl '${gone?.replaceAll('.', '[.]')}' ${cluster.layout.conf} || true`)).toBe(
      '',
    );
  });

  it('gets another one by scale, at an address that nobody had, which works at once', async () => {
    grown = await cluster.specFile();
    const { all: said, exitCode } = await cluster.runWith(grown, 'scale', ['--add', second, '--yes']);
    expect(exitCode, said).toBe(0);
    cluster.hosts = [first, third, fifth, second];
    expect((await addresses())[second]).toBe('172.25.80.1');
    expect((await cluster.status()).healthy).toBe(true);
    await cluster.shuffle('science', 'fb-ricky', 'back', { executors: 2 });
    expect(await cluster.answer('fb-ricky', 'back')).toEqual(rightAnswer());
  });

  it('becomes one of pairs with what is in its HDFS', async () => {
    const agreeing = ['zookeeper', 'journalnode', 'datanode', 'nodemanager'];
    const masters = ['namenode', 'resourcemanager'];
    cluster.roles = [
      [...agreeing, ...masters, 'historyserver'],
      ['datanode', 'nodemanager'],
      [...agreeing, ...masters],
      agreeing,
    ];
    grown = await cluster.specFile();
    const { all: said, exitCode } = await cluster.runWith(grown, 'up', ['--yes']);
    expect(exitCode, said).toBe(0);
    const { healthy, services } = await cluster.status();
    expect(healthy).toBe(true);
    for (const master of masters) {
      const states = services.flatMap(({ name, haState }) => (name === master ? [haState] : []));
      expect(states.toSorted()).toEqual(['active', 'standby']);
    }
    expect(await cluster.answer('fb-ricky', 'leaving')).toEqual(rightAnswer());
    expect((await cluster.runWith(grown, 'plan')).all).toContain('nothing to do');
  });

  it('loses one that is gone for good when that is said, with all of its data at hand', async () => {
    await set.hosts[2]?.kill();
    const stuck = await cluster.runWith(grown, 'scale', ['--remove', third, '--yes']);
    expect(stuck.all).toMatch(new RegExp(`error FB-SSH-UNREACHABLE: ${third} .*\n(.*\n)*.*--lost ${third}`));
    expect(await readFile(grown, 'utf8')).toContain(`address: ${third}`);
    const { all: said, exitCode } = await cluster.runWith(grown, 'scale', ['--lost', third, '--yes']);
    expect(exitCode, said).toBe(0);
    expect(await readFile(grown, 'utf8')).not.toContain(`address: ${third}`);
    cluster.hosts = [first, fifth, second];
    cluster.roles = cluster.roles.toSpliced(1, 1);
    expect((await cluster.status()).healthy).toBe(true);
    expect((await cluster.runWith(grown, 'plan')).all).toContain('nothing to do');
    expect(await cluster.answer('fb-ricky', 'leaving')).toEqual(rightAnswer());
  });

  it('down, leaves nothing on any host', async () => {
    // By a list that is shorter than the cluster, and knows of no pairs.
    cluster.roles = [];
    const listed = cluster.hosts;
    const missing = listed.at(-1) ?? '';
    cluster.hosts = listed.slice(0, -1);
    const { all: said, exitCode } = await cluster.run('down', ['--yes']);
    cluster.hosts = listed;
    expect(exitCode, said).toBe(0);
    expect(said).toContain(`${missing} is in the cluster and not in the file`);
    for (const host of cluster.hosts) expect(await cluster.traces(host)).toEqual([]);
  });
});
