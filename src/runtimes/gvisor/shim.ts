import { constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { canAccess } from '../../can-access.ts';
import { isOlder } from '../../distribution/version-order.ts';
import { endProcess } from '../../processes.ts';

const shimName = 'containerd-shim-runsc-v1';

export type GvisorShimFound =
  /** Folder of the shim. */
  { readonly programs: string } | { readonly missing: string; readonly next: string };

/** What lets that containerd's CRI run pods in gVisor, the shim beside runsc, or why it cannot. Really starts one. */
export const findGvisorShim = async (runsc: string, containerd: string | undefined): Promise<GvisorShimFound> => {
  const programs = dirname(runsc);
  const there = await canAccess(`${programs}/${shimName}`, constants.X_OK);
  if (!there) {
    const next =
      'Write `engine: docker` for gvisor, or set runtimes.gvisor.binary to a runsc that has its shim beside it.';
    return { missing: `there is no ${shimName} beside ${runsc}`, next };
  }
  const { complaint, answer } = await tryShim(`${programs}/${shimName}`);
  if (complaint !== undefined) {
    return { missing: `gVisor’s shim for containerd does not start: ${complaint}`, next: nextFor(complaint) };
  }
  const flaw = answerFlaw(answer, containerd);
  return flaw === undefined
    ? { programs }
    : {
        missing: flaw,
        next: 'Write `engine: docker` for gvisor, or use a system with a newer containerd (Debian 13).',
      };
};

/** Newer shims answer with a JSON object, which containerd takes for a socket's name before 1.7. */
export const answerFlaw = (answer: string, containerd: string | undefined): string | undefined =>
  containerd !== undefined && isOlder(containerd, '1.7') && answer.startsWith('{')
    ? `containerd ${containerd} does not understand gVisor’s shim, which takes 1.7`
    : undefined;

/** The shim lowers its own OOM score to -999, which takes CAP_SYS_RESOURCE; root in a container may lack it. */
const nextFor = (said: string): string =>
  said.includes('OOM Score')
    ? 'Write `engine: docker` for gvisor, or give root on this machine CAP_SYS_RESOURCE.'
    : 'Write `engine: docker` for gvisor.';

/** Starts a shim for no container, as containerd does, and ends it: its answer, or its complaint. */
const tryShim = async (shim: string): Promise<{ readonly answer: string; readonly complaint?: string }> => {
  const folder = await mkdtemp(`${tmpdir()}/firebreak-shim-`);
  // What containerd has ready for a shim; without these it ends at once.
  await writeFile(`${folder}/log`, '');
  const containerd = createServer().listen(`${folder}/containerd.sock`);
  try {
    const given = ['-namespace', 'firebreak', '-id', 'probe', '-address', `${folder}/containerd.sock`];
    const { failed, stdout, stderr } = await execa(shim, [...given, '-publish-binary', '/bin/true', 'start'], {
      cwd: folder,
      env: { TTRPC_ADDRESS: `${folder}/containerd.sock` },
      reject: false,
      timeout: 10_000,
    });
    await end(folder);
    return failed
      ? { answer: '', complaint: stderr.trim().split('\n').at(-1) ?? 'no reason given' }
      : { answer: stdout };
  } finally {
    containerd.close();
    await rm(folder, { recursive: true });
  }
};

const end = async (folder: string): Promise<void> => {
  const [pid, address] = await Promise.all(
    ['shim.pid', 'address'].map((name) => readFile(`${folder}/${name}`, 'utf8').catch(() => '')),
  );
  if (Number(pid) > 0) endProcess(Number(pid));
  const socket = address?.replace('unix://', '');
  if (socket?.startsWith('/run/containerd/s/')) await rm(socket, { force: true });
};
