import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostPhases } from '../../src/cluster/controller/host-phases.ts';
import { upPhases } from '../../src/cluster/phases/phases.ts';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { downLeavesNothing } from './down-leaves-nothing.ts';
import { giveSoftware } from './give-software.ts';
import { type NewerSoftware, newerSoftware } from './newer-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

let set: TestHosts;
let cluster: ClusterOfHosts;
let first: string;
let second: string;
let stranger: string;
let newer: NewerSoftware;

beforeAll(async () => {
  set = await startHosts(3, { prefix: 'fbcl', network: '172.27.242' });
  cluster = new ClusterOfHosts(set, 2, 'twohosts');
  [first = '', second = '', stranger = ''] = set.hosts.map(({ name }) => name);
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
  await newer?.[Symbol.asyncDispose]();
});

describe('a host that up cannot use', () => {
  it.each([
    ['that accepts no key of ours', 'IdentityFile', 'FB-SSH-DENIED', 'ssh-copy-id'],
    ['whose key nobody knows', 'UserKnownHostsFile', 'FB-SSH-HOST-KEY', 'fingerprint'],
  ])('%s is named, with what to do', async (_, setting, code, remedy) => {
    const configFile = await configWith(setting, '/dev/null');
    const { all, exitCode } = await cluster.run('up', ['--yes'], (host, index) =>
      index === 1 ? { ...host, ssh: { configFile } } : host,
    );
    expect(all).toContain(`error ${code}`);
    expect(all).toContain(second);
    expect(all).toContain(remedy);
    expect(exitCode).toBe(4);
    expect(await cluster.on(first, 'ls /opt')).toBe('');
  });

  it('because it is down, is named', async () => {
    await set.hosts[1]?.kill();
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    await set.hosts[1]?.start();
    expect(all).toMatch(new RegExp(`error FB-SSH-UNREACHABLE: ${second} .*\n(.*\n)*next: .*ssh .*${second} true`));
    expect(exitCode).toBe(4);
    // Nothing was sent to the other one either.
    expect(await cluster.on(first, 'ls /opt')).toBe('');
  });

  it('because a port is taken there, is named before any host is changed', async () => {
    // It is sent to the other one.
    await giveSoftware({ ...set, hosts: set.hosts.slice(0, 1) });
    await cluster.on(second, `nohup python3 -m http.server 8042 >/dev/null 2>&1 & sleep 1`);
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(all).toMatch(new RegExp(`error FB-HOST-PORT: ${second}: Port 8042, which nodeManagerHttp needs, is taken`));
    expect(all).toContain(`next: on ${second}:`);
    expect(exitCode).toBe(4);
    expect(await Promise.all(cluster.hosts.map((host) => configuredOn(host)))).toEqual(['', '']);
    await cluster.on(second, `kill $(pgrep -f '[h]ttp.server 8042')`);
  });

  it.each([
    ['/opt', 'FB-HOST-SPACE', 'Free some space there'],
    ['/var/lib/firebreak', 'FB-HOST-DISK', 'Free some space'],
  ])('because its disk at %s is full, is named, and no cluster is begun anywhere', async (folder, code, remedy) => {
    await cluster.on(second, `mount -t tmpfs -o size=4m full ${folder}`);
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    await cluster.on(second, `umount ${folder}`);
    expect(all).toMatch(new RegExp(`error ${code}: .*${second}`));
    expect(all).toContain(remedy);
    expect(exitCode).toBe(4);
    expect(await Promise.all(cluster.hosts.map((host) => configuredOn(host)))).toEqual(['', '']);
  });
});

it('up one host after the other is refused where not all are up', async () => {
  const { all, exitCode } = await cluster.run('up', ['--yes', '--rolling']);
  expect(all).toMatch(new RegExp(`error FB-UP-ROLLING: .*${second} is down`));
  expect(exitCode).toBe(1);
});

describe('up that is killed', () => {
  // Hosts that share this machine's packages lack none; this cluster has no labels yet, and no daemon twice.
  const doubled = ['Number ZooKeeper', 'Start zookeeper', 'Start journalnode', 'Start zkfc'];
  const idle = ['Install packages', 'Set the node labels', ...doubled];
  // What each leaves is what the next finds.
  const phases = [...hostPhases.slice(0, -1), ...upPhases, ...hostPhases.slice(-1)];
  const boundaries = phases.map(({ name }) => name).filter((name) => !idle.includes(name));
  it.each(boundaries)('once “%s” is done somewhere leaves nobody working on', async (name) => {
    const { signal } = await cluster.stopped(new RegExp(`${name} … done`), 'SIGKILL', 'up', ['--yes']);
    expect(signal).toBe('SIGKILL');
    const working = async (): Promise<string> =>
      (await Promise.all(cluster.hosts.map((host) => cluster.on(host, 'pgrep -f on-host/[s]erve.ts || true')))).join(
        '',
      );
    await expect.poll(working, { timeout: 30_000 }).toBe('');
  });
});

describe('a cluster of two hosts', () => {
  it('comes up after that, each host with the daemons of its roles', async () => {
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, all).toBe(0);
    const { healthy, services } = await status();
    expect(healthy).toBe(true);
    // The agent was made here.
    expect(await cluster.on(second, 'ls /opt/firebreak/program/node_modules')).not.toContain('esbuild');
    const on = (host: string) => services.filter((each) => each.host === host).map(({ name }) => name);
    expect(on(second)).toEqual(['containerd', 'dockerd', 'agent', 'datanode', 'nodemanager']);
    expect(on(first)).toEqual([
      ...['containerd', 'dockerd', 'agent', 'namenode', 'datanode'],
      ...['resourcemanager', 'nodemanager', 'historyserver'],
    ]);
  });

  it('again, sends nothing and restarts nothing', async () => {
    const before = (await status()).services.map(({ pid }) => pid);
    const { all } = await cluster.run('up', ['--yes']);
    expect((await status()).services.map(({ pid }) => pid)).toEqual(before);
    expect(all).not.toMatch(/MB$/m);
  });

  it.each([
    ['runc', 'science', 'fb-ricky'],
    ['gvisor', 'secret', 'fb-carol'],
  ])('runs an application in %s on both hosts, whose shuffle crosses between them', async (runtime, tenant, user) => {
    const before = await overlayBytes();
    const id = await cluster.shuffle(tenant, user, runtime);
    expect(await cluster.answer(user, runtime)).toEqual(rightAnswer());
    const { executors, remoteBytes } = await cluster.history(id);
    expect(new Set(executors.map((name) => cluster.hostOf(name)))).toEqual(new Set([first, second]));
    expect(remoteBytes).toBeGreaterThan(100_000);
    expect((await overlayBytes()) - before).toBeGreaterThan(remoteBytes / 2);
  });

  it('lets nobody in but its own hosts, not even with forged packets of its overlay', async () => {
    const { ports, overlayId, ...layout } = cluster.layout;
    const [nameNode] = layout.nameNodes;
    const reach = `timeout 3 bash -c '</dev/tcp/${nameNode}/${ports.nameNodeRpc}' && echo reached || echo refused`;
    expect(await cluster.on(second, reach)).toBe('reached');
    const [at, own] = [set.hosts[0]?.address, set.hosts[2]?.address];
    await cluster.on(stranger, `ip route add 172.25.0.0/20 via ${at}`);
    // Dropped, so that each takes its time: all at once.
    const tries = Object.values(ports).map(
      (port) => `(timeout 3 bash -c '</dev/tcp/${nameNode}/${port}' && echo ${port})&`,
    );
    expect(await cluster.on(stranger, `exec 2>/dev/null; ${tries.join(' ')} wait`)).toBe('');
    const forged = [
      `ip route delete 172.25.0.0/20; ip link add forged type vxlan id ${overlayId} local ${own} dstport 4789 nolearning`,
      'ip address add 172.25.16.1/20 dev forged; ip link set forged address 02:fb:ac:19:10:01 up',
      `ip neighbour replace ${nameNode} lladdr 02:fb:ac:19:00:01 dev forged nud permanent`,
      `ip route add ${nameNode} dev forged; bridge fdb replace 02:fb:ac:19:00:01 dev forged dst ${at} self permanent`,
      `for count in 1 2 3 4 5; do timeout 0.2 bash -c '</dev/tcp/${nameNode}/${ports.nameNodeRpc}'; done; true`,
    ];
    expect(await forgedOn(first)).toBe(0);
    await cluster.on(stranger, `(${forged.join('; ')}) 2>/dev/null`);
    expect(await forgedOn(first)).toBeGreaterThanOrEqual(5);
  });

  it('shows the log of one daemon on one host, and what each host is able to do', async () => {
    const logs = await cluster.run('logs', [`datanode@${second}`, '-n', '2000']);
    expect(logs.stdout).toContain(`172.25.16.1`);
    const doctor = await cluster.run('doctor', ['--json']);
    expect(JSON.parse(doctor.stdout)).toMatchObject({ hosts: [{ host: first }, { host: second }] });
  });

  it('that was changed by hand is shown by plan, which touches nothing, and mended by up', async () => {
    const { conf, services, name } = cluster.layout;
    const drift = [`echo '<!-- by hand -->' >>${conf}/hadoop/yarn-site.xml`, `sv down ${services}/datanode`];
    await cluster.on(second, [...drift, `nft delete table inet firebreak_${name}`].join(' && '));
    await cluster.on(second, `printf x >>${cluster.layout.launcher}`);
    await cluster.openToAll('/user/fb-carol');
    const opened = { what: 'HDFS /user/fb-carol', why: 'is fb-carol:fb-carol 777' };
    const differing = [
      { what: `${conf}/hadoop/yarn-site.xml`, why: 'is not what the spec makes it' },
      { what: 'launcher', why: 'is of another version' },
      { what: 'firewall rules', why: 'are missing' },
      { what: 'datanode', why: 'does not run' },
    ];
    for (const words of [['plan'], ['up', '--dry-run'], ['plan']] as const) {
      const { stdout, exitCode } = await cluster.run(words[0], [...words.slice(1), '--json']);
      expect(JSON.parse(stdout).hosts).toEqual([
        { host: first, changes: [opened] },
        { host: second, changes: differing },
      ]);
      expect(exitCode).toBe(3);
    }
    const before = (await status()).services.filter(({ name: service }) => service !== 'datanode');
    expect((await cluster.run('up', ['--yes'])).exitCode).toBe(0);
    expect((await cluster.run('plan')).all).toContain('nothing to do');
    const after = (await status()).services.filter(({ name: service }) => service !== 'datanode');
    expect(after.map(({ pid }) => pid)).toEqual(before.map(({ pid }) => pid));
  });

  it('whose hosts get a label, runs every container of a tenant in its own part', async () => {
    cluster.label = 'secure';
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, all).toBe(0);
    expect(await labels()).toEqual(['secure']);
    // Each asks for three executors, and one fits beside the ApplicationMaster: none goes to the other host.
    const places = [
      ['science', 'fb-ricky', first],
      ['secret', 'fb-carol', second],
    ] as const;
    const ids = await Promise.all(
      places.map(([tenant, user]) => cluster.shuffle(tenant, user, 'labelled', { wait: '3s' })),
    );
    for (const [index, [, user, host]] of places.entries()) {
      expect(await cluster.answer(user, 'labelled')).toEqual(rightAnswer());
      const { driver, executors } = await cluster.history(ids[index] ?? '');
      expect([driver, ...executors].map((name) => cluster.hostOf(name))).toEqual([host, host]);
    }
  });

  it('refuses a job at once that asks for more than a host gives', async () => {
    const submit = `/opt/firebreak/bin/firebreak submit --cluster ${cluster.name} --tenant secret --`;
    const job = `/opt/${cluster.name}-fb-carol-labelled.py`;
    const said = await cluster.on(first, `${submit} --executor-memory 2g ${job} 2>&1; echo "exit code $?"`);
    expect(said).toMatch(/error FB-SUBMIT-SIZE: Each executor of this job would take 2432 MiB .* is of 2048 MiB/);
    expect(said).toContain('exit code 2');
  });

  it('converges when its label is renamed, and when it goes', async () => {
    for (const [label, known] of [
      ['renamed', ['renamed']],
      [undefined, []],
    ] as const) {
      cluster.label = label;
      expect((await cluster.run('plan')).exitCode).toBe(3);
      const { all, exitCode } = await cluster.run('up', ['--yes']);
      expect(exitCode, all).toBe(0);
      expect(await labels()).toEqual(known);
      expect((await cluster.run('plan')).all).toContain('nothing to do');
    }
  });

  it('does not get another Hadoop by up, and plan says what upgrade would do', async () => {
    newer = await newerSoftware(cluster, '4.99.0');
    const { all, exitCode } = await cluster.run('up', ['--yes'], undefined, newer.spec);
    expect(all).toMatch(/error FB-UPGRADE-HADOOP: .* is of Hadoop 3\.5\.0, and would get 3\.99\.0/);
    expect(all).toContain('firebreak upgrade');
    expect(exitCode).toBe(4);
    const plan = await cluster.run('plan', [], undefined, newer.spec);
    expect(plan.all).toContain('HDFS is of Hadoop 3.5.0: `firebreak upgrade` brings it to 3.99.0');
    expect((await cluster.run('plan')).all).toContain('nothing to do');
  });

  it('is upgraded one host after the other under a running application, which runs on both and loses nothing', async () => {
    const gate = cluster.gate('fb-ricky', 'rolling');
    const running = cluster.shuffle('science', 'fb-ricky', 'rolling', { words: [gate.path] });
    await expect.poll(() => containersOn(second), { timeout: 180_000, interval: 1000 }).toBe(2);
    await expect.poll(() => containersOn(first), { timeout: 180_000, interval: 1000 }).toBe(2);
    const before = await status();
    const { all, exitCode } = await cluster.run('upgrade', ['--yes'], undefined, newer.spec);
    expect(exitCode, all).toBe(0);
    expect(all).toContain('HDFS goes from Hadoop 3.5.0 to 3.99.0');
    expect(all).toContain('finish the upgrade of HDFS');
    const after = await status();
    const restarted = after.services.filter(({ pid }) => !before.services.some((each) => each.pid === pid));
    expect(restarted.map(({ name, host }) => `${name}@${host}`)).toEqual([
      ...['agent', 'namenode', 'datanode', 'resourcemanager', 'nodemanager', 'historyserver'].map(
        (name) => `${name}@${first}`,
      ),
      ...['agent', 'datanode', 'nodemanager'].map((name) => `${name}@${second}`),
    ]);
    expect(after.containers.map(({ name }) => name).toSorted()).toEqual(
      before.containers.map(({ name }) => name).toSorted(),
    );
    // What a container that comes now would ask for, too.
    const docker = `docker -H unix://${cluster.layout.dockerSocket}`;
    const mounts = await cluster.on(second, `${docker} inspect $(${docker} ps -q) | grep '"Source": .*/spark-'`);
    expect(new Set(mounts.match(/spark-[\d.]+/g))).toEqual(new Set(['spark-4.3.0']));
    const defaults = await cluster.on(second, `cat ${cluster.layout.clientConf}/spark-defaults.conf`);
    expect(defaults).toContain('DOCKER_MOUNTS /opt/firebreak/spark-4.99.0:/opt/spark:ro');
    await gate.open();
    const id = await running;
    expect(await cluster.answer('fb-ricky', 'rolling')).toEqual(rightAnswer());
    const { executors } = await cluster.history(id);
    expect(executors.length).toBe(3);
    expect(new Set(executors.map((name) => cluster.hostOf(name)))).toEqual(new Set([first, second]));
    // Its event log was open all the time, through DataNodes that each went once.
    await expect.poll(() => cluster.hasWholeHistory(id), { timeout: 30_000, interval: 1000 }).toBe(true);
    expect((await cluster.run('plan', [], undefined, newer.spec)).all).toContain('nothing to do');
    expect((await cluster.run('plan')).all).toContain('error FB-UPGRADE-BACK');
  });

  it('down, leaves nothing on any host', () => downLeavesNothing(cluster));
});

const status = () => cluster.status();

const containersOn = (host: string) => cluster.containersOn(host);

const overlayBytes = async (): Promise<number> =>
  Number(await cluster.on(first, `cat /sys/class/net/${cluster.layout.overlay}/statistics/rx_bytes`)) +
  Number(await cluster.on(first, `cat /sys/class/net/${cluster.layout.overlay}/statistics/tx_bytes`));

/** Labels of the nodes, as the ResourceManager counts them. */
const labels = async (): Promise<string[]> => {
  const { resourceManagers, ports } = cluster.layout;
  const url = `http://${resourceManagers[0]}:${ports.resourceManagerHttp}/ws/v1/cluster`;
  const nodes = await cluster.on(first, `curl -sf ${url}/get-node-to-labels`);
  const known = await cluster.on(first, `curl -sf ${url}/get-node-labels`);
  const named = /"name"\s*:\s*"(secure|renamed)"/g;
  const onNodes = [...nodes.matchAll(named)].map(([, name = '']) => name);
  expect([...known.matchAll(named)].map(([, name]) => name)).toEqual(onNodes);
  return onNodes;
};

/** Packets of the overlay that came from elsewhere than the other hosts, and were dropped. */
const forgedOn = async (host: string): Promise<number> => {
  const rules = await cluster.on(host, `nft list chain inet firebreak_${cluster.name} input`);
  return Number(/4789 .* counter packets (\d+) /.exec(rules)?.[1]);
};

const configuredOn = (host: string): Promise<string> =>
  cluster.on(host, `ls /etc/firebreak/clusters 2>/dev/null || true`);

/** The hosts' ssh_config with a setting replaced. */
const configWith = async (setting: string, value: string): Promise<string> => {
  const text = await readFile(set.sshConfig, 'utf8');
  const file = `${set.sshConfig}-${setting}`;
  await writeFile(file, text.replaceAll(new RegExp(`${setting} .*`, 'g'), `${setting} ${value}`), { mode: 0o600 });
  return file;
};
