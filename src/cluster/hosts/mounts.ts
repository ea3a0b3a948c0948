import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** Mount points below any of `folders`, deepest first. */
export const mountsBelow = async (folders: readonly string[]): Promise<string[]> => {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).trimEnd().split('\n');
  return mountPoints(lines)
    .filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
};

/** The fifth field of mountinfo, in which white space and backslashes are octal escapes. */
export const mountPoints = (lines: readonly string[]): string[] =>
  lines.map((line) =>
    (line.split(' ')[4] ?? '').replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    ),
  );

/** Unmounts everything below `folders`, also what is still in use. */
export const unmountBelow = async (folders: readonly string[]): Promise<void> => {
  for (const point of await mountsBelow(folders)) await execa('umount', ['-l', point], { reject: false });
};
