import { hostNameOf } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';
import { localMember } from './local-member.ts';
import type { Member } from './member.ts';
import { sshMember } from './ssh-member.ts';

interface OpenMembers extends AsyncDisposable {
  readonly members: readonly Member[];
}

/** Every host of the spec, to be worked with until it is disposed of. */
export const openMembers = async (spec: Pick<ClusterSpec, 'hosts'>): Promise<OpenMembers> => {
  await using opened = new AsyncDisposableStack();
  const members: Member[] = [];
  for (const [index, host] of spec.hosts.entries()) {
    const name = hostNameOf(spec, index);
    const member = host.address === 'local' ? localMember(name, index) : await sshMember(name, index, host);
    members.push(opened.use(member));
  }
  const connections = opened.move();
  return { members, [Symbol.asyncDispose]: () => connections.disposeAsync() };
};

/** Works with every host of the spec, and ends the connections afterwards. */
export const withMembers = async <T>(
  spec: Pick<ClusterSpec, 'hosts'>,
  work: (members: readonly Member[]) => Promise<T>,
): Promise<T> => {
  await using opened = await openMembers(spec);
  // Awaited: what is opened here ends with this function.
  return await work(opened.members);
};
