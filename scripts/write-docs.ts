import { writeFile } from 'node:fs/promises';
import { pages } from './docs/pages.ts';

for (const page of await pages()) await writeFile(page.file, page.text);
