/** A way to run gVisor that may be faster, to be tried by itself against the cluster as it is. */
export interface Candidate {
  /** Key below `runtimes.gvisor` of cluster.yaml and its value; a runsc flag is `['options', flag]`. */
  readonly key: readonly [string, ...string[]];
  readonly value: string | boolean;
  /** What it does. */
  readonly does: string;
  /** What one gives up for it. */
  readonly safety: string;
  /** Nothing that shares more between tenants, or with the host, is chosen by itself. */
  readonly choosable: boolean;
}

/** gVisor’s documentation: "Filesystem", "Networking" and "Platforms" of its user guide; runsc’s own help of the flags. */
export const candidates: readonly Candidate[] = [
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
    key: ['options', 'file-access-mounts'],
    value: 'exclusive',
    does: 'caches files of mounts, as if nobody else wrote to them',
    safety:
      'what the NodeManager or another container of the same application writes to a mount meanwhile may be seen late or never: only for folders that one container uses alone',
    choosable: false,
  },
  {
    key: ['options', 'overlay2'],
    value: 'root:memory',
    does: 'keeps what is written to the root in memory',
    safety: 'nothing is shared; the root is read-only in our containers anyway, and what is written counts as memory',
    choosable: true,
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
];

/** What else was thought of, and why it is not tried. */
export const untried: readonly { readonly what: string; readonly because: string }[] = [
  {
    what: 'host sockets (host-uds)',
    because: 'a container could open sockets of the host: it shares more with it',
  },
  {
    what: 'platform kvm',
    because: 'it needs a /dev/kvm that runs a guest’s kernel, and gives the sentry that device',
  },
  {
    what: 'spark.local.dir on tmpfs',
    because: 'on YARN Spark writes where the NodeManager says, whatever spark.local.dir is',
  },
  {
    what: 'HDFS short-circuit reads',
    because: 'they need Hadoop’s native library, which is not on Maven Central',
  },
  {
    what: 'a class-data archive of Spark’s own classes (AppCDS)',
    because: 'made by root for all, it saved time before the first query and none in the queries (docs/performance.md)',
  },
  {
    what: 'Spark’s jars in the image',
    because: 'they are mounted read-only; an image with them would have to be built anew for every Spark',
  },
];
