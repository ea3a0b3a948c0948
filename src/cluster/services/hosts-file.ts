import { hostnameOf } from '../../engines/hostname-of.ts';
import type { Layout } from '../layout.ts';
import { addressesOf } from './addresses-of.ts';

/**
 * Names of every address that this cluster can ever give, for daemons and containers alike.
 * A service's first name is its own address, so that what YARN and HDFS publish opens in the host's browser too.
 */
export const hostsFile = (layout: Layout, hostname: string): string =>
  [
    '127.0.0.1 localhost',
    `${layout.address} ${layout.address} ${hostnameOf(layout.address)} ${hostname}`,
    ...layout.networks.flatMap(({ subnet }) =>
      addressesOf(subnet).map((address) => `${address} ${hostnameOf(address)}`),
    ),
    '',
  ].join('\n');
