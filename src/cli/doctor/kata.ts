import { readdir, readFile, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, dirname } from 'node:path';
import { canAccess } from '../../can-access.ts';
import { isOlder } from '../../distribution/version-order.ts';
import { containerdVersion } from '../../engines/cri/node/containerd-version.ts';
import { findKata, type Kata, type KataFound } from '../../runtimes/kata/find-kata.ts';
import { flavours, type Hypervisor, hypervisors } from '../../runtimes/kata/flavour.ts';
import { type KvmTrial, tryKvm, virtualisationExtension } from '../../runtimes/kata/kvm.ts';
import { kataOptions } from '../../runtimes/kata/options.ts';
import { unfitOf } from '../../runtimes/kata/unfit.ts';
import { size } from '../progress/amounts.ts';
import type { Finding } from './finding.ts';

/** What of the host matters to the runtime class kata, and to nothing else. */
export interface KataFacts {
  /** Text of /proc/cpuinfo. */
  readonly processor: string;
  /** `nested` of the loaded KVM module: `Y`, `1`, `N`, `0`; undefined where none is loaded. */
  readonly nested: string | undefined;
  readonly kvm: KvmTrial;
  /** Devices of the host, without `/dev/`. */
  readonly devices: readonly string[];
  /** Bytes of /dev/shm and of memory. */
  readonly sharedMemory: number;
  readonly memory: number;
  readonly containerd: string | undefined;
  readonly kata: KataFound;
  /** Hypervisors that a cluster can use: their configuration is below Kata's folder. */
  readonly hypervisors: readonly Hypervisor[];
}

/** All of it is `limited` at worst: a cluster without the class kata needs none of it. */
export const kataFindings = (facts: KataFacts): Finding[] => [
  virtualisationFinding(facts),
  kvmFinding(facts.kvm),
  deviceFinding(facts, 'vhost-vsock', 'vhost_vsock', 'the VM’s agent is spoken to through it'),
  deviceFinding(facts, 'vhost-net', 'vhost_net', 'the VM’s network at the host kernel’s speed'),
  sharedMemoryFinding(facts),
  ...('kata' in facts.kata && facts.kata.kata.flavour === 'rust' ? [] : [syslogFinding(facts)]),
  containerdFinding(facts.containerd),
  installationFinding(facts),
];

const finding = (name: string, good: boolean, found: string, why: string, remedy: string): Finding => ({
  name: `kata: ${name}`,
  state: good ? 'ok' : 'limited',
  found,
  why,
  ...(good ? {} : { remedy }),
});

const virtualisationFinding = ({ processor, nested }: KataFacts): Finding => {
  const extension = virtualisationExtension(processor);
  const inside = /^flags\s*:.*\bhypervisor\b/m.test(processor);
  const place = inside ? ', inside a VM' : '';
  const nesting = nested === undefined ? '' : `, nested ${/^[Y1]/.test(nested) ? 'on' : 'off'}`;
  return finding(
    'virtualisation',
    extension !== undefined,
    extension === undefined ? `no vmx or svm${place}` : `${extension}${place}${nesting}`,
    'each container is a virtual machine of its own',
    inside
      ? 'switch nested virtualisation on for this machine where it is hosted, or take a bare-metal one'
      : 'switch virtualisation on in the machine’s firmware',
  );
};

const kvmFinding = ({ works, because }: KvmTrial): Finding =>
  finding(
    '/dev/kvm',
    works,
    works ? 'made and ran a virtual machine' : because,
    'was really asked for a virtual machine, not just looked at',
    because.includes('No such file') ? 'modprobe kvm_intel, or kvm_amd' : 'run as root, and see that /dev/kvm is KVM’s',
  );

const deviceFinding = ({ devices }: KataFacts, device: string, module: string, why: string): Finding =>
  finding(
    device,
    devices.includes(device),
    devices.includes(device) ? 'there' : 'not there',
    why,
    `modprobe ${module}`,
  );

/** QEMU with virtio-fs keeps a guest's memory there; overrun, it is ended by SIGBUS. */
const sharedMemoryFinding = ({ sharedMemory, memory }: KataFacts): Finding =>
  finding(
    '/dev/shm',
    sharedMemory >= 0.9 * memory,
    `${size(sharedMemory)} of ${size(memory)} memory`,
    'memory of QEMU’s VMs is there; a VM beyond it is killed',
    'mount -o remount,size=100% /dev/shm',
  );

const syslogFinding = ({ devices }: KataFacts): Finding =>
  finding(
    '/dev/log',
    devices.includes('log'),
    devices.includes('log') ? 'there' : 'not there',
    'Kata’s Go shim creates no pod without a syslog socket',
    'run a syslog daemon, or systemd-journald',
  );

const containerdFinding = (version: string | undefined): Finding =>
  finding(
    'containerd',
    version !== undefined && !isOlder(version, '1.6'),
    version ?? 'not there',
    'starts the VMs; 1.6 works, Kata itself asks for 1.7 or newer',
    'nothing to do: `up` installs it',
  );

const installationFinding = ({ kata, hypervisors }: KataFacts): Finding =>
  'kata' in kata
    ? finding('installation', true, installed(kata.kata, hypervisors), 'the runtime class kata', '')
    : finding('installation', false, kata.missing, 'the runtime class kata', installing(kata.next));

const installed = ({ version, flavour, configuration }: Kata, present: readonly Hypervisor[]): string =>
  `${version}, ${flavour === 'go' ? 'Go' : 'Rust'} shim; ${present.join(', ')}; configured by ${dirname(configuration)}`;

const installing = (next: string): string =>
  next === 'firebreak doctor' ? 'firebreak kata install --from <release> --sha256 <checksum>; see docs/kata.md' : next;

export const kata = async (): Promise<Finding[]> => kataFindings(await kataFacts());

const kataFacts = async (): Promise<KataFacts> => {
  const options = kataOptions.parse({ emulated: true });
  const found = await findKata(options);
  const [processor, nested, kvm, devices, shm, containerd, files] = await Promise.all([
    readFile('/proc/cpuinfo', 'utf8'),
    nestedParameter(),
    tryKvm(),
    readdir('/dev'),
    statfs('/dev/shm').catch(() => ({ blocks: 0, bsize: 0 })),
    containerdVersion(),
    'kata' in found ? readdir(dirname(found.kata.configuration)) : [],
  ]);
  return {
    ...{ processor, nested, kvm, devices },
    sharedMemory: shm.blocks * shm.bsize,
    memory: totalmem(),
    containerd,
    kata: found,
    hypervisors: 'kata' in found ? usable(found.kata, files) : [],
  };
};

/** Of `files`, those of hypervisors that the shim can be used with. */
const usable = ({ flavour }: Kata, files: readonly string[]): Hypervisor[] =>
  hypervisors.filter(
    (hypervisor) =>
      unfitOf(kataOptions.parse({ hypervisor }), flavour) === undefined &&
      files.includes(basename(flavours[flavour].configurationOf(hypervisor))),
  );

const nestedParameter = async (): Promise<string | undefined> => {
  for (const module of ['kvm_intel', 'kvm_amd']) {
    const path = `/sys/module/${module}/parameters/nested`;
    const there = await canAccess(path);
    if (there) return (await readFile(path, 'utf8')).trim();
  }
  return undefined;
};
