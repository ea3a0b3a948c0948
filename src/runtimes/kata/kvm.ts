import { execa } from 'execa';
import { z } from 'zod';

const probe = new URL('kvm_probe.py', import.meta.url).pathname;
const seconds = 10;
const line = z.object({
  step: z.enum(['open', 'version', 'vm', 'vcpu', 'ran', 'exit', 'error']),
  version: z.int().optional(),
  message: z.string().optional(),
});

/** What a machine asked of /dev/kvm came to. */
export interface KvmTrial {
  /** True when a virtual machine was made and ran its two instructions. */
  readonly works: boolean;
  /** In words, why it does not; empty where it works. */
  readonly because: string;
}

/** Opens /dev/kvm, creates a virtual machine, and runs two instructions in it; leaves nothing. */
export const tryKvm = async (device = '/dev/kvm'): Promise<KvmTrial> => {
  const {
    stdout = '',
    timedOut,
    code,
  } = await execa('python3', ['-I', probe, device], {
    reject: false,
    timeout: seconds * 1000,
    forceKillAfterDelay: false,
    killSignal: 'SIGKILL',
  });
  return code === 'ENOENT' ? failed('not tried: python3 is not there yet') : kvmTrial(stdout, timedOut);
};

/** The processor's extension for virtual machines, from the text of /proc/cpuinfo. */
export const virtualisationExtension = (processor: string): string | undefined =>
  /^flags\s*:.*?\b(vmx|svm)\b/m.exec(processor)?.[1];

/**
 * Why this machine boots no guests, in words; undefined where it does. A /dev/kvm on a processor without the extension
 * was met: it ran the trial's two instructions and hung stock guest kernels.
 */
export const kvmFlaw = (
  { works, because }: KvmTrial,
  processor: string,
  architecture: string = process.arch,
): string | undefined => {
  if (!works) return `/dev/kvm does not work: ${because}`;
  if (architecture !== 'x64' || virtualisationExtension(processor) !== undefined) return undefined;
  return 'the processor shows neither vmx nor svm, and a /dev/kvm without them hangs guests';
};

/** Reads the steps that the probe reached. */
export const kvmTrial = (output: string, timedOut: boolean): KvmTrial => {
  const lines = output.split('\n').filter((text) => text !== '');
  const steps = lines.map((text) => line.parse(JSON.parse(text)));
  const last = steps.at(-1);
  const reached = steps.findLast(({ step }) => step !== 'error')?.step;
  if (timedOut) return failed('a virtual machine was made, and hangs when it is to run');
  if (last?.step === 'ran') return { works: true, because: '' };
  if (last?.step === 'error') {
    const doing = reached === undefined ? 'it cannot be opened' : (afterStep[reached] ?? 'it fails');
    return failed(`${doing}: ${last.message ?? 'unknown error'}`);
  }
  if (last?.step === 'version') return failed(`it speaks version ${last.version} of KVM’s interface, not 12`);
  return failed('a virtual machine was made, and did not run its instructions');
};

const afterStep: Readonly<Record<string, string>> = {
  open: 'it makes no virtual machine',
  vm: 'it makes no virtual processor',
  vcpu: 'the virtual processor does not run',
};

const failed = (because: string): KvmTrial => ({ works: false, because });
