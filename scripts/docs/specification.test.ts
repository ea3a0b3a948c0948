import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const specification = await readFile('docs/SPECIFICATION.md', 'utf8');
const promises = [...specification.matchAll(/^(\d+\.\d+)\. .*$(?:\n {2,}.*$)*/gm)];
const proofs = promises.flatMap(([text, number]) =>
  [...text.matchAll(/\[`([^`]+)`: “([^”]+)”\]/g)].map(([, file, title]) => ({ number, file, title })),
);

it('numbers every promise once', () => {
  const numbers = promises.map(([, number]) => number);
  expect(numbers.length).toBeGreaterThan(0);
  expect(new Set(numbers).size).toBe(numbers.length);
});

it.each(promises.map(([text, number]) => ({ text, number })))(
  'promise $number names its test, or says unproven',
  ({ text }) => {
    expect(text).toMatch(/\[`[^`]+`: “[^”]+”\]|\*unproven\*/);
  },
);

it.each(proofs)('promise $number: $file has the test “$title”', async ({ file = '', title = '' }) => {
  expect(await readFile(file, 'utf8')).toContain(title);
});
