import { describe, expect, it } from 'vitest';
import { silentProgress } from '../../progress.ts';
import { untilCopied } from './until-copied.ts';

const source = { host: 'node1', log: '/logs/namenode/current' };

/** Answers one after the other, the last one for ever. */
const inTurn = (...answers: readonly boolean[]) => {
  let asked = 0;
  const ask = async () => answers[Math.min(asked++, answers.length - 1)] ?? false;
  return Object.assign(ask, { count: () => asked });
};

describe('a second NameNode', () => {
  it('copies nothing before the first one answers, and begins anew where that did not answer the copy', async () => {
    const notes: string[] = [];
    const progress = { ...silentProgress(), note: (text: string) => void notes.push(text) };
    const answers = inTurn(false, false, true, false, true);
    const copy = inTurn(false, true);
    await untilCopied({ ...source, answers, copy }, progress);
    expect([answers.count(), copy.count()]).toEqual([5, 2]);
    expect(notes).toEqual(['the NameNode of node1 did not answer, and is asked again']);
  });

  it.each([
    ['said nothing', inTurn(false), inTurn(true), /^It says nothing\. /],
    ['answered no copy', inTurn(true), inTurn(false), /^It was to be copied \d+ times\. /],
  ])('says which one %s, and where its log is', async (_, answers, copy, because) => {
    const error = untilCopied({ ...source, answers, copy }, silentProgress(), 0.1);
    await expect(error).rejects.toMatchObject({
      code: 'FB-UP-TIMEOUT',
      message: 'Waited 0.1 s for the NameNode of node1 to answer in vain.',
      because: expect.stringMatching(because),
      next: expect.stringContaining('namenode@node1'),
    });
    await expect(error).rejects.toMatchObject({ because: expect.stringContaining('/logs/namenode/current') });
  });

  it('does not try again where the copy failed in another way', async () => {
    const copy = async () => {
      throw new Error('disk full');
    };
    await expect(untilCopied({ ...source, answers: inTurn(true), copy }, silentProgress())).rejects.toThrow(
      'disk full',
    );
  });
});
