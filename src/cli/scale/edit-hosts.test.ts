import { describe, expect, it } from 'vitest';
import { withHosts } from './edit-hosts.ts';

const lines = (...text: string[]): string => `${text.join('\n')}\n`;

describe('the hosts of a cluster.yaml', () => {
  const text = lines(
    '# ours',
    'name: demo',
    'hosts:',
    '  # rack A',
    '  - address: node1',
    '  - name: worker # the old one',
    '    address: node2',
    '    ssh:',
    '      user: admin',
    '  # rack B',
    '  - address: node3 # new',
    'tenants:',
    '  analysts: { users: [alice], runtime: gvisor }',
  );

  it('are added to at the end, and everything else stays as it is written', () => {
    const changed = withHosts(text, { add: ['admin@node4:2222', 'node5'], remove: [] });
    const added = ['  - address: node4', '    ssh:', '      user: admin', '      port: 2222', '  - address: node5'];
    expect(changed).toBe(text.replace('tenants:', `${added.join('\n')}\ntenants:`));
  });

  it('lose one by its name, with its comments', () => {
    const changed = withHosts(text, { add: [], remove: ['worker'] });
    expect(changed).toBe(text.replace(/ {2}- name: worker[\s\S]*?user: admin\n/, ''));
    expect(withHosts(changed, { add: [], remove: ['node3'] })).toBe(changed.replace(/ {2}- address: node3.*\n/, ''));
  });

  it('are a line each where they were', () => {
    const short = lines('hosts:', '  - { address: node1 }', '  - { address: node2 }', 'name: demo');
    expect(withHosts(short, { add: ['node3'], remove: ['node1'] })).toBe(
      lines('hosts:', '  - { address: node2 }', '  - { address: node3 }', 'name: demo'),
    );
  });

  it('get, when they are new, what all others are reached with, and what is said of them', () => {
    const host = (address: string, port: string) =>
      `  - { address: ${address}, ssh: { configFile: ours, port: ${port} } }`;
    const all = ['hosts:', '  - address: local', host('node1', '22'), host('node2', '2222')];
    expect(withHosts(lines(...all), { add: ['node3', 'node4:2200'], remove: [] })).toBe(
      lines(...all, '  - { address: node3, ssh: { configFile: ours } }', host('node4', '2200')),
    );
  });

  it('begin with this machine where none were written', () => {
    expect(withHosts('name: demo\n', { add: ['node2'], remove: [] })).toBe(
      lines('name: demo', 'hosts:', '  - address: local', '  - address: node2'),
    );
  });

  it('are not touched by a name that none has, or an address that is none', () => {
    expect(() => withHosts(text, { add: [], remove: ['node2'] })).toThrow(
      expect.objectContaining({ code: 'FB-CLI-HOST', next: 'name one of node1, worker, node3' }),
    );
    expect(() => withHosts(text, { add: ['a b'], remove: [] })).toThrow(
      expect.objectContaining({ code: 'FB-CLI-ADDRESS' }),
    );
  });
});
