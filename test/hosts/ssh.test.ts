import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '../../src/cluster/hosts/ssh/connection.ts';
import { sendFolder } from '../../src/cluster/hosts/ssh/send-folder.ts';
import { silentProgress } from '../../src/progress.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

const { signal } = new AbortController();
let set: TestHosts;
let scratch: string;

beforeAll(async () => {
  set = await startHosts(3, { prefix: 'fbssh', network: '172.27.240' });
  scratch = await mkdtemp(join(tmpdir(), 'firebreak-ssh-'));
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true });
});

const nameOf = (index: number): string => {
  const host = set.hosts[index];
  if (host === undefined) throw new Error(`there is no host ${index}`);
  return host.name;
};
const connect = (index: number): Promise<Connection> => openConnection(nameOf(index), { config: set.sshConfig });

/** The hosts' ssh_config with a line changed. */
const changedConfig = async (from: RegExp, to: string): Promise<string> => {
  const { stdout } = await execa('sed', ['-E', `s|${from.source}|${to}|`, set.sshConfig]);
  const file = join(scratch, `config-${Math.random()}`);
  await writeFile(file, stdout, { mode: 0o600 });
  return file;
};

describe('hosts of the harness', () => {
  it('have names, processes and networks of their own, and reach each other', async () => {
    const seen = await Promise.all(
      set.hosts.map(async (_, index) => {
        await using connection = await connect(index);
        const other = set.hosts[(index + 1) % set.hosts.length]?.address;
        const script = `hostname; ls -d /proc/[0-9]* | wc -l; ping -c 1 -W 2 ${other} >/dev/null || bash -c "</dev/tcp/${other}/22" && echo reached`;
        return (await connection.run({ script, signal })).split('\n');
      }),
    );
    expect(seen.map(([name]) => name)).toEqual(set.hosts.map(({ name }) => name));
    for (const [, processes, reached] of seen) {
      expect(Number(processes)).toBeLessThan(20);
      expect(reached).toBe('reached');
    }
  });

  it('lose every process when killed, and come back with their disks', async () => {
    const host = set.hosts[2];
    if (host === undefined) throw new Error('there are three');
    await using before = await connect(2);
    await before.run({ script: 'echo kept >/opt/kept', signal });
    await host.kill();
    await using gone = await connect(2);
    await expect(gone.run({ script: 'true', signal })).rejects.toMatchObject({
      code: 'FB-SSH-UNREACHABLE',
      message: expect.stringContaining(host.name),
    });
    await host.start();
    await using after = await connect(2);
    expect(await after.run({ script: 'cat /opt/kept', signal })).toBe('kept');
  });
});

describe('a connection', () => {
  it('passes input and quotes on, and many commands share it', async () => {
    await using connection = await connect(0);
    expect(await connection.run({ script: `printf '%s ' "it's"; cat`, input: 'all', signal })).toBe("it's all");
    const begin = performance.now();
    for (let count = 0; count < 10; count += 1) await connection.run({ script: 'true', signal });
    expect((performance.now() - begin) / 10).toBeLessThan(300);
  });

  it('leads to its own host, also where many are opened at once', async () => {
    const names = set.hosts.map(({ name }) => name);
    const connections = await Promise.all(names.map((_, index) => connect(index)));
    await using opened = new AsyncDisposableStack();
    for (const connection of connections) opened.use(connection);
    const said = connections.map((connection) => connection.run({ script: 'hostname', signal }));
    expect((await Promise.all(said)).map((line) => line.trim())).toEqual(names);
  });

  it('tells what a failed command said, and on which host', async () => {
    await using connection = await connect(1);
    await expect(connection.run({ script: 'echo no such luck >&2; exit 3', signal })).rejects.toMatchObject({
      code: 'FB-HOST-COMMAND',
      message: expect.stringContaining(nameOf(1)),
      because: 'no such luck',
    });
  });

  it.each([
    ['FB-SSH-DENIED', /IdentityFile .*/, 'IdentityFile /dev/null'],
    ['FB-SSH-HOST-KEY', /UserKnownHostsFile .*/, 'UserKnownHostsFile /dev/null'],
  ])('fails with %s and names the host', async (code, from, to) => {
    await using connection = await openConnection(nameOf(0), { config: await changedConfig(from, to) });
    await expect(connection.run({ script: 'true', signal })).rejects.toMatchObject({
      code,
      exit: 4,
      message: expect.stringContaining(nameOf(0)),
    });
  });

  it('ends its command when it is cancelled', async () => {
    await using connection = await connect(0);
    const controller = new AbortController();
    const running = connection.run({ script: 'sleep 60', signal: controller.signal });
    setTimeout(() => controller.abort(new Error('Ctrl-C')), 300);
    await expect(running).rejects.toThrow('Ctrl-C');
  });
});

describe('hosts that are ended while they start', () => {
  const segment = { prefix: 'fbend', network: '172.27.239' };
  const traces = async (): Promise<string> => {
    const script = `ip netns list; ip -o link; ls -d ${tmpdir()}/firebreak-hosts-* /sys/fs/cgroup/*host* /sys/fs/cgroup/*/*host*`;
    const { stdout } = await execa('bash', ['-c', `(${script}) 2>/dev/null | grep ${segment.prefix} || true`]);
    return stdout;
  };

  it.each([
    ['folders', `${tmpdir()}/firebreak-hosts-${segment.prefix}-*/*/etc`],
    ['a network', `/run/netns/${segment.prefix}2`],
    [
      'a process',
      `/sys/fs/cgroup/*/firebreak-host-${segment.prefix}1 /sys/fs/cgroup/firebreak-host-${segment.prefix}1`,
    ],
  ])('leave nothing, where one has %s already', async (_, path) => {
    const end = new AbortController();
    const started = startHosts(3, segment, 'bash', end.signal);
    await execa('bash', ['-c', `until ls -d ${path} 2>/dev/null | grep -q .; do sleep 0.02; done`], {
      timeout: 20_000,
    });
    end.abort();
    await expect(started).rejects.toBe(end.signal.reason);
    expect(await traces()).toBe('');
  });
});

describe('a user who is not root', () => {
  const as = (user: string): Promise<Connection> => openConnection(nameOf(0), { config: set.sshConfig, user });

  beforeAll(async () => {
    await using root = await connect(0);
    const script = [
      'useradd --no-create-home --shell /bin/sh fb-admin && useradd --no-create-home --shell /bin/sh fb-guest',
      // Without a password, and not locked as useradd leaves it.
      "usermod --password '*' fb-admin && usermod --password '*' fb-guest",
      "mkdir -p /etc/sudoers.d && echo 'fb-admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/fb-admin",
      'chmod 644 /etc/ssh/authorized_keys',
    ];
    await root.run({ script: script.join(' && '), signal });
  });

  it('works as root where sudo asks for no password, and quotes are passed on', async () => {
    await using connection = await as('fb-admin');
    expect(await connection.run({ script: `id -u; printf %s "it's"; cat`, input: ' all', signal })).toBe("0\nit's all");
  });

  it('is told where sudo would ask for one', async () => {
    await using connection = await as('fb-guest');
    await expect(connection.run({ script: 'true', signal })).rejects.toMatchObject({
      code: 'FB-HOST-SUDO',
      message: expect.stringContaining(nameOf(0)),
      exit: 4,
    });
  });
});

describe('a folder', () => {
  const folderToSend = async (): Promise<string> => {
    const from = join(scratch, 'tree');
    await mkdir(join(from, 'bin'), { recursive: true });
    await writeFile(join(from, 'bin/tool'), '#!/bin/sh\necho arrived\n', { mode: 0o755 });
    await writeFile(join(from, 'data'), Buffer.alloc(3_000_000, 7));
    return from;
  };

  it('arrives whole, is not sent twice, and is replaced by another version', async () => {
    const from = await folderToSend();
    await using connection = await connect(0);
    const send = (digest: string) => sendFolder(connection, { from, to: '/opt/fb/tree', digest }, silentProgress());
    expect(await send('one')).toBe(true);
    expect(await connection.run({ script: '/opt/fb/tree/bin/tool; stat -c %s /opt/fb/tree/data', signal })).toBe(
      'arrived\n3000000',
    );
    expect(await send('one')).toBe(false);
    await connection.run({ script: 'touch /opt/fb/tree/stale', signal });
    expect(await send('two')).toBe(true);
    expect(await connection.run({ script: 'ls /opt/fb /opt/fb/tree', signal })).not.toMatch(/stale|part/);
  });

  it('does not take its place on a full disk; the error names the host, and sending again mends it', async () => {
    const from = await folderToSend();
    await using connection = await connect(1);
    const send = () => sendFolder(connection, { from, to: '/opt/small/tree', digest: 'one' }, silentProgress());
    await connection.run({ script: 'mkdir /opt/small && mount -t tmpfs -o size=1m tmpfs /opt/small', signal });
    await expect(send()).rejects.toMatchObject({ code: 'FB-HOST-SPACE', message: expect.stringContaining(nameOf(1)) });
    await connection.run({ script: 'umount -l /opt/small', signal });
    expect(await send()).toBe(true);
    expect(await connection.run({ script: '/opt/small/tree/bin/tool', signal })).toBe('arrived');
  });
});
