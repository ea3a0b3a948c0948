import { execa } from 'execa';
import type { ContainerState } from '../../engines/engine.ts';
import { type Place, toolFailed } from './place.ts';

/**
 * The bare host, as the ceiling of what a container can reach: the very same program files, data folders and user as
 * in the plain container `like`, whose mounts and pids it sees; but no control group of YARN's, no seccomp filter, no
 * network namespace, and only as many CPUs as the container has.
 */
export const bareHost = (
  like: ContainerState,
  user: { readonly uid: number; readonly gid: number },
  cpus: number,
): Place => ({
  name: 'host',
  address: '127.0.0.1',
  run: async (argv, { seconds, signal }) => {
    const enter = ['--target', String(like.pid), '--mount', '--pid', '--wd', '--'];
    // nsenter forks to enter a pid namespace: what it forked is to end with it when the run is cancelled.
    const become = [
      'setpriv',
      '--pdeathsig',
      'TERM',
      '--reuid',
      String(user.uid),
      '--regid',
      String(user.gid),
      '--clear-groups',
    ];
    const limited = ['timeout', '-k', '5', String(Math.ceil(seconds)), 'taskset', '-c', `0-${cpus - 1}`];
    const command = [...enter, ...become, ...limited, ...argv];
    const result = await execa('nsenter', command, { stdin: 'ignore', reject: false, cancelSignal: signal });
    signal.throwIfAborted();
    if (result.failed) throw toolFailed('the bare host', argv, result.exitCode ?? -1, result.stderr || result.stdout);
    return { stdout: result.stdout, cpuSeconds: undefined };
  },
});
