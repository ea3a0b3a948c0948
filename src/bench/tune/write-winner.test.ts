import { expect, test } from 'vitest';
import { readSpec } from '../../cluster/read-spec.ts';
import { candidates } from './options.ts';
import { withWinner } from './write-winner.ts';

test('the winner goes into the spec with its evidence, and the rest of the file stays', () => {
  const text = '# Ours.\nname: a\ntenants:\n  t:\n    users: [u] # one\n    runtime: gvisor\n';
  const candidate = candidates.find(({ key }) => key.includes('directfs'));
  if (candidate === undefined) throw new Error('no candidate');
  const written = withWinner(text, { candidate, outcome: 'faster' }, 'evidence/tune');
  expect(written).toContain('# Ours.');
  expect(written).toContain('users: [ u ] # one');
  expect(written).toContain('evidence/tune');
  expect(readSpec(written, 'cluster.yaml').runtimes.gvisor.options).toEqual({ directfs: 'true' });
});
