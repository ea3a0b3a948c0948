import { execa } from 'execa';

// dpkg's own placeholders.
// biome-ignore lint/suspicious/noTemplateCurlyInString: not a template of ours
const format = '--showformat=${db:Status-Status} ${Package}\\n';

export const javaPackage = (major: number): string => `openjdk-${major}-jre-headless`;

/** Those of `names` that are installed completely. */
export const installedPackages = async (names: readonly string[]): Promise<ReadonlySet<string>> => {
  const { stdout } = await execa('dpkg-query', ['--show', format, ...names], {
    reject: false,
    env: { LC_ALL: 'C' },
  });
  const complete = stdout.split('\n').filter((line) => line.startsWith('installed '));
  return new Set(complete.map((line) => line.slice('installed '.length)));
};

/** Those of `names` that apt could install, as far as its lists know. */
export const availablePackages = async (names: readonly string[]): Promise<ReadonlySet<string>> => {
  const { stdout } = await execa('apt-cache', ['policy', ...names], { reject: false, env: { LC_ALL: 'C' } });
  const found = stdout.matchAll(/^(\S+):\n(?: .*\n)*? {2}Candidate: (.+)$/gm);
  return new Set([...found].filter(([, , version]) => version !== '(none)').map(([, name = '']) => name));
};
