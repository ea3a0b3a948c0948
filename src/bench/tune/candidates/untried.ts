import type { NotTried } from './candidate.ts';

/** What else was thought of, and why it is not tried. */
export const untried: readonly NotTried[] = [
  {
    runtime: 'gvisor',
    what: 'host sockets (host-uds)',
    because: 'a container could open sockets of the host: it shares more with it',
  },
  {
    runtime: 'gvisor',
    what: 'platform kvm',
    because: 'it needs a /dev/kvm that runs a guest’s kernel, and gives the sentry that device',
  },
  {
    runtime: 'gvisor',
    what: 'an overlay over the root (overlay2=root:…)',
    because: 'our containers’ root is read-only, and runsc lays no overlay over such a one: it would change nothing',
  },
  {
    runtime: 'gvisor',
    what: 'an overlay over YARN’s folders (overlay2=all:self, all:memory)',
    because:
      'what a container writes would stay in it: its logs would never reach YARN’s log folder, nor its files a tenant’s mounts; scratch=memory takes out of YARN’s folders only what nobody else reads',
  },
  {
    runtime: 'kata',
    what: 'the VM’s memory in huge pages (enable_hugepages)',
    because:
      'they must be set aside on the host beforehand, and the control group that limits a container does not count them',
  },
  {
    runtime: 'kata',
    what: 'more virtual CPUs (default_vcpus)',
    because: 'a container has the virtual cores that YARN granted, so that all are measured with the same',
  },
  {
    runtime: 'kata',
    what: 'queues of the network (network_queues)',
    because:
      'the Go shim gives a VM as many as virtual CPUs where the hypervisor can; runtime-rs has one number for VMs of every size',
  },
  {
    what: 'the largest packet (network.mtu)',
    because:
      'it is one for all runtime classes, and what is best depends on the network between hosts: here is one host',
  },
  {
    what: 'spark.local.dir on tmpfs',
    because: 'on YARN Spark writes where the NodeManager says, whatever spark.local.dir is; scratch=memory is that',
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
