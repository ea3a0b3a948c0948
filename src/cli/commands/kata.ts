import { type CommandGroup, command } from '../command.ts';

const home = {
  kind: 'text',
  flags: '--home <folder>',
  summary: 'where it goes; `runtimes.kata.home` of cluster.yaml',
  default: '/opt/kata',
} as const;

const install = command({
  name: 'install',
  summary: 'put a release of Kata Containers in its place',
  description: [
    'Unpacks a release once its checksum is right: kata-go-static-VERSION-ARCH.tar.zst, or kata-static-… with runtime-rs.',
    'Versions with a known way out of the VM are refused. The same release again changes nothing.',
  ].join(' '),
  options: {
    from: { kind: 'text', flags: '--from <file>', summary: 'the release: a file, or a URL' },
    sha256: { kind: 'text', flags: '--sha256 <checksum>', summary: 'its SHA-256, as its publisher gives it' },
    home,
  },
  json: 'stdout',
  root: true,
  examples: [
    {
      command: 'firebreak kata install --from kata-go-static-4.1.0-amd64.tar.zst --sha256 <checksum>',
      meaning: 'from a file that was carried here',
    },
  ],
  run: async ({ options, terminal, signal }) => {
    const { installKata } = await import('../../distribution/kata-release.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { FirebreakError } = await import('../../errors.ts');
    const { from, sha256 } = options;
    if (from === undefined || sha256 === undefined) {
      throw new FirebreakError({
        code: 'FB-CLI-USAGE',
        message: '--from and --sha256 are both needed',
        next: 'firebreak kata install --help',
        exit: 2,
      });
    }
    const { result } = await withProgress(terminal, signal, (progress) =>
      progress.step('install Kata Containers', (step) => installKata({ from, sha256, home: options.home }, step)),
    );
    return { exit: 0, text: `Kata Containers ${result.version} is in ${options.home}`, json: result };
  },
});

const remove = command({
  name: 'remove',
  summary: 'remove the Kata Containers that was installed so',
  description: 'Removes what `kata install` put there, and nothing that somebody else did.',
  options: { home },
  json: 'stdout',
  root: true,
  examples: [{ command: 'firebreak kata remove', meaning: 'remove /opt/kata' }],
  run: async ({ options }) => {
    const { removeKata } = await import('../../distribution/kata-release.ts');
    const removed = await removeKata(options.home);
    const text = removed ? `${options.home} is removed` : `there is nothing in ${options.home}`;
    return { exit: 0, text, json: { removed } };
  },
});

export const kata: CommandGroup = {
  name: 'kata',
  summary: 'install or remove Kata Containers',
  commands: [install, remove],
};
