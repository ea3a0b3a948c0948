import { expect, it } from 'vitest';
import { silentProgress } from '../../progress.ts';
import type { HostSpec } from '../host-spec.ts';
import { testPlan } from '../test-plan.ts';
import type { Member } from './member.ts';
import { isNewHdfs } from './new-hdfs.ts';

const names = ['a', 'b', 'c'];

/** Members that answer, in their order, whether they keep something of HDFS. */
const membersThat = (...keep: readonly (() => boolean)[]): Member[] =>
  names.map((name, index) => ({
    ...{ name, index, isLocal: false },
    reach: async () => {},
    prepare: async () => {},
    lacking: async () => [],
    send: async () => false,
    command: async () => '',
    ask: async () => JSON.parse(String(keep[index]?.())),
    [Symbol.asyncDispose]: async () => {},
  }));

const specOf = (...nameNodes: readonly string[]) =>
  testPlan({
    hosts: names.map(
      (address): HostSpec => ({
        address,
        roles: nameNodes.includes(address) ? ['namenode', 'journalnode'] : ['journalnode', 'datanode'],
      }),
    ),
  }).spec;

const yes = () => true;
const no = () => false;
const silent = () => {
  throw new Error('does not answer');
};

it('two NameNodes begin with a new HDFS only where every host says that it keeps nothing of one', async () => {
  const pair = specOf('a', 'b');
  expect(await isNewHdfs(pair, membersThat(no, no, no), silentProgress())).toBe(true);
  for (const members of [membersThat(yes, no, no), membersThat(no, yes, no), membersThat(no, no, yes)])
    expect(await isNewHdfs(pair, members, silentProgress())).toBe(false);
  await expect(isNewHdfs(pair, membersThat(no, no, silent), silentProgress())).rejects.toThrow('does not answer');
});

it('one NameNode is not told', async () => {
  expect(await isNewHdfs(specOf('a'), membersThat(silent, silent, silent), silentProgress())).toBe(false);
});
