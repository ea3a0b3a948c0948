import { readFile } from 'node:fs/promises';
import { availableParallelism, hostname, networkInterfaces, totalmem } from 'node:os';
import { execa } from 'execa';
import { missingPackages } from '../../distribution/host-packages.ts';
import { FirebreakError } from '../../errors.ts';
import type { HostLink } from '../plan.ts';

/** What the controller must know of a host before it can plan. */
export interface Examination {
  readonly hostname: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly missingPackages: readonly string[];
  /** Undefined where the cluster has no other host. */
  readonly link: HostLink | undefined;
}

export interface LinkQuestion {
  /** Its address by the spec. */
  readonly privateAddress?: string | undefined;
  /** Another host, towards which this one is asked for its own address; for a host that ssh does not arrive at. */
  readonly towards?: string | undefined;
  readonly others: boolean;
}

export const examine = async (question: LinkQuestion): Promise<Examination> => ({
  hostname: hostname(),
  memoryMiB: Math.floor(totalmem() / 2 ** 20),
  cpus: availableParallelism(),
  missingPackages: await missingPackages('host'),
  link: question.others ? await linkOf(await ownAddress(question)) : undefined,
});

/** By the spec, by where ssh arrives (`client port server port`), or by the route to another host. */
const ownAddress = async ({ privateAddress, towards }: LinkQuestion): Promise<string> => {
  if (privateAddress !== undefined) return privateAddress;
  if (towards === undefined) return process.env.SSH_CONNECTION?.split(' ')[2] ?? '';
  const { stdout } = await execa('ip', ['route', 'get', towards], { reject: false });
  return / src (\S+)/.exec(stdout)?.[1] ?? '';
};

const linkOf = async (address: string): Promise<HostLink> => {
  const found = Object.entries(networkInterfaces()).find(([, addresses = []]) =>
    addresses.some((each) => each.family === 'IPv4' && each.address === address && !each.internal),
  );
  if (found === undefined) {
    throw new FirebreakError({
      code: 'FB-HOST-LINK',
      message: `No interface of the host has the address ${address === '' ? 'that other hosts reach it by' : address}.`,
      because: 'Containers reach other hosts through the network that joins these, by IPv4.',
      next: 'Set `privateAddress` of the host in the cluster spec to its address there.',
      exit: 4,
    });
  }
  const [device] = found;
  return { address, device, mtu: Number(await readFile(`/sys/class/net/${device}/mtu`, 'utf8')) };
};
