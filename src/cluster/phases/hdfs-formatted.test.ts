import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isFormatted, keepsHdfs } from './hdfs-formatted.ts';

let folder: string;
let hdfsName: string;

beforeEach(async () => {
  folder = await mkdtemp(`${tmpdir()}/firebreak-hdfs-`);
  hdfsName = `${folder}/name`;
});
afterEach(() => rm(folder, { recursive: true }));

const image = 'fsimage_0000000000000000042';

it.each([
  ['nothing', [], false],
  ['what a copy leaves that is interrupted at once', ['VERSION', 'seen_txid'], false],
  ['an image that is on its way', ['VERSION', 'fsimage.ckpt_0000000000000000042', `${image}.md5`], false],
  ['an image', ['VERSION', image, `${image}.md5`], true],
  ['changes, whose image is lost', ['VERSION', 'edits_inprogress_0000000000000000043'], true],
])('a NameNode with %s', async (_, files, expected) => {
  await write('name/current', files);
  expect(await isFormatted({ hdfsName })).toBe(expected);
});

it('a NameNode without a folder has none', async () => {
  expect(await isFormatted({ hdfsName })).toBe(false);
});

type Folders = Readonly<Record<string, readonly string[]>>;

const nothing: [string, Folders][] = [
  ['a host without any folder', {}],
  [
    'what a first format leaves that is interrupted between JournalNodes and image',
    {
      'name/current': ['VERSION', 'seen_txid', 'fsimage.ckpt_0000000000000000000', 'fsimage_0000000000000000000.md5'],
      'journal/demo': ['in_use.lock'],
      'journal/demo/current': ['VERSION', 'committed-txid'],
      'journal/demo/current/paxos': [],
      'data/current': [],
    },
  ],
];
const something: [string, Folders][] = [
  ['names', { 'name/current': ['fsimage_0000000000000000000'] }],
  ['names of before an upgrade', { 'name/previous.tmp': [image] }],
  ['names for a way back', { 'name/current': ['fsimage_rollback_0000000000000000042'] }],
  ['a promise to take the changes of a NameNode', { 'journal/demo/current': ['VERSION', 'last-promised-epoch'] }],
  ['a change', { 'journal/demo/current': ['VERSION', 'edits_inprogress_0000000000000000001'] }],
  ['what was agreed on about a change', { 'journal/demo/current/paxos': ['1'] }],
  ['a JournalNode’s folder that is not as a format leaves it', { 'journal/demo/previous.tmp': ['VERSION'] }],
  ['a DataNode’s folder for blocks', { 'data/current': ['VERSION', 'BP-1-172.30.0.1-2'] }],
];

it.each(nothing)('nothing is kept of HDFS by %s', async (_, folders) => {
  expect(await keepsHdfs(await hostWith(folders))).toBe(false);
});

it.each(something)('something is kept of HDFS by %s', async (_, folders) => {
  expect(await keepsHdfs(await hostWith(folders))).toBe(true);
});

const hostWith = async (folders: Folders) => {
  for (const [path, files] of Object.entries(folders)) await write(path, files);
  return { hdfsName, journalData: `${folder}/journal`, hdfsData: `${folder}/data`, name: 'demo' };
};

const write = async (path: string, files: readonly string[]): Promise<void> => {
  await mkdir(`${folder}/${path}`, { recursive: true });
  for (const file of files) await writeFile(`${folder}/${path}/${file}`, '');
};
