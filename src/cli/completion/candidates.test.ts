import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { commands } from '../commands/table.ts';
import { candidates } from './candidates.ts';
import { completionScript } from './completion-script.ts';

const words = (...typed: string[]): string[] => candidates(commands, typed).map(({ word }) => word);

it('completes the names of commands', () => {
  expect(words('st')).toEqual(['start', 'status']);
  expect(words('')).toContain('quickstart');
});

it('completes the options of the command that was typed', () => {
  expect(words('down', '--k')).toEqual(['--keep-data']);
  expect(words('bench', 'launch', '--pa')).toEqual(['--pairs']);
});

it('completes the values an option may have', () => {
  expect(words('submit', '--runtime', '')).toEqual(['runc', 'gvisor', 'kata']);
  expect(words('submit', '-r', 'g')).toEqual(['gvisor']);
});

it('leaves file names and the arguments of spark-submit to the shell', () => {
  expect(words('up', '-f', '')).toEqual([]);
  expect(words('submit', '--', '--na')).toEqual([]);
});

it.each(['bash', 'zsh', 'fish'])('has a script for %s that asks for the words', async (shell) => {
  expect(await completionScript(shell)).toContain('__complete --');
});

it('bash completes with the script', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const script = new URL('type-in-bash', import.meta.url);
  const { stdout } = await promisify(execFile)('bash', [fileURLToPath(script), 'down', '--keep'], { cwd: root });
  expect(stdout).toBe('--keep-data\n');
});
