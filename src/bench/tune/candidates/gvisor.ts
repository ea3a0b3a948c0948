import type { Candidate } from './candidate.ts';

const ownStack = { flag: 'network', value: 'sandbox' } as const;

/**
 * gVisor’s documentation: "Filesystem", "Networking" and "Platforms" of its user guide; the flags’ own help and
 * runsc/config/flags.go of the pinned version.
 */
export const gvisorCandidates: readonly Omit<Candidate, 'runtime'>[] = [
  {
    key: ['hugePages'],
    value: true,
    does: 'lets the kernel give the memory of containers in huge pages',
    safety: 'changes a setting of the machine; nothing is shared; a container may hold a little more memory',
    choosable: true,
  },
  {
    key: ['options', 'systrap-disable-fast-path'],
    value: 'true',
    does: 'waits for system calls without spinning',
    safety: 'the boundary is the same: the sentry',
    choosable: true,
  },
  {
    key: ['options', 'platform'],
    value: 'systrap',
    does: 'catches system calls by signals of seccomp instead of ptrace',
    safety: 'the boundary is the same: the sentry; it is gVisor’s own default since 2023',
    choosable: true,
  },
  {
    key: ['options', 'platform'],
    value: 'ptrace',
    does: 'catches system calls by ptrace',
    safety: 'the boundary is the same: the sentry',
    choosable: true,
  },
  {
    key: ['options', 'directfs'],
    value: 'true',
    does: 'lets the sentry open files of the container’s own mounts without asking the gofer',
    safety: 'the sentry’s seccomp filter allows more calls; mount and pid namespaces still hold it',
    choosable: true,
  },
  {
    key: ['options', 'directfs'],
    value: 'false',
    does: 'has the gofer open every file for the sentry',
    safety: 'the stronger of the two: the sentry’s seccomp filter allows fewer calls',
    choosable: true,
  },
  {
    key: ['options', 'file-access'],
    value: 'exclusive',
    does: 'caches files of the root, as if nobody else wrote to them',
    safety: 'nothing is shared: the root is read-only, and the container’s own',
    choosable: true,
  },
  {
    key: ['options', 'file-access-mounts'],
    value: 'exclusive',
    does: 'caches files of mounts, as if nobody else wrote to them',
    safety:
      'what the NodeManager or another container of the same application writes to a mount meanwhile may be seen late or never: only for folders that one container uses alone',
    choosable: false,
  },
  {
    key: ['scratch'],
    value: 'memory',
    does: 'shuffles and spills in the container’s own memory instead of YARN’s folders',
    safety:
      'nothing is shared, and less than before; an executor that shuffles and spills more than its memory, or 1 GiB, has room for fails',
    choosable: false,
  },
  {
    key: ['options', 'dcache'],
    value: '10000',
    does: 'remembers more names of files that were looked up',
    safety: 'nothing is shared; takes memory of the sentry',
    choosable: true,
  },
  {
    key: ['options', 'network'],
    value: 'sandbox',
    does: 'gives the container gVisor’s own network stack instead of the host kernel’s',
    safety: 'the stronger of the two: the host’s stack is no longer reached by the container’s calls',
    choosable: true,
  },
  {
    key: ['options', 'network'],
    value: 'host',
    does: 'gives the container the host kernel’s network stack instead of gVisor’s own',
    safety: 'shares more with the host: its network stack is reached by the container’s calls',
    choosable: false,
  },
  {
    key: ['options', 'gso'],
    value: 'false',
    needs: ownStack,
    does: 'cuts what is sent into packets within the sentry, not in the host’s kernel',
    safety: 'nothing is shared; the host’s kernel does less',
    choosable: true,
  },
  {
    key: ['options', 'software-gso'],
    value: 'false',
    needs: ownStack,
    does: 'sends packet by packet where the host’s kernel cuts none itself',
    safety: 'nothing is shared',
    choosable: true,
  },
  {
    key: ['options', 'gvisor-gro'],
    value: 'true',
    needs: ownStack,
    does: 'joins packets that arrive, before the sentry’s network stack sees them',
    safety: 'nothing is shared: it is done within the sentry',
    choosable: true,
  },
];
