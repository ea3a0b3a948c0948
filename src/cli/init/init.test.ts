import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSpec } from '../../cluster/read-spec.ts';

const driver = join(import.meta.dirname, 'answer-on-a-terminal.py');
const enter = '\r';
const down = '\u001b[B';
const ctrlC = '\u0003';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-init-'));
  file = join(folder, 'cluster.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

const init = (...words: string[]) =>
  execa('./firebreak', ['init', '-o', file, ...words], { reject: false, stdin: 'ignore', env: { NO_COLOR: '1' } });

/** On a terminal, where each of `steps` waits for a text and types keys. */
const initByHand = (steps: readonly (readonly [shown: string, keys: string])[], ...words: string[]) =>
  execa('python3', [driver, './firebreak', 'init', '-o', file, ...words], {
    reject: false,
    input: JSON.stringify(steps),
    env: { NO_COLOR: '1', CI: '', TERM: 'xterm' },
  });

const written = async () => readSpec(await readFile(file, 'utf8'), file);

// However long a busy machine takes, as long as something comes.
describe('on a terminal', { timeout: 120_000 }, () => {
  it('asks, takes no answer that a cluster spec would be refused for, and writes the others', async () => {
    const steps = [
      ['called?', enter],
      ['Where does it run?', `${down}${enter}`],
      ['Their addresses', enter],
      ['name at least one', `node1 node2${enter}`],
      ['A tenant is', enter],
      ['Its users', `root${enter}`],
      ['system account', `\u007f\u007f\u007f\u007falice, adam${enter}`],
      ['behind?', enter],
      ['Another tenant?', `y`],
      ['A tenant is', `tax${enter}`],
      ['Its users', `bob${enter}`],
      ['behind?', `\u001b[A${enter}`],
      ['Another tenant?', `n`],
    ] as const;
    // Whether these are asked depends on the clusters of the machine.
    const { stdout, exitCode } = await initByHand(steps, '--subnet', '172.29.0.0/16', '--offset', '1000');
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain(`firebreak plan -f ${file}`);
    const { name, hosts, tenants, network, ports } = await written();
    expect([name, network.subnet, ports.offset]).toEqual(['demo', '172.29.0.0/16', 1000]);
    expect(hosts.map(({ address }) => address)).toEqual(['node1', 'node2']);
    expect(tenants).toMatchObject({
      analysts: { users: ['alice', 'adam'], runtime: 'gvisor' },
      tax: { users: ['bob'], runtime: 'runc' },
    });
  });

  it('does not ask what an option says, and writes nothing after Ctrl-C', async () => {
    const { stdout, exitCode } = await initByHand([['Where does it run?', ctrlC]], '--name', 'other');
    expect(stdout).not.toContain('called?');
    expect(stdout).toContain('Nothing was written');
    expect(exitCode).toBe(130);
    await expect(written()).rejects.toThrow('ENOENT');
  });
});

describe('without a terminal', () => {
  it('writes what its options say', async () => {
    const { stdout, exitCode } = await init('--hosts', 'node1,node2', '--tenants', 'analysts:alice+adam:gvisor');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      ...[`wrote ${file}`, 'next:', `  firebreak plan -f ${file}`, `  firebreak up -f ${file}`],
    ]);
    expect(await written()).toMatchObject({
      hosts: [{ address: 'node1' }, { address: 'node2' }],
      tenants: { analysts: { users: ['alice', 'adam'], runtime: 'gvisor' } },
    });
    const [, schema = ''] = /\$schema=(.*)/.exec(await readFile(file, 'utf8')) ?? [];
    expect(JSON.parse(await readFile(join(folder, schema), 'utf8'))).toMatchObject({ title: 'Firebreak cluster' });
  });

  it.each([
    ['no tenants', [], 'FB-INIT-MISSING', '--tenants'],
    ['what is no tenant', ['--tenants', 'analysts:alice'], 'FB-INIT-TENANT', 'NAME:USER:RUNTIME'],
    ['a tenant twice', ['--tenants', 'a:alice:runc,a:adam:runc'], 'FB-INIT-TENANT', 'two tenants a'],
    ['an unknown runtime', ['--tenants', 'a:alice:chroot'], 'FB-SPEC-INVALID', 'chroot'],
    ['a host twice', ['--hosts', 'b,b', '--tenants', 'a:alice:runc'], 'FB-SPEC-INVALID', 'host b is there already'],
  ])('refuses %s, and writes nothing', async (_, words, code, text) => {
    const { stderr, exitCode } = await init('--yes', ...words);
    expect(stderr).toContain(`error ${code}`);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(2);
    await expect(written()).rejects.toThrow('ENOENT');
  });

  it('writes over no file', async () => {
    await init('--tenants', 'analysts:alice:runc');
    const before = await readFile(file, 'utf8');
    const { stderr, exitCode } = await init('--tenants', 'others:bob:runc');
    expect(stderr).toContain('error FB-INIT-EXISTS');
    expect(exitCode).toBe(2);
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
