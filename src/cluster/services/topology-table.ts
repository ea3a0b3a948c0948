import { hostnameOf } from '../../engines/hostname-of.ts';
import type { HostPlace, Layout } from '../layout.ts';
import { addressesOf } from './addresses-of.ts';

export const topologyTableName = 'topology.table';

/**
 * Where an ApplicationMaster finds the table: Spark ships the client's Hadoop configuration into its work folder.
 * Hadoop's TableMapping reads it; a client elsewhere does not find it there and asks for no rack either.
 */
export const topologyTableInApplication = `__spark_conf__/__hadoop_conf__/${topologyTableName}`;

/**
 * Puts a node and every container that can ever run on it into one rack of their own, as Spark sees it. A container has
 * another name than the DataNode beside it, so no read is node-local to Spark; by this, one from the same node is
 * rack-local, and one from another node is not. HDFS and YARN keep their own topology.
 */
export const topologyTable = ({ hosts }: Layout): string => hosts.flatMap(rackOf).join('\n').concat('\n');

const rackOf = ({ address, tenants }: HostPlace): string[] => {
  const rack = `/${hostnameOf(address)}`;
  return [address, ...tenants.flatMap(addressesOf)].flatMap((each) => [
    `${each} ${rack}`,
    `${hostnameOf(each)} ${rack}`,
  ]);
};
