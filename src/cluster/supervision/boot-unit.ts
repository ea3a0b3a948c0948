import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { canAccess } from '../../can-access.ts';
import { programHome } from '../program.ts';
import type { ClusterSpec } from '../spec.ts';

const unitOf = (cluster: string): string => `firebreak-${cluster}.service`;
const fileOf = (cluster: string): string => `/etc/systemd/system/${unitOf(cluster)}`;

/** Whether systemd is this machine's first process: sd_booted(3). */
export const hasSystemd = (): Promise<boolean> => canAccess('/run/systemd/system');

/**
 * The unit by which systemd has the cluster started at boot. It ends what it began no more than `up` does: daemons have
 * a supervisor of their own, and `down` stops them. So systemd neither limits them nor ends them for one that was
 * killed for want of memory: systemd.service(5), systemd.resource-control(5).
 */
export const bootUnit = ({ name, docker }: Pick<ClusterSpec, 'name' | 'docker'>): string =>
  [
    '[Unit]',
    `Description=Firebreak cluster ${name}`,
    `After=network-online.target${docker === 'host' ? ' docker.service' : ''}`,
    'Wants=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=${process.execPath} ${join(programHome, 'src/cli/main.ts')} start --cluster ${name}`,
    'KillMode=process',
    'OOMPolicy=continue',
    'TasksMax=infinity',
    // Another host may come back later than this one.
    'TimeoutStartSec=15min',
    'Restart=on-failure',
    'RestartSec=30',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');

export const presentUnit = (cluster: string): Promise<string | undefined> =>
  readFile(fileOf(cluster), 'utf8').catch(() => undefined);

export const installUnit = async (cluster: string, text: string): Promise<void> => {
  await writeFile(fileOf(cluster), text);
  await execa('systemctl', ['daemon-reload']);
  await execa('systemctl', ['enable', unitOf(cluster)]);
};

export const removeUnit = async (cluster: string): Promise<void> => {
  if ((await presentUnit(cluster)) === undefined) return;
  await execa('systemctl', ['disable', '--now', unitOf(cluster)], { reject: false });
  await rm(fileOf(cluster), { force: true });
  await execa('systemctl', ['daemon-reload'], { reject: false });
};
