/** A way to run gVisor that may be faster, to be tried by itself against the cluster as it is. */
export interface Candidate {
  /** runsc's flag and value, as in `runtimes.gvisor.options` of cluster.yaml. */
  readonly flag: string;
  readonly value: string;
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
    flag: 'platform',
    value: 'systrap',
    does: 'catches system calls by signals of seccomp instead of ptrace',
    safety: 'the boundary is the same: the sentry; it is gVisor’s own default since 2023',
    choosable: true,
  },
  {
    flag: 'platform',
    value: 'ptrace',
    does: 'catches system calls by ptrace',
    safety: 'the boundary is the same: the sentry',
    choosable: true,
  },
  {
    flag: 'directfs',
    value: 'true',
    does: 'lets the sentry open files of the container’s own mounts without asking the gofer',
    safety: 'the sentry’s seccomp filter allows more calls; mount and pid namespaces still hold it',
    choosable: true,
  },
  {
    flag: 'file-access-mounts',
    value: 'exclusive',
    does: 'caches files of mounts, as if nobody else wrote to them',
    safety:
      'what the NodeManager or another container of the same application writes to a mount meanwhile may be seen late or never: only for folders that one container uses alone',
    choosable: false,
  },
  {
    flag: 'overlay2',
    value: 'root:memory',
    does: 'keeps what is written to the root in memory',
    safety: 'nothing is shared; the root is read-only in our containers anyway, and what is written counts as memory',
    choosable: true,
  },
  {
    flag: 'dcache',
    value: '10000',
    does: 'remembers more names of files that were looked up',
    safety: 'nothing is shared; takes memory of the sentry',
    choosable: true,
  },
  {
    flag: 'network',
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
    because: 'it needs hardware virtualisation, and takes the sentry out of reach of the host’s own tools',
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
    because: 'one made by a tenant and mapped by another would be shared between them; the JRE’s own is used',
  },
  {
    what: 'Spark’s jars in the image',
    because: 'they are mounted read-only; an image with them would have to be built anew for every Spark',
  },
];
