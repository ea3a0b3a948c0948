import { isIP } from 'node:net';
import { hostnameOf } from '../../engines/hostname-of.ts';
import type { HostPlace, Layout } from '../layout.ts';
import { addressesOf } from './addresses-of.ts';

/**
 * Names of every address that this cluster can ever give, for daemons and containers alike.
 * A service's first name is its own address, so that what YARN and HDFS publish opens in the host's browser too.
 */
export const hostsFile = (layout: Layout, hostname: string): string =>
  [
    '127.0.0.1 localhost',
    ...layout.hosts.map((host, index) => serviceLine(host, index === layout.own ? hostname : host.name)),
    ...layout.hosts.flatMap(({ tenants }) =>
      tenants.flatMap((subnet) => addressesOf(subnet).map((address) => `${address} ${hostnameOf(address)}`)),
    ),
    '',
  ].join('\n');

const serviceLine = ({ address }: HostPlace, name: string): string =>
  [address, address, hostnameOf(address), ...(name === 'local' || isIP(name) !== 0 ? [] : [name])].join(' ');
