import { describe, expect, it } from 'vitest';
import { FirebreakError } from '../errors.ts';
import { exitCodeOf, explanationOf } from './explain.ts';
import { refusal } from './policy/refusal.ts';

describe('what diagnostics say', () => {
  it('has the code, the reason and the next command', () => {
    expect(explanationOf(refusal('the mount /etc', 'policy', 'do this'))).toBe(
      'FB-POLICY-REFUSED: Refused: the mount /etc. Because: policy.\nnext: do this\n',
    );
  });

  it('quotes a reason as it is, dots included', () => {
    const thrown = new FirebreakError({ code: 'FB-X-Y', message: 'M.', because: '/a/../b is odd.' });
    expect(explanationOf(thrown)).toBe('FB-X-Y: M. Because: /a/../b is odd.\n');
  });

  it('names what nobody expected', () => {
    expect(explanationOf(new TypeError('boom'))).toBe('FB-AGENT-FAILED: TypeError: boom\n');
  });

  it.each([
    [refusal('x', 'y'), 39],
    [new FirebreakError({ code: 'FB-AGENT-ARGUMENTS', message: '' }), 3],
    [new FirebreakError({ code: 'FB-AGENT-USER', message: '' }), 2],
    [new FirebreakError({ code: 'FB-ENGINE-FAILED', message: '' }), 29],
    [new Error('x'), 29],
    ['thrown text', 29],
  ])('%s exits with %i, which never stops the NodeManager', (thrown, code) => {
    expect(exitCodeOf(thrown)).toBe(code);
    expect([0, 22, 24, 137, 143]).not.toContain(exitCodeOf(thrown));
  });
});
