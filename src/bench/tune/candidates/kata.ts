import type { Candidate } from './candidate.ts';

/** Keys of `runtimes.kata`; what they do was read in Kata 4.1.0 and virtiofsd 1.14.0. */
export const kataCandidates: readonly Omit<Candidate, 'runtime'>[] = [
  {
    key: ['options', 'scratch'],
    value: 'block',
    does: 'shuffles and spills on a disk of the VM’s own',
    safety: 'less is shared than in YARN’s folders; the file behind the disk takes of the host’s what is written to it',
    choosable: true,
  },
  {
    key: ['options', 'scratch'],
    value: 'shared',
    does: 'shuffles and spills in YARN’s folders, by virtio-fs',
    safety: 'shares more with the host: its virtiofsd opens every file that Spark shuffles and spills',
    choosable: false,
  },
  {
    key: ['options', 'scratch'],
    value: 'memory',
    does: 'shuffles and spills in the VM’s memory',
    safety:
      'nothing is shared, and less than before; an executor that shuffles and spills more than its memory, or 1 GiB, has room for fails',
    choosable: false,
  },
  {
    key: ['options', 'cache'],
    value: 'auto',
    does: 'keeps the data of shared folders’ files while they are open, and their names and sizes for a second',
    safety: 'against `never`, what others write to a shared folder may be seen late, by a second',
    choosable: false,
  },
  {
    key: ['options', 'cache'],
    value: 'always',
    does: 'keeps names, sizes and data of shared folders’ files for good',
    safety:
      'what the NodeManager or another container writes to a shared folder, as a renewed token, may be seen late or never',
    choosable: false,
  },
  {
    key: ['options', 'cache'],
    value: 'metadata',
    does: 'keeps names and sizes of shared folders’ files for good, and none of their data',
    safety:
      'what the NodeManager or another container writes to a shared folder may be seen late or never; a program that maps such a file (MAP_SHARED) fails',
    choosable: false,
  },
  {
    key: ['options', 'cache'],
    value: 'never',
    does: 'asks the host at every look at a shared folder, and keeps nothing',
    safety: 'nothing is shared, and less than before; a program that maps such a file (MAP_SHARED) fails',
    choosable: false,
  },
  {
    key: ['options', 'daxMiB'],
    value: 256,
    does: 'maps shared folders’ files from the host’s page cache into the VM, and copies nothing',
    safety: 'shares more with the host: pages of its cache, which others that read the same file have too',
    choosable: false,
  },
  {
    key: ['options', 'queueSize'],
    value: 256,
    does: 'lets fewer requests for shared folders wait at once',
    safety: 'nothing is shared',
    choosable: true,
  },
  {
    key: ['options', 'queueSize'],
    value: 1024,
    does: 'lets more requests for shared folders wait at once',
    safety: 'nothing is shared; takes memory of virtiofsd',
    choosable: true,
  },
  {
    key: ['options', 'threads'],
    value: 0,
    does: 'has virtiofsd answer within the thread that reads its queue',
    safety: 'nothing is shared',
    choosable: true,
  },
  {
    key: ['options', 'threads'],
    value: 4,
    does: 'has four threads of virtiofsd answer',
    safety: 'nothing is shared: each VM has a virtiofsd of its own, which runs on the container’s share of the CPU',
    choosable: true,
  },
  {
    key: ['options', 'diskIo'],
    value: 'threads',
    does: 'has QEMU read and write the VM’s disks by threads',
    safety: 'less is shared than by io_uring: QEMU needs fewer calls of the host’s kernel',
    choosable: true,
  },
  {
    key: ['options', 'diskIo'],
    value: 'io_uring',
    does: 'has QEMU read and write the VM’s disks by the host’s io_uring',
    safety: 'shares more with the host: io_uring of its kernel serves QEMU',
    choosable: false,
  },
  {
    key: ['options', 'diskThread'],
    value: true,
    does: 'serves the VM’s disks in a thread of their own, not in QEMU’s main loop',
    safety: 'nothing is shared; the thread runs on the container’s share of the CPU',
    choosable: true,
  },
];
