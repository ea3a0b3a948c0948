import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { execa } from 'execa';
import { until } from '../agent/fixture/until.ts';

const namespace = 'fb-outside';
const link = 'fb-outside';
const here = '10.231.7.1';

/** A host beyond this machine as containers see it: a network namespace of the test's own, with a listener in it. */
export class OutsideHost {
  readonly address = '10.231.7.2';
  readonly port = 9000;
  #listener: ChildProcess | undefined;

  async start(): Promise<void> {
    await this.stop();
    await ip('netns', 'add', namespace);
    await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    await ip('address', 'add', `${here}/24`, 'dev', link);
    await ip('link', 'set', link, 'up');
    await ip('-n', namespace, 'address', 'add', `${this.address}/24`, 'dev', 'eth0');
    await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    // Who only looks whether it listens, and is gone before the greeting, must not end it.
    const greet = '(socket) => socket.on("error", () => {}).end("hello")';
    const listen = `require("node:net").createServer(${greet}).listen(${this.port}, "${this.address}")`;
    this.#listener = spawn('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, '-e', listen]);
    await until('the listener outside', () => connects(this.address, this.port));
  }

  async stop(): Promise<void> {
    this.#listener?.kill('SIGKILL');
    await execa('ip', ['link', 'delete', link], { reject: false });
    await execa('ip', ['netns', 'delete', namespace], { reject: false });
  }
}

const ip = (...given: string[]) => execa('ip', given);

const connects = (host: string, port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: true | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(undefined));
    socket.once('timeout', () => end(undefined));
  });
