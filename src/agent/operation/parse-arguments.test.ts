import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import { parseArguments } from './parse-arguments.ts';

const application = 'application_1795465178008_0004';
const container = 'container_1795465178008_0004_01_000001';
const work = `/l/usercache/alice/appcache/${application}/${container}`;
const launch = [application, container, work, '/l/nmPrivate/launch_container.sh', '/l/nmPrivate/c.tokens'];
const stores = ['--https', '/l/nmPrivate/keystore', '/l/nmPrivate/truststore'];
const afterStores = ['/l/nmPrivate/c.pid', '/l%/l2', '/logs%/logs2'];

describe('arguments that a NodeManager sends', () => {
  it.each([
    { argv: ['--checksetup'], kind: 'check-setup' },
    {
      argv: ['alice', 'alice', '0', application, container, '/l/nmPrivate/c.tokens', '/l', '/logs', 'java', '-x'],
      kind: 'localize',
    },
    { argv: ['alice', 'alice', '1', ...launch, '--http', ...afterStores, 'cgroups=none'], kind: 'launch' },
    { argv: ['alice', 'alice', '1', ...launch, '--http', ...afterStores, 'cgroups=none', '/l/tc'], kind: 'launch' },
    { argv: ['alice', 'alice', '4', ...launch, '--http', ...afterStores, '/l/nmPrivate/docker.cmd'], kind: 'launch' },
    {
      argv: ['alice', 'alice', '4', ...launch, ...stores, ...afterStores, '/l/nmPrivate/docker.cmd', '/tc'],
      kind: 'launch',
    },
    { argv: ['alice', 'alice', '2', '4711', '15'], kind: 'signal' },
    { argv: ['alice', 'alice', '3', work], kind: 'delete' },
    { argv: ['alice', 'alice', '3', '', '/l/usercache/alice'], kind: 'delete' },
    { argv: ['alice', 'alice', '5', work], kind: 'list' },
    { argv: ['alice', 'alice', '6', application, '/l'], kind: 'unsupported' },
    { argv: ['--run-docker', '/l/nmPrivate/docker.cmd'], kind: 'docker' },
    { argv: ['--inspect-docker-container', '--format={{.State.Status}}', container], kind: 'inspect' },
    { argv: ['--remove-docker-container', container], kind: 'remove' },
    { argv: ['--remove-docker-container', '/sys/fs/cgroup', container], kind: 'remove' },
    { argv: ['--exec-container', '/l/nmPrivate/x.cmd'], kind: 'unsupported' },
    { argv: ['--mount-cgroups', 'h', 'cpu=/x'], kind: 'unsupported' },
    { argv: ['--tc-modify-state', '/x'], kind: 'unsupported' },
    { argv: ['--module-gpu', '--excluded_gpus', '0'], kind: 'unsupported' },
    { argv: ['--run-runc-container', '/x.json'], kind: 'unsupported' },
    { argv: ['--reap-runc-layer-mounts', '3'], kind: 'unsupported' },
  ])('$argv.0 $argv.2 is understood as $kind', ({ argv, kind }) => {
    expect(parseArguments(argv).kind).toBe(kind);
  });

  it('every part of a container launch is found', () => {
    expect(
      parseArguments(['alice', 'alice', '4', ...launch, ...stores, ...afterStores, '/l/nmPrivate/docker.cmd']),
    ).toEqual({
      kind: 'launch',
      commandFile: '/l/nmPrivate/docker.cmd',
      user: 'alice',
      application,
      container,
      workDir: work,
      script: '/l/nmPrivate/launch_container.sh',
      tokens: '/l/nmPrivate/c.tokens',
      stores: { keystore: '/l/nmPrivate/keystore', truststore: '/l/nmPrivate/truststore' },
      pidFile: '/l/nmPrivate/c.pid',
      localDirs: ['/l', '/l2'],
      logDirs: ['/logs', '/logs2'],
    });
  });
});

describe('arguments that no NodeManager sends', () => {
  it.each([
    [[]],
    [['alice', 'bob', '2', '1', '9']],
    [['root;id', 'root;id', '2', '1', '9']],
    [['alice', 'alice', '2', '-1', '9']],
    [['alice', 'alice', '2', '0', '9']],
    [['alice', 'alice', '2', '1', '65']],
    [['alice', 'alice', '2', '1e3', '9']],
    [['alice', 'alice', '5', 'relative']],
    [['alice', 'alice', '5', '/a\0b']],
    [['alice', 'alice', '3', '/'.repeat(1_000_000) + 'x']],
    [['--inspect-docker-container', '--format=x', '--privileged']],
    [['--remove-docker-container', `${container}\n`]],
    [['alice', 'alice', '4', '../../etc', ...launch.slice(1), '--http', ...afterStores, '/c']],
  ])('are turned down: example %#', (argv) => {
    expect(() => parseArguments(argv)).toThrow(expect.objectContaining({ code: 'FB-AGENT-ARGUMENTS' }));
  });

  it('whatever they are, they parse or are turned down with a coded error', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'alice',
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
        '--http',
        '--https',
        '--run-docker',
        '',
        '__proto__',
        ...launch,
        ...afterStores,
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 16 }), (argv) => {
        try {
          expect(parseArguments(argv)).toHaveProperty('kind');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FirebreakError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
