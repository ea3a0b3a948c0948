import { execa } from 'execa';
import type { Layout } from '../layout.ts';
import { tableOf } from './ruleset.ts';

/** Loads the ruleset file; nft replaces the table in one transaction. */
export const loadRuleset = async (file: string): Promise<void> => {
  await execa('nft', ['-f', file]);
};

export const removeRuleset = async (cluster: string): Promise<void> => {
  if (await hasRuleset(cluster)) await execa('nft', ['delete', 'table', 'inet', tableOf(cluster)]);
};

export const hasRuleset = async (cluster: string): Promise<boolean> =>
  (await execa('nft', ['list', 'table', 'inet', tableOf(cluster)], { reject: false })).exitCode === 0;

const commentOf = (cluster: string): string => `firebreak:${cluster}`;

/**
 * Where the machine's own iptables drop forwarded packets (as a Docker on it arranges), lets our bridges through:
 * bridged frames pass there too with br_netfilter. Our nft table goes on deciding what may really pass.
 */
export const acceptForwarding = async (layout: Layout): Promise<void> => {
  await removeForwarding(layout.name);
  const { stdout, failed } = await iptables('-S', 'FORWARD');
  if (failed || !stdout.includes('-P FORWARD DROP')) return;
  for (const { bridge } of layout.networks) {
    for (const direction of ['-i', '-o']) {
      await execa('iptables', [
        ...['-w', '-I', 'FORWARD', direction, bridge],
        ...['-m', 'comment', '--comment', commentOf(layout.name), '-j', 'ACCEPT'],
      ]);
    }
  }
};

export const removeForwarding = async (cluster: string): Promise<void> => {
  const { stdout, failed } = await iptables('-S', 'FORWARD');
  if (failed) return;
  for (const rule of stdout.split('\n')) {
    const words = rule.replaceAll('"', '').split(' ');
    if (words[0] === '-A' && words.includes(commentOf(cluster))) await iptables('-D', ...words.slice(1));
  }
};

const iptables = (...words: string[]) => execa('iptables', ['-w', ...words], { reject: false });
