/** A host's share of the cluster's network: a /20, its first /24 for services and one /24 for each tenant. */
const hostPrefix = 20;
const hostSize = 2 ** (32 - hostPrefix);

const parse = (subnet: string): { readonly base: number; readonly prefix: number } => {
  const [address = '', prefix = ''] = subnet.split('/');
  return { base: address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0), prefix: Number(prefix) };
};

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** How many hosts a network has room for. */
export const roomForHosts = (subnet: string): number => 2 ** (hostPrefix - parse(subnet).prefix);

/** Whether the network begins where one of its size can. */
export const isAligned = (subnet: string): boolean => {
  const { base, prefix } = parse(subnet);
  return base % 2 ** (32 - prefix) === 0;
};

/** The address `last` in the `block`th /24 of a host, in the cluster's `subnet`. */
export const addressIn = (subnet: string, host: number, block: number, last: number): string =>
  dotted(parse(subnet).base + host * hostSize + block * 256 + last);

/** What the daemons of a host listen on. */
export const serviceAddress = (subnet: string, host: number): string => addressIn(subnet, host, 0, 1);

/** Everything of one host, e.g. `172.30.16.0/20`. */
export const hostSubnet = (subnet: string, host: number): string => `${addressIn(subnet, host, 0, 0)}/${hostPrefix}`;

/** Whether a network (address/prefix) and another have addresses in common. */
export const overlap = (one: string, other: string): boolean => {
  const [a, b] = [parse(one), parse(other)];
  const size = 2 ** (32 - Math.min(a.prefix, b.prefix));
  return Math.floor(a.base / size) === Math.floor(b.base / size);
};
