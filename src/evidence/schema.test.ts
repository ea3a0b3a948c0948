import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { evidenceSchemas } from './schema.ts';

it.each(Object.entries(evidenceSchemas()))('%s is published as it is; `npm run docs` writes it', async (name, text) => {
  const published = await readFile(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(text));
});
