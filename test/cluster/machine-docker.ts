import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import Docker from 'dockerode';
import { execa } from 'execa';
import { Daemon } from '../agent/fixture/process.ts';
import { until } from '../agent/fixture/until.ts';
import { rulesBefore } from './iptables-rules.ts';

const socket = '/var/run/docker.sock';

/**
 * The Docker engine of this machine, as its administrator has it: default bridge, iptables rules. One that runs is used;
 * else one is started at the usual socket, and ended with its rules.
 */
export class MachineDocker {
  readonly docker = new Docker({ socketPath: socket });
  #own: { readonly daemon: Daemon; readonly folder: string; readonly rules: string } | undefined;

  async start(): Promise<void> {
    if (await this.#answers()) return;
    const folder = await mkdtemp(`${tmpdir()}/firebreak-machine-docker-`);
    await mkdir(`${folder}/data`);
    const configuration = {
      hosts: [`unix://${socket}`],
      'data-root': `${folder}/data`,
      'exec-root': `${folder}/exec`,
      pidfile: `${folder}/docker.pid`,
      bip: '10.231.8.1/24',
    };
    await writeFile(`${folder}/daemon.json`, JSON.stringify(configuration));
    const { stdout: rules } = await execa('iptables-save');
    const command = ['/usr/sbin/dockerd', '--config-file', `${folder}/daemon.json`];
    this.#own = { daemon: new Daemon(command, `${folder}/dockerd.log`), folder, rules };
    this.#own.daemon.start();
    await until('the machine’s Docker', () => this.#answers());
  }

  async stop(): Promise<void> {
    if (this.#own === undefined) return;
    const { daemon, folder, rules } = this.#own;
    await daemon.end('SIGTERM');
    await execa('ip', ['link', 'delete', 'docker0'], { reject: false });
    const { stdout: now } = await execa('iptables-save');
    await execa('iptables-restore', { input: rulesBefore(`${rules}\n`, `${now}\n`) });
    await execa('umount', [`${folder}/data`], { reject: false });
    await rm(folder, { recursive: true, force: true });
    await rm(socket, { force: true });
  }

  #answers(): Promise<true | undefined> {
    return this.docker.ping().then(
      () => true,
      () => undefined,
    );
  }
}
