import { expect, test } from 'vitest';
import { clusterSpec } from '../../cluster/spec.ts';
import { userOf } from './user-of.ts';

const specOf = (tenants: Record<string, unknown>) => clusterSpec.parse({ name: 't', tenants });
const plain = { users: ['pia', 'paul'], runtime: 'runc' };
const secure = { users: ['sam'], runtime: 'gvisor' };
const walled = { users: ['kate'], runtime: 'kata' };

test('options are tried as the first user whose tenant may run in the class', () => {
  expect(userOf(specOf({ plain, walled }), 'kata')).toBe('pia');
  expect(userOf(specOf({ walled, secure }), 'gvisor')).toBe('sam');
  expect(userOf(specOf({ walled: { ...walled, minimum: 'gvisor' } }), 'gvisor')).toBe('kate');
});

test('a runtime class that the cluster gives nobody is refused', () => {
  const refused = (message: RegExp) =>
    expect.objectContaining({ code: 'FB-TUNE-RUNTIME', exit: 2, because: expect.stringMatching(message) });
  expect(() => userOf(specOf({ plain, secure }), 'kata')).toThrowError(refused(/no tenant/));
  expect(() => userOf(specOf({ walled }), 'gvisor')).toThrowError(refused(/stronger/));
});
