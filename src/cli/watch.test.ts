import { expect, it } from 'vitest';
import { watch } from './watch.ts';

const shownBy = async (screen: { rows: number; columns: number } | undefined): Promise<string> => {
  const controller = new AbortController();
  let output = '';
  const out = (text: string): void => {
    output += text;
    if (output.includes('first')) controller.abort(new Error('Ctrl-C'));
  };
  await watch(async () => 'first line\nsecond\nthird\n', { out, screen }, controller.signal);
  return output;
};

it('prints blocks where there is no terminal, and ends without an error on Ctrl-C', async () => {
  expect(await shownBy(undefined)).toBe('first line\nsecond\nthird\n\n');
});

it('draws in place on a terminal, never more than fits', async () => {
  const shown = await shownBy({ rows: 3, columns: 5 });
  expect(shown).toContain('\u001b[Hfirst\u001b[K\nsecon\u001b[K\n\u001b[J');
  expect(shown).not.toContain('third');
});

it('fails where what it shows fails', async () => {
  const failing = watch(
    () => Promise.reject(new Error('no cluster')),
    { out: () => {}, screen: undefined },
    new AbortController().signal,
  );
  await expect(failing).rejects.toThrow('no cluster');
});
