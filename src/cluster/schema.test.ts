import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { clusterSchema } from './schema.ts';

it('the published schema is what the specification says; `node scripts/write-schema.ts` writes it', async () => {
  const published = await readFile(new URL('../../schema/cluster.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(clusterSchema()));
});
