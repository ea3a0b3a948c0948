import { normalize } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import { locate, splitLast } from './locate.ts';

describe('a path', () => {
  it('inside a folder is found with its names', () => {
    expect(locate(['/l', '/l2'], '/l2/a/b/')).toEqual({ root: '/l2', names: ['a', 'b'] });
    expect(splitLast(locate(['/l'], '/l/a/b'))).toEqual({ root: '/l', parents: ['a'], last: 'b' });
  });

  it.each([
    '/l',
    '/l/',
    '/',
    '/etc/passwd',
    '/lx/a',
    '/l/../etc',
    '/l/a/..',
    '/l/./a',
    '/l//a',
    '/l/a\0b',
    'l/a',
    '/l/a//../../b',
  ])('%j is refused', (path) => {
    expect(() => locate(['/l'], path)).toThrow(expect.objectContaining({ code: 'FB-POLICY-REFUSED' }));
  });

  it('never leaves its folder, whatever it is', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'l', 'a', '/', '\0'), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const path = `/l/${parts.join('/')}`;
        try {
          const { root, names } = locate(['/l'], path);
          expect(normalize([root, ...names].join('/')).startsWith('/l/')).toBe(true);
          expect(names).not.toContain('..');
        } catch (thrown) {
          if (!(thrown instanceof FirebreakError)) throw thrown;
        }
      }),
      { numRuns: 300 },
    );
  });
});
