import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isFormatted } from './hdfs-formatted.ts';

let hdfsName: string;

beforeEach(async () => {
  hdfsName = await mkdtemp(`${tmpdir()}/firebreak-name-`);
});
afterEach(() => rm(hdfsName, { recursive: true }));

const image = 'fsimage_0000000000000000042';

it.each([
  ['nothing', [], false],
  ['what a copy leaves that is interrupted at once', ['VERSION', 'seen_txid'], false],
  ['an image that is on its way', ['VERSION', 'fsimage.ckpt_0000000000000000042', `${image}.md5`], false],
  ['an image', ['VERSION', image, `${image}.md5`], true],
  ['changes, whose image is lost', ['VERSION', 'edits_inprogress_0000000000000000043'], true],
])('a NameNode with %s', async (_, files, expected) => {
  await mkdir(`${hdfsName}/current`);
  for (const file of files) await writeFile(`${hdfsName}/current/${file}`, '');
  expect(await isFormatted({ hdfsName })).toBe(expected);
});

it('a NameNode without a folder has none', async () => {
  expect(await isFormatted({ hdfsName })).toBe(false);
});
