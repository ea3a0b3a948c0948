import { hostNameOf } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';
import { atMost } from './at-most.ts';
import { localMember } from './local-member.ts';
import type { Member } from './member.ts';
import { onEach, resultsOf } from './on-each.ts';
import { sshMember } from './ssh-member.ts';

interface OpenMembers extends AsyncDisposable {
  readonly members: readonly Member[];
}

type Hosts = Pick<ClusterSpec, 'hosts' | 'limits'>;

/** Every host of the spec, to be worked with until it is disposed of. Nothing is sent before it is asked something. */
export const openMembers = async ({ hosts, limits }: Hosts): Promise<OpenMembers> => {
  const transfer = atMost(limits.transfers);
  const members = await Promise.all(
    hosts.map((host, index) => {
      const name = hostNameOf({ hosts }, index);
      return host.address === 'local' ? localMember(name, index) : sshMember(name, index, host, transfer);
    }),
  );
  const close = async (): Promise<void> => {
    resultsOf(await onEach(members, limits.hosts, async (member) => member[Symbol.asyncDispose]()));
  };
  return { members, [Symbol.asyncDispose]: close };
};

/** Works with every host of the spec, and ends the connections afterwards. */
export const withMembers = async <T>(spec: Hosts, work: (members: readonly Member[]) => Promise<T>): Promise<T> => {
  await using opened = await openMembers(spec);
  // Awaited: what is opened here ends with this function.
  return await work(opened.members);
};
