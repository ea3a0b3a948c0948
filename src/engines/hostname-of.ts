/** A container's name on the network: every address of the cluster has one, known to all beforehand. */
export const hostnameOf = (address: string): string => `ip-${address.replaceAll('.', '-')}`;
