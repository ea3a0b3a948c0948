import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { pages } from './pages.ts';

it.each(await pages())('$file is up to date: npm run docs', async ({ file, text }) => {
  expect(await readFile(file, 'utf8')).toBe(text);
});
