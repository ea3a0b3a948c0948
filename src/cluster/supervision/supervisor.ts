import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { canAccess } from '../../can-access.ts';
import { systemPath } from '../../distribution/program-path.ts';
import { findProcesses, type HostProcess } from '../../processes.ts';
import type { Layout } from '../layout.ts';
import type { ServiceName } from '../services/service.ts';
import { until } from '../until.ts';
import { serviceFolder } from './service-folder.ts';

/** Environment variable that everything below our supervisor inherits, and by which `down` finds it again. */
export const supervisedBy = 'FIREBREAK_SUPERVISED_BY';

/** Starts runsvdir apart from this process and its terminal; fine when it runs already. */
export const startSupervisor = async (layout: Layout): Promise<void> => {
  if ((await supervisors(layout)).length > 0) return;
  const child = spawn('runsvdir', ['-P', layout.services], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    env: { PATH: systemPath, [supervisedBy]: layout.run },
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  await writeFile(`${layout.run}/runsvdir.pid`, `${child.pid}\n`);
};

export const supervisors = async (layout: Layout): Promise<HostProcess[]> =>
  findProcesses(
    ({ own, command }) => own && command[0]?.endsWith('runsvdir') === true && command.includes(layout.services),
  );

/** Starts the service, or stops and starts it; returns before it is ready. */
export const startService = async (layout: Layout, name: ServiceName, signal: AbortSignal): Promise<void> => {
  const folder = serviceFolder(layout, name);
  await until(() => canAccess(`${folder}/supervise/ok`), { signal, seconds: 15, what: `the supervisor of ${name}` });
  await rm(`${folder}/restarts`, { force: true });
  // The fifo may be there from before while runsv is not: sv says so by failing.
  await until(() => sv('up', folder), { signal, seconds: 15, what: `the supervisor of ${name}` });
};

/** Stops the service, by force after 10 s; it stays down until it is started. */
export const stopService = async (layout: Layout, name: ServiceName): Promise<void> => {
  await execa('sv', ['-w', '10', 'force-stop', serviceFolder(layout, name)], { reject: false });
};

/** Ends services and their supervising runsv; whatever does not end in `seconds` is killed. */
export const shutDownServices = async (
  layout: Layout,
  names: readonly ServiceName[],
  seconds: number,
): Promise<void> => {
  const folders = names.map((name) => serviceFolder(layout, name));
  await execa('sv', ['-w', String(seconds), 'force-shutdown', ...folders], { reject: false });
};

const sv = async (command: string, folder: string): Promise<boolean> =>
  (await execa('sv', [command, folder], { reject: false })).exitCode === 0;
