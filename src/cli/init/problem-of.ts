import { readSpec } from '../../cluster/read-spec.ts';
import { FirebreakError } from '../../errors.ts';
import type { Answers } from './answers.ts';
import { defaultPlace } from './place.ts';
import { specText } from './spec-text.ts';

const anything: Answers = {
  name: 'demo',
  hosts: [],
  tenants: [{ name: 'analysts', users: ['alice'], runtime: 'runc' }],
  place: defaultPlace,
};

/** What a cluster spec with these answers would be refused for, whatever the others are; undefined where for nothing. */
export const problemOf = (answers: Partial<Answers>): string | undefined => {
  try {
    readSpec(specText({ ...anything, ...answers }, ''), '');
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof FirebreakError)) throw thrown;
    // Without the place in a file that nobody has seen.
    return thrown.message.split('\n')[0]?.replace(/^:\d+:\d+: /, '');
  }
};
