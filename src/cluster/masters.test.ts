import { describe, expect, it } from 'vitest';
import { firstAnswer } from './masters.ts';

describe('of daemons that stand for each other', () => {
  const ask = (each: string): Promise<string> =>
    each.startsWith('up') ? Promise.resolve(each) : Promise.reject(new Error(`${each} does not answer`));

  it('the one that answers is heard, whichever it is', async () => {
    expect(await firstAnswer(['down1', 'up2'], ask)).toBe('up2');
    expect(await firstAnswer(['up1', 'down2'], ask)).toBe('up1');
  });

  it('one that never answers keeps nobody waiting', async () => {
    expect(
      await firstAnswer(['silent', 'up2'], (each) => (each === 'silent' ? new Promise(() => {}) : ask(each))),
    ).toBe('up2');
  });

  it('where none answers, that is said of the first', async () => {
    await expect(firstAnswer(['down1', 'down2'], ask)).rejects.toThrow('down1 does not answer');
  });
});
