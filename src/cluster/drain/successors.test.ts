import { describe, expect, it } from 'vitest';
import { requireSuccessor } from './successors.ts';

const [b, c] = ['172.30.16.1', '172.30.32.1'];
const of = (nodemanager: string[], label?: string) => ({
  ...{ cluster: 'demo', host: 'a', others: { nodemanager, datanode: [b, c] } },
  ...(label === undefined ? {} : { label }),
});
const drained = (...addresses: string[]) => addresses.map((address) => ({ address }));

describe('a host is let go', () => {
  it('while one of the others is at work', () => {
    expect(() => requireSuccessor(of([b, c]), 'nodemanager', drained(b))).not.toThrow();
    expect(() => requireSuccessor(of([b]), 'datanode', drained(b))).not.toThrow();
  });

  it('not when it is the last one, or the only one of its label', () => {
    expect(() => requireSuccessor(of([b, c]), 'datanode', drained(b, c))).toThrow(
      expect.objectContaining({ code: 'FB-DRAIN-LAST', because: 'All others with the role datanode are drained.' }),
    );
    expect(() => requireSuccessor(of([], 'secure'), 'nodemanager', [])).toThrow(
      expect.objectContaining({ because: 'It is the only one of label secure with the role nodemanager.' }),
    );
  });
});
