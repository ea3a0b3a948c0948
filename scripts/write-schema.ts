import { mkdir, writeFile } from 'node:fs/promises';
import { figuresSchema } from '../src/analysis/published-schema.ts';
import { clusterSchema } from '../src/cluster/schema.ts';
import { evidenceSchemas } from '../src/evidence/schema.ts';

const folder = new URL('../schema/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('cluster.schema.json', folder), clusterSchema());
for (const [name, text] of Object.entries(evidenceSchemas())) await writeFile(new URL(name, folder), text);
await writeFile(new URL('report.schema.json', folder), figuresSchema());
