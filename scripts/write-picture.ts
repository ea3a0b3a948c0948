import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { terminalPicture } from './docs/terminal-picture.ts';

// ./firebreak quickstart --yes | node scripts/write-picture.ts
const output = (await text(process.stdin)).split('\n');
const table = output.slice(output.findIndex((line) => line.startsWith('TPC-H')));
const answers = table.slice(0, table.findIndex((line) => line.startsWith('HDFS')) - 1);
const lines = ['$ ./firebreak quickstart --yes', '…', ...answers];
const title = 'Output of firebreak quickstart: TPC-H in runc and gVisor, with the verdict on each answer';
await writeFile('docs/images/quickstart.svg', terminalPicture(lines, title));
