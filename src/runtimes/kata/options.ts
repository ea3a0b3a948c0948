import { z } from 'zod';
import { patience } from '../patience.ts';
import { machineScratchPlace } from '../scratch-place.ts';
import { flavourNames, hypervisors } from './flavour.ts';

const path = z.string().startsWith('/', 'must be an absolute path');

/** `runtimes.kata` of cluster.yaml. */
export const kataOptions = z.strictObject({
  home: path.default('/opt/kata').describe('Where Kata Containers is installed'),
  flavour: z
    .enum(flavourNames)
    .optional()
    .describe('Kata’s shim: `go`, or `rust` for runtime-rs; default: the one that is installed, `go` where both are'),
  hypervisor: z
    .enum(hypervisors)
    .default('qemu')
    .describe(
      'Virtual machine monitor; `dragonball` is runtime-rs’s own; `firecracker` is refused: it shares no folders',
    ),
  overheadMiB: z
    .int()
    .min(64)
    .default(320)
    .describe('Memory of one VM beyond its container: guest kernel, agent, VMM, virtiofsd; charged to YARN'),
  guestMiB: z
    .int()
    .min(32)
    .default(192)
    .describe('Part of `overheadMiB` that is inside the VM: guest kernel and agent'),
  startSeconds: z.int().min(5).max(150).default(60).describe('A VM that does not answer within this is given up'),
  patience: patience.default(2),
  emulated: z
    .boolean()
    .default(false)
    .describe(
      'Accepts a hypervisor that emulates the processor, without /dev/kvm: to try things out, never for figures',
    ),
  options: z
    .strictObject({
      scratch: machineScratchPlace
        .default('block')
        .describe(
          'Where Spark shuffles and spills: `block`, a disk of the VM’s own, a sparse file on the host; `shared`, YARN’s folders by virtio-fs; `memory`, a tmpfs of the guest',
        ),
      scratchGiB: z
        .int()
        .min(1)
        .max(16_384)
        .default(128)
        .describe('Size of that disk in each VM; the host keeps only what was written to it'),
      cache: z
        .enum(['auto', 'always', 'never', 'metadata'])
        .default('auto')
        .describe('virtio-fs: what the guest caches of shared folders; `metadata` only with the Go shim'),
      daxMiB: z
        .int()
        .min(0)
        .default(0)
        .describe(
          'virtio-fs: size of the shared window (DAX); 0 is none; only with the Go shim and a QEMU that has it (`cache-size`), which the released ones have not',
        ),
      queueSize: z.int().min(64).max(1024).default(1024).describe('virtio-fs: entries of its queue'),
      threads: z.int().min(0).max(64).default(1).describe('virtio-fs: threads of each virtiofsd'),
      diskIo: z
        .enum(['io_uring', 'threads'])
        .optional()
        .describe('How QEMU reads and writes the VM’s disks; default: as Kata’s own configuration has it'),
      diskThread: z
        .boolean()
        .default(false)
        .describe('Whether QEMU serves the VM’s disks in a thread of their own, not in its main loop'),
    })
    .prefault({})
    .describe('How folders get into the VM'),
});

export type KataOptions = z.infer<typeof kataOptions>;
