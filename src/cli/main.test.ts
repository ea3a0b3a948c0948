import { execa } from 'execa';
import { expect, it } from 'vitest';

const firebreak = (...given: string[]) => execa('./firebreak', given, { reject: false, env: { NO_COLOR: '1' } });

it('prints its version', async () => {
  const { stdout, exitCode } = await firebreak('--version');
  expect(stdout).toMatch(/^\d+\.\d+\.\d+$/);
  expect(exitCode).toBe(0);
});

it('starts through a symbolic link from any folder', async () => {
  const link = `/tmp/firebreak-link-${process.pid}`;
  await execa('ln', ['-sf', `${process.cwd()}/firebreak`, link]);
  const { exitCode } = await execa(link, ['--version'], { cwd: '/', reject: false });
  await execa('rm', [link]);
  expect(exitCode).toBe(0);
});

it('says what was meant by an unknown command, and exits with 2', async () => {
  const { stderr, exitCode } = await firebreak('dwon');
  expect(stderr).toBe("error FB-CLI-USAGE: unknown command 'dwon'\nnext: did you mean down?");
  expect(exitCode).toBe(2);
});

it('says what was meant by an unknown option, and exits with 2', async () => {
  const { stderr, exitCode } = await firebreak('down', '--kep-data');
  expect(stderr).toContain('next: did you mean --keep-data?');
  expect(exitCode).toBe(2);
});

it('exits with 2 and names the choices when a value is none of them', async () => {
  const { stderr, exitCode } = await firebreak('submit', '--runtime', 'chroot', '--', 'job.py');
  expect(stderr).toContain('Allowed choices are runc, gvisor, kata');
  expect(exitCode).toBe(2);
});

it('prints an error with its reason and what to do next, and as JSON with --json', async () => {
  const plain = await firebreak('env', '-f', '/nowhere/cluster.yaml');
  expect(plain.stderr.split('\n').map((line) => line.split(' ', 1)[0])).toEqual(['error', 'because', 'next:']);
  expect(plain.exitCode).toBe(2);
  const json = await firebreak('env', '-f', '/nowhere/cluster.yaml', '--json');
  const said = { message: 'cannot read /nowhere/cluster.yaml', because: expect.any(String), next: expect.any(String) };
  expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'FB-CLI-FILE', ...said } });
});

const ordinary = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

it.for(['up -f examples/minimal.yaml', 'quickstart --yes', 'down -c some', 'status', 'bench'])(
  'tells an ordinary user at once that `%s` is for root',
  async (line, context) => {
    const options = { ...ordinary, reject: false, env: { NO_COLOR: '1', HOME: '/nonexistent' } } as const;
    const reachable = await execa('test', ['-x', './firebreak'], options);
    if (reachable.failed) context.skip('other users may not enter this checkout');
    const { stderr, exitCode } = await execa('./firebreak', line.split(' '), options);
    expect(stderr.split('\n')[0]).toBe('error FB-HOST-ROOT: Only root can do that.');
    expect(exitCode).toBe(4);
  },
);

it.each(['quickstart', 'doctor', 'init', 'up', 'status', 'logs', 'env', 'submit', 'drain', 'down', 'completion'])(
  'the help of %s has an example',
  async (name) => {
    const { stdout, exitCode } = await firebreak(name, '--help');
    expect(stdout.slice(stdout.indexOf('Examples:'))).toContain(`firebreak ${name}`);
    expect(exitCode).toBe(0);
  },
);
