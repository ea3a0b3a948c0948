import { hostNameOf } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';
import { localMember } from './local-member.ts';
import type { Member } from './member.ts';
import { sshMember } from './ssh-member.ts';

/** Works with every host of the spec, and ends the connections afterwards. */
export const withMembers = async <T>(
  spec: ClusterSpec,
  work: (members: readonly Member[]) => Promise<T>,
): Promise<T> => {
  await using opened = new AsyncDisposableStack();
  const members: Member[] = [];
  for (const [index, host] of spec.hosts.entries()) {
    const name = hostNameOf(spec, index);
    const member = host.address === 'local' ? localMember(name, index) : await sshMember(name, index, host);
    members.push(opened.use(member));
  }
  // Awaited: what is opened here ends with this function.
  return await work(members);
};
