import { readdir, readFile, stat } from 'node:fs/promises';
import { release } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestNode } from './fixture/test-node.ts';
import { ensureUser } from './fixture/users.ts';
import { YarnContainer } from './fixture/yarn-container.ts';

let node: TestNode;
beforeAll(async () => {
  node = await TestNode.open();
});
afterAll(() => node[Symbol.asyncDispose]());

const permissions = async (path: string) => {
  const { uid, gid, mode } = await stat(path);
  return { uid, gid, mode: (mode & 0o7777).toString(8) };
};

describe.each(['runc', 'gvisor'] as const)('a container in %s', (runtime) => {
  it.each([0, 7, 42])('ends with its own exit code %i', async (code) => {
    const container = await YarnContainer.prepare(node, `exit ${code}`, { runtime });
    expect((await container.run()).code).toBe(code);
    expect(await container.exitCodeFile()).toBe(`${code}\n`);
  });

  it('that fails leaves its last words in the diagnostics', async () => {
    const container = await YarnContainer.prepare(node, 'echo some words; echo last words >&2; exit 3', { runtime });
    const { stderr, code } = await container.run();
    expect(code).toBe(3);
    expect(stderr).toContain('some words\n');
    expect(stderr).toContain('last words\n');
  });

  it('has its own kernel if it is to have one', async () => {
    const container = await YarnContainer.prepare(node, 'dmesg >dmesg 2>&1; uname -r >kernel', { runtime });
    expect((await container.run()).code).toBe(0);
    const kernel = (await readFile(`${container.workDir}/kernel`, 'utf8')).trim();
    const messages = await readFile(`${container.workDir}/dmesg`, 'utf8');
    expect(kernel === release()).toBe(runtime === 'runc');
    expect(messages.includes('gVisor')).toBe(runtime === 'gvisor');
  });

  it('asks for its thread’s number only once where calls are dear', async () => {
    const script =
      'while read -r line; do case $line in */remembered-calls.so) touch preloaded;; esac; done </proc/self/maps';
    const container = await YarnContainer.prepare(node, script, { runtime });
    expect((await container.run()).code).toBe(0);
    const files = await readdir(container.workDir);
    expect(files.includes('preloaded')).toBe(runtime === 'gvisor');
  });

  it('is killed on request, and says so by its exit code', async () => {
    for (const [signal, code] of [
      [15, 143],
      [9, 137],
    ] as const) {
      const container = await YarnContainer.prepare(node, 'touch up; exec sleep 300', { runtime });
      const launch = container.launch();
      await container.made('up');
      expect((await container.signal(0)).code).toBe(0);
      expect((await container.signal(signal)).code).toBe(0);
      expect((await launch.ended).code).toBe(code);
      expect(await container.exitCodeFile()).toBe(`${code}\n`);
      expect((await container.signal(0)).code).toBe(9);
    }
  });

  it('that takes more memory than YARN granted is ended, and told why', async () => {
    const container = await YarnContainer.prepare(node, 'exec tail /dev/zero', { runtime });
    const { code, stderr } = await container.run();
    expect(stderr).toContain('FB-CONTAINER-MEMORY');
    expect(code).toBe(247);
    expect(await container.exitCodeFile()).toBe('247\n');
  });

  it('has an address of its own that its name stands for, and can write only where it may', async () => {
    const script =
      'getent hosts "$(hostname)" >host; touch /x 2>/dev/null; echo $? >root; touch /tmp/x; echo $? >scratch; id >id';
    const container = await YarnContainer.prepare(node, script, { runtime });
    expect((await container.run()).code).toBe(0);
    const said = async (file: string) => (await readFile(`${container.workDir}/${file}`, 'utf8')).trim();
    expect(await said('host')).toMatch(/^(172\.29\.77\.\d+)\s+ip-172-29-77-\d+$/);
    expect(await said('root')).toBe('1');
    expect(await said('scratch')).toBe('0');
    expect(await said('id')).toContain(`uid=${container.user.uid}(fb-alice)`);
  });
});

describe('a container', () => {
  it.each([
    ['runc', '/where/yarn/says'],
    ['gvisor', '/tmp'],
  ] as const)('of %s shuffles and spills where its class is configured to: %s', async (runtime, folder) => {
    const script = 'export LOCAL_DIRS="/where/yarn/says"\necho "$LOCAL_DIRS" >local-dirs';
    const container = await YarnContainer.prepare(node, script, { runtime });
    expect((await container.run()).code).toBe(0);
    expect(await readFile(`${container.workDir}/local-dirs`, 'utf8')).toBe(`${folder}\n`);
  });

  it('finds its script, tokens and folders as YARN promises, and leaves its pid', async () => {
    const container = await YarnContainer.prepare(node, 'touch up; exec sleep 300');
    const launch = container.launch();
    await container.made('up');
    const pid = await container.pid();
    const { alice, yarn } = node;
    const group = yarn.gid;
    expect(await permissions(`${container.workDir}/launch_container.sh`)).toEqual({
      uid: alice.uid,
      gid: group,
      mode: '700',
    });
    expect(await permissions(`${container.workDir}/container_tokens`)).toEqual({
      uid: alice.uid,
      gid: group,
      mode: '600',
    });
    expect(await permissions(container.logDir)).toEqual({ uid: alice.uid, gid: group, mode: '2750' });
    expect((await stat(`${container.workDir}/tmp`)).uid).toBe(alice.uid);
    expect((await permissions(container.pidFile)).uid).toBe(yarn.uid);
    expect((await stat(`/proc/${pid}`)).isDirectory()).toBe(true);
    await container.signal(9);
    await launch.ended;
    await container.exitCodeFile();
    expect((await permissions(`${container.pidFile}.exitcode`)).uid).toBe(yarn.uid);
  });

  it('has no capability, gains no privilege, and meets seccomp', async () => {
    const container = await YarnContainer.prepare(node, 'cat /proc/self/status >status', { runtime: 'runc' });
    expect((await container.run()).code).toBe(0);
    const status = await readFile(`${container.workDir}/status`, 'utf8');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect(status).toMatch(new RegExp(`^${set}:\t0+$`, 'm'));
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
  });

  it('has the memory and pids limits of its size and tenant', async () => {
    const groups = '/sys/fs/cgroup';
    const script = `cat ${groups}/memory/memory.limit_in_bytes ${groups}/memory.max >memory 2>/dev/null; cat ${groups}/pids/pids.max ${groups}/pids.max >pids 2>/dev/null; exit 0`;
    const container = await YarnContainer.prepare(node, script, { runtime: 'runc' });
    expect((await container.run()).code).toBe(0);
    expect(await readFile(`${container.workDir}/memory`, 'utf8')).toBe(`${256 * 1024 * 1024}\n`);
    expect(await readFile(`${container.workDir}/pids`, 'utf8')).toBe('64\n');
  });

  it('that loses only a helper process to its memory limit still ends as it wants', async () => {
    const container = await YarnContainer.prepare(node, 'tail /dev/zero; exit 0', { runtime: 'runc' });
    const { code, stderr } = await container.run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('whose executor would advertise the node advertises itself', async () => {
    const script = 'exec bash -c "echo --hostname 127.0.0.1 >advertised"';
    const container = await YarnContainer.prepare(node, script);
    expect((await container.run()).code).toBe(0);
    expect(await readFile(`${container.workDir}/advertised`, 'utf8')).toMatch(/^--hostname ip-172-29-77-\d+\n$/);
  });

  it('is inspected and removed by the NodeManager', async () => {
    const container = await YarnContainer.prepare(node, 'exit 0');
    await container.run();
    const status = () => node.run('--inspect-docker-container', '--format={{.State.Status}}', container.name);
    expect((await status()).stdout).toBe('exited\n');
    expect((await node.run('--remove-docker-container', container.name)).code).toBe(0);
    expect((await status()).code).toBe(1);
    expect((await node.run('--remove-docker-container', container.name)).code).toBe(0);
  });

  it('is not launched a second time under its name', async () => {
    const container = await YarnContainer.prepare(node, 'touch up; exec sleep 300');
    const first = container.launch();
    await container.made('up');
    const { code, stderr } = await container.run();
    expect(code).toBe(29);
    expect(stderr).toContain('FB-ENGINE-FAILED');
    expect(stderr).toContain('already in use');
    expect((await container.signal(15)).code).toBe(0);
    expect((await first.ended).code).toBe(143);
  });
});

describe('what policy refuses', () => {
  it.each<[string, Record<string, string>]>([
    ['a privileged container', { privileged: 'true' }],
    ['the host’s network', { net: 'host' }],
    ['a foreign mount', { mounts: '/etc:/etc:ro' }],
    ['a foreign image', { image: 'evil' }],
    ['an unknown runtime', { runtime: 'kata' }],
  ])('%s never starts, and its diagnostics say why', async (_, keys) => {
    const container = await YarnContainer.prepare(node, 'touch up', { keys });
    const { code, stderr } = await container.run();
    expect(code).toBe(39);
    expect(stderr).toMatch(/^FB-POLICY-REFUSED: Refused: .+ Because: /);
    expect((await node.engine.containers()).flatMap(({ Names }) => Names)).not.toContain(`/${container.name}`);
  });

  it('a runtime below the tenant’s floor', async () => {
    const container = await YarnContainer.prepare(node, 'touch up', { user: node.bob, runtime: 'runc' });
    const { code, stderr } = await container.run();
    expect(code).toBe(39);
    expect(stderr).toContain('tenant closed runs nothing weaker than gvisor');
  });

  it('a launch without a container', async () => {
    const container = await YarnContainer.prepare(node, 'touch up');
    const { code, stderr } = await container.runUncontainerised();
    expect(code).toBe(39);
    expect(stderr).toContain('Refused: a launch without a container');
  });

  it('another user’s folder, and one outside the node’s', async () => {
    const container = await YarnContainer.prepare(node, 'touch kept');
    await container.run();
    for (const argv of [
      ['fb-bob', 'fb-bob', '3', container.workDir],
      ['fb-bob', 'fb-bob', '5', container.workDir],
      ['fb-alice', 'fb-alice', '3', '/etc/hostname'],
      ['fb-alice', 'fb-alice', '3', 'nmPrivate', node.local],
    ]) {
      const { code, stderr } = await node.run(...argv);
      expect(code).toBe(39);
      expect(stderr).toMatch(/^FB-POLICY-REFUSED/);
    }
    expect((await stat(`${container.workDir}/kept`)).isFile()).toBe(true);
    expect((await node.run('fb-alice', 'fb-alice', '3', container.workDir)).code).toBe(0);
    await expect(stat(container.workDir)).rejects.toThrow('ENOENT');
  });

  it('a signal to what is no container of the user: it is not sent', async () => {
    for (const pid of [process.pid, node.agent.pid, 1]) {
      expect((await node.run('fb-alice', 'fb-alice', '2', `${pid}`, '9')).code).toBe(9);
    }
    const container = await YarnContainer.prepare(node, 'touch up; exec sleep 300');
    const launch = container.launch();
    await container.made('up');
    expect((await node.run('fb-bob', 'fb-bob', '2', `${await container.pid()}`, '9')).code).toBe(9);
    expect((await container.signal(15)).code).toBe(0);
    expect((await launch.ended).code).toBe(143);
  });

  it('a user whom no tenant names, and a system user', async () => {
    expect((await node.run('yarn', 'yarn', '3', `${node.local}/usercache/yarn`)).code).toBe(2);
    expect((await node.run('nobody-here', 'nobody-here', '3', `${node.local}/usercache/x`)).code).toBe(2);
    const stranger = await ensureUser('fb-mallory', 'ordinary');
    for (const [user, code] of [
      [stranger, 39],
      [node.yarn, 2],
    ] as const) {
      const container = await YarnContainer.prepare(node, 'touch up', { user });
      expect((await container.run()).code).toBe(code);
      expect((await node.engine.containers()).flatMap(({ Names }) => Names)).not.toContain(`/${container.name}`);
    }
  });
});
