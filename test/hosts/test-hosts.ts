import { spawn } from 'node:child_process';
import { appendFile, chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { onEach, resultsOf } from '../../src/cluster/controller/on-each.ts';
import { removeCgroups as removeCgroupsNow } from '../../src/engines/remove-cgroups.ts';
import { endProcess } from '../../src/processes.ts';

export interface TestHost {
  readonly name: string;
  /** On the segment that joins the hosts with this machine. */
  readonly address: string;
  /** Ends every process of the host at once, as a loss of power does. */
  kill(): Promise<void>;
  /** Starts the host again after `kill`, with the disks it had. */
  start(): Promise<void>;
  /** Lets no packet in or out for some milliseconds, as a broken switch does. */
  cutOff(milliseconds: number): Promise<void>;
}

export interface TestHosts extends AsyncDisposable {
  readonly hosts: readonly TestHost[];
  /** ssh_config that knows the hosts by name, with their key and their known_hosts. */
  readonly sshConfig: string;
  readonly folder: string;
}

interface Segment {
  /** At most 8 of a-z, 0-9 and -: names the bridge, the namespaces and the cgroups. */
  readonly prefix: string;
  /** First three numbers of the segment's /24; this machine is .254, host i is .i. */
  readonly network: string;
}

/** A host's first process: a bash that knows sshd alone, or systemd with sshd as its only service. */
type Init = 'bash' | 'systemd';

const here = import.meta.dirname;

/**
 * `count` hosts on one bridge, each with an sshd, name, folders, processes and control groups of its own. Needs root. Where it
 * fails or `signal` ends it, none is left. @throws Error, or the signal's reason
 */
export const startHosts = async (
  count: number,
  segment: Segment,
  init: Init = 'bash',
  signal: AbortSignal = new AbortController().signal,
): Promise<TestHosts> => {
  const folder = await mkdtemp(join(tmpdir(), `firebreak-hosts-${segment.prefix}-`));
  const names = Array.from({ length: count }, (_, index) => `${segment.prefix}${index + 1}`);
  const dispose = () => removeHosts(segment, names, folder);
  try {
    await removeKilled(segment);
    await addBridge(segment);
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
    const hosts = await forAll(names, (name) => makeHost(name, { segment, folder, init, signal }));
    await writeFile(join(folder, 'ssh_config'), sshConfigOf(hosts, folder), { mode: 0o600 });
    return { hosts, folder, sshConfig: join(folder, 'ssh_config'), [Symbol.asyncDispose]: dispose };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
};

interface Making {
  readonly segment: Segment;
  readonly folder: string;
  readonly init: Init;
  readonly signal: AbortSignal;
}

const makeHost = async (name: string, { segment, folder, init, signal }: Making): Promise<TestHost> => {
  const root = join(folder, name);
  const address = `${segment.network}.${name.slice(segment.prefix.length)}`;
  signal.throwIfAborted();
  await makeFolders(root, name, join(folder, 'key.pub'));
  if (init === 'systemd') await makeUnits(root);
  signal.throwIfAborted();
  await addLink(name, address, segment);
  const publicKey = (await readFile(join(root, 'etc/ssh/ssh_host_ed25519_key.pub'), 'utf8')).trim();
  await appendFile(join(folder, 'known_hosts'), `${address} ${publicKey}\n`);
  const start = async (): Promise<void> => {
    // No disk, but memory, which a host that starts has empty.
    await rm(join(root, 'run'), { recursive: true, force: true });
    await mkdir(join(root, 'run'));
    const child = spawn(join(here, 'enter-cgroups'), [`firebreak-host-${name}`, ...inNamespaces(name, root, init)], {
      stdio: 'ignore',
      detached: true,
      cwd: '/',
    });
    child.unref();
    try {
      await untilListening(address, signal);
    } catch (thrown) {
      // Of one that is not in its namespaces yet these know nothing.
      if (child.pid !== undefined) endProcess(child.pid);
      throw thrown;
    }
  };
  await start();
  const cutOff = async (milliseconds: number): Promise<void> => {
    await run('ip', ['link', 'set', `v-${name}`, 'nomaster']);
    await delay(milliseconds);
    await run('ip', ['link', 'set', `v-${name}`, 'master', bridgeOf(segment.prefix)]);
  };
  return { name, address, start, cutOff, kill: () => killHost(name) };
};

const inNamespaces = (name: string, root: string, init: Init): string[] => [
  ...['nsenter', `--net=/run/netns/${name}`],
  ...['unshare', '--mount', '--uts', '--cgroup', '--pid', '--fork', '--kill-child', '--'],
  ...[join(here, 'host-init'), root, name, init],
];

/** What a host has for itself; the rest of this machine's files it shares. */
const makeFolders = async (root: string, name: string, publicKey: string): Promise<void> => {
  const own = ['opt', 'run', 'root', 'var/firebreak', 'var/upper', 'var/work'];
  for (const folder of own) await mkdir(join(root, folder), { recursive: true });
  await cp('/etc', join(root, 'etc'), { recursive: true, verbatimSymlinks: true });
  await rm(join(root, 'etc/firebreak'), { recursive: true, force: true });
  const ssh = join(root, 'etc/ssh');
  await rm(ssh, { recursive: true, force: true });
  await mkdir(ssh);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(ssh, 'ssh_host_ed25519_key')]);
  await copyFile(publicKey, join(ssh, 'authorized_keys'));
  await chmod(join(ssh, 'authorized_keys'), 0o600);
  await copyFile(join(here, 'sshd_config'), join(ssh, 'sshd_config'));
  await writeFile(join(root, 'etc/hostname'), `${name}\n`);
  await writeFile(join(root, 'etc/hosts'), `127.0.0.1 localhost\n127.0.1.1 ${name}\n`);
  // Nobody answers there, and at once: a lookup must not wait for a server beyond the bridge.
  await rm(join(root, 'etc/resolv.conf'), { force: true });
  await writeFile(join(root, 'etc/resolv.conf'), 'nameserver 127.0.0.1\n');
};

const systemUnits = '/usr/lib/systemd/system';
const unitsOfHost = [
  ...[
    'basic.target',
    'local-fs.target',
    'multi-user.target',
    'network.target',
    'network-online.target',
    'paths.target',
  ],
  ...['shutdown.target', 'slices.target', 'sockets.target', 'sysinit.target', 'timers.target', 'umount.target'],
  'ssh.service',
];

/** All that systemd finds on a host: of this machine's own units most would change this machine. */
const makeUnits = async (root: string): Promise<void> => {
  const [units, enabled] = [join(root, 'units'), join(root, 'etc/systemd/system')];
  await rm(enabled, { recursive: true, force: true });
  for (const folder of [units, join(enabled, 'multi-user.target.wants')]) await mkdir(folder, { recursive: true });
  for (const unit of unitsOfHost) await copyFile(join(systemUnits, unit), join(units, unit));
  await symlink(join(systemUnits, 'ssh.service'), join(enabled, 'multi-user.target.wants/ssh.service'));
};

const addBridge = async ({ prefix, network }: Segment): Promise<void> => {
  await run('ip', ['link', 'add', bridgeOf(prefix), 'type', 'bridge']);
  await run('ip', ['address', 'add', `${network}.254/24`, 'dev', bridgeOf(prefix)]);
  await run('ip', ['link', 'set', bridgeOf(prefix), 'up']);
};

const addLink = async (name: string, address: string, { prefix, network }: Segment): Promise<void> => {
  const inside = (...words: string[]) => run('ip', ['-n', name, ...words]);
  await run('ip', ['netns', 'add', name]);
  await run('ip', ['link', 'add', `v-${name}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
  await run('ip', ['link', 'set', `v-${name}`, 'master', bridgeOf(prefix), 'up']);
  await inside('link', 'set', 'lo', 'up');
  await inside('address', 'add', `${address}/24`, 'dev', 'eth0');
  await inside('link', 'set', 'eth0', 'up');
  await inside('route', 'add', 'default', 'via', `${network}.254`);
};

const bridgeOf = (prefix: string): string => `br-${prefix}`;

const sshConfigOf = (hosts: readonly TestHost[], folder: string): string =>
  hosts
    .flatMap(({ name, address }) => [
      `Host ${name}`,
      `  HostName ${address}`,
      '  User root',
      `  IdentityFile ${folder}/key`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${folder}/known_hosts`,
      '  GlobalKnownHostsFile /dev/null',
      '  StrictHostKeyChecking yes',
      '',
    ])
    .join('\n');

const untilListening = async (address: string, signal: AbortSignal): Promise<void> => {
  for (const deadline = Date.now() + 20_000; ; await delay(50)) {
    signal.throwIfAborted();
    const { stdout } = await execa('bash', ['-c', `read -t 2 -r line </dev/tcp/${address}/22 && echo "$line"`], {
      reject: false,
    });
    if (stdout.startsWith('SSH-')) return;
    if (Date.now() > deadline) throw new Error(`no sshd answers at ${address}`);
  }
};

/** The first process of a PID namespace takes all others of it along. */
const killHost = async (name: string): Promise<void> => {
  for (const deadline = Date.now() + 60_000; ; await delay(50)) {
    const { stdout } = await run('ip', ['netns', 'pids', name], { reject: false });
    const pids = stdout.split('\n').filter(Boolean).map(Number);
    if (pids.length === 0) return;
    for (const pid of pids) endProcess(pid);
    if (Date.now() > deadline) throw new Error(`${name} has processes left: ${pids.join(', ')}`);
  }
};

/** With those that a cluster on the host has made below; a process that ends is in its own a little longer. */
const removeCgroups = async (path: string): Promise<void> => {
  for (const deadline = Date.now() + 60_000; ; await delay(50)) {
    try {
      return await removeCgroupsNow(path);
    } catch (thrown) {
      if (Date.now() > deadline) throw thrown;
    }
  }
};

const removeLinks = async (name: string): Promise<void> => {
  await run('ip', ['link', 'delete', `v-${name}`], { reject: false });
  await run('ip', ['netns', 'delete', name], { reject: false });
};

const removeBridge = ({ prefix }: Segment) => run('ip', ['link', 'delete', bridgeOf(prefix)], { reject: false });

const removeHost = async (name: string): Promise<void> => {
  await killHost(name);
  await removeLinks(name);
  await removeCgroups(`/firebreak-host-${name}`);
};

const removeHosts = async (segment: Segment, names: readonly string[], folder: string): Promise<void> => {
  try {
    await forAll(names, removeHost);
  } finally {
    await removeBridge(segment);
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
};

/** What a run has left that was killed, however many hosts it had. */
const removeKilled = async (segment: Segment): Promise<void> => {
  const { stdout } = await run('ip', ['netns', 'list'], { reject: false });
  const name = new RegExp(`^${segment.prefix}\\d+(?= |$)`, 'gm');
  await forAll(stdout.match(name) ?? [], removeHost);
  await removeBridge(segment);
};

/** Ends when each has, also where one fails: what is still being made could not be removed. @throws what one of them threw */
const forAll = async <Result>(names: readonly string[], work: (name: string) => Promise<Result>): Promise<Result[]> =>
  resultsOf(await onEach(names, names.length, work));

/** Apart from the terminal's own processes, which Ctrl-C ends at once, one that removes hosts among them. */
const run = (program: string, words: readonly string[], options: { readonly reject?: boolean } = {}) =>
  execa(program, words, { ...options, detached: true });
