import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { z } from 'zod';
import { engineOf } from '../../src/cluster/engine-of.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import type { TestHosts } from './test-hosts.ts';

const firebreak = join(import.meta.dirname, '../../firebreak');
const jobs = join(import.meta.dirname, 'jobs');

/** What `up` would not do to a spec: places for a wrong key, wrong known_hosts and the like. */
type Change = (host: Record<string, unknown>, index: number) => Record<string, unknown>;

type Signal = 'SIGINT' | 'SIGKILL';

interface ShuffleOptions {
  readonly words?: readonly string[];
  readonly wait?: string;
  readonly executors?: number;
  readonly driverCores?: number;
}

const stage = z.array(z.object({ shuffleRemoteBytesRead: z.number() }));
const running = z.array(z.object({ State: z.literal('running') }));
const attempts = z.object({ attempts: z.array(z.object({ completed: z.boolean() })) });
const executors = z.array(z.object({ id: z.string(), hostPort: z.string() }));

/** A cluster on the first `count` of the test's hosts, used as its admin does: by the command line and by ssh. */
export class ClusterOfHosts {
  readonly #set: TestHosts;
  readonly name: string;
  readonly #more: Record<string, unknown>;
  /** Names of its hosts, in the order of the spec. */
  hosts: string[];
  /** Of one host, and of the tenant in gVisor. */
  label: string | undefined;
  /** Index of the host with that label; default: the last. */
  labelled = -1;
  /** Of each host; default: as the spec has them. */
  roles: readonly (readonly string[])[] = [];
  /** Index of the host that jobs are submitted on and questions are asked from. */
  client = 0;

  /** `more` is written over the spec that all tests share. */
  constructor(set: TestHosts, count: number, name: string, more: Record<string, unknown> = {}) {
    this.#set = set;
    this.hosts = set.hosts.slice(0, count).map(({ name: host }) => host);
    this.name = name;
    this.#more = more;
  }

  spec(change: Change = (host) => host): Record<string, unknown> & { readonly tenants: Record<string, object> } {
    const ssh = { ssh: { configFile: this.#set.sshConfig } };
    // Room for an ApplicationMaster and one executor: an application of three executors is on two hosts.
    const hosts = this.hosts.map((address) => ({
      address,
      ...(address === 'local' ? {} : ssh),
      memoryMiB: 2048,
      vcores: 4,
    }));
    const labelled = this.label === undefined ? {} : { label: this.label };
    Object.assign(hosts.at(this.labelled) ?? {}, labelled);
    for (const [index, roles] of this.roles.entries()) Object.assign(hosts[index] ?? {}, { roles });
    return {
      name: this.name,
      hosts: hosts.map(change),
      tenants: {
        science: { users: ['fb-ricky'], runtime: 'runc' },
        secret: { users: ['fb-carol'], runtime: 'gvisor', minimum: 'gvisor', ...labelled },
      },
      network: { subnet: '172.25.0.0/16' },
      ...this.#more,
    };
  }

  get layout() {
    return layoutOf(clusterSpec.parse(this.spec()));
  }

  /** `firebreak COMMAND -f SPEC WORDS`, on this machine; `more` is added to the spec. */
  async run(command: string, words: readonly string[] = [], change?: Change, more: Record<string, unknown> = {}) {
    return this.runWith(await this.specFile(change, more), command, words);
  }

  /** The same with a file that goes on being used. */
  runWith(file: string, command: string, words: readonly string[] = []) {
    return execa(firebreak, [command, '-f', file, ...words], { reject: false, stdin: 'ignore', all: true });
  }

  /** The same, sent a signal as soon as it has said `line`. */
  async stopped(line: RegExp, signal: Signal, command: string, words: readonly string[] = []) {
    return this.stoppedWith(await this.specFile(), line, signal, command, words);
  }

  async stoppedWith(file: string, line: RegExp, signal: Signal, command: string, words: readonly string[]) {
    const running = execa(firebreak, [command, '-f', file, ...words], { reject: false, stdin: 'ignore', all: true });
    let said = '';
    running.all.on('data', (chunk: Buffer) => {
      const before = line.test(said);
      said += chunk.toString('utf8');
      if (!before && line.test(said)) running.kill(signal);
    });
    const result = await running;
    if (!line.test(said)) throw new Error(`${command} ended before it said ${line}:\n${said}`);
    return result;
  }

  /** The spec, written to a file of its own. */
  async specFile(change?: Change, more: Record<string, unknown> = {}): Promise<string> {
    const file = join(this.#set.folder, `spec-${Math.random()}.yaml`);
    await writeFile(file, stringify({ ...this.spec(change), ...more }));
    return file;
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.run('status', ['--json'])).stdout);
  }

  /** How many run there, by its engines: asked again and again, `status` would take half of the machine. */
  async containersOn(host: string): Promise<number> {
    const asked = `curl -sf --unix-socket ${this.layout.dockerSocket} http://engine/containers/json`;
    const count = running.parse(JSON.parse(await this.on(host, asked))).length;
    return this.#hasPods ? count + (await this.#podsOn(host)) : count;
  }

  /** Containers in pods of CRI, without what keeps the pods' namespaces. */
  async #podsOn(host: string): Promise<number> {
    const ctr = `ctr --address ${this.layout.containerdSocket} --namespace k8s.io`;
    const known = await this.on(host, `${ctr} containers list --quiet 'labels."io.cri-containerd.kind"==container'`);
    const tasks = await this.on(host, `${ctr} tasks list`);
    return known.split('\n').filter((id) => id !== '' && new RegExp(`^${id} .*RUNNING`, 'm').test(tasks)).length;
  }

  get #hasPods(): boolean {
    return engineOf(clusterSpec.parse(this.spec()), 'runc') === 'cri';
  }

  /** What a script prints on a host; `local` is this machine. */
  async on(host: string, script: string, input?: string): Promise<string> {
    const argv = host === 'local' ? ['bash', '-c', script] : ['ssh', '-F', this.#set.sshConfig, host, script];
    return (await execa(argv[0] ?? '', argv.slice(1), input === undefined ? { stdin: 'ignore' } : { input })).stdout;
  }

  /**
   * Submits test/hosts/jobs/shuffle.py on the client’s host and waits for its end. `wait`: for all executors to come; three
   * are on both hosts, with the ApplicationMaster.
   */
  async shuffle(
    tenant: string,
    user: string,
    output: string,
    { words = [], wait = '120s', executors = 3, driverCores = 1 }: ShuffleOptions = {},
  ): Promise<string> {
    const first = this.#client;
    // Several may be submitted at once.
    const job = `/opt/${this.name}-${user}-${output}.py`;
    await this.on(first, `cat >${job}`, await readFile(join(jobs, 'shuffle.py'), 'utf8'));
    const settings = [
      ...['spark.driver.memory=640m', 'spark.executor.memory=640m', `spark.executor.instances=${executors}`],
      `spark.driver.cores=${driverCores}`,
      ...['spark.scheduler.minRegisteredResourcesRatio=1', `spark.scheduler.maxRegisteredResourcesWaitingTime=${wait}`],
      ...['driver', 'executor'].map((part) => `spark.${part}.extraJavaOptions=-XX:TieredStopAtLevel=1`),
      // For so few rows, a user interface costs more than it is worth.
      'spark.ui.enabled=false',
    ].flatMap((setting) => ['--conf', setting]);
    const path = `/user/${user}/${output}`;
    const submit = [
      first === 'local' ? firebreak : '/opt/firebreak/bin/firebreak',
      'submit',
      '--cluster',
      this.name,
      '--tenant',
      tenant,
      '--',
      ...settings,
    ];
    const text = await this.on(first, [...submit, job, '70000', path, ...words, '2>&1'].join(' '));
    const id = /application_\d+_\d+/.exec(text)?.[0];
    if (id === undefined) throw new Error(`no application in:\n${text}`);
    return id;
  }

  /** The host whose containers have that name: `ip-172-25-17-3` is in the second host's /20. */
  hostOf(container: string): string {
    const third = Number(container.split('-')[3]);
    return this.hosts[Math.floor(third / 16)] ?? container;
  }

  /** Lines of the job's answer, by WebHDFS. */
  async answer(user: string, output: string): Promise<string[]> {
    const files = await this.#hdfs(user, `${output}?op=LISTSTATUS`);
    const part = /part-\d+/.exec(files)?.[0];
    return (await this.#hdfs(user, `${output}/${part}?op=OPEN`)).trim().split('\n');
  }

  /** Gives everybody every right to a folder of HDFS, as its superuser. */
  async openToAll(path: string): Promise<void> {
    await this.#webHdfs(`${path}?op=SETPERMISSION&permission=777&user.name=hdfs`, '-sf -X PUT');
  }

  /** A path that is not there before, and lets an application go on that was submitted with it. */
  gate(user: string, output: string) {
    const path = `/user/${user}/${output}.go`;
    const open = () => this.#webHdfs(`${path}?op=MKDIRS&user.name=${user}`, '-sf -X PUT');
    return { path, open };
  }

  #hdfs(user: string, path: string): Promise<string> {
    return this.#webHdfs(`/user/${user}/${path}&user.name=${user}`, '-sfL');
  }

  /** Of two NameNodes, the one that does not refuse answers. */
  #webHdfs(path: string, words: string): Promise<string> {
    const { nameNodes, ports } = this.layout;
    const asked = nameNodes.map((each) => `curl ${words} 'http://${each}:${ports.nameNodeHttp}/webhdfs/v1${path}'`);
    return this.on(this.#client, asked.join(' || '));
  }

  get #client(): string {
    return this.hosts[this.client] ?? '';
  }

  /** By its event log: names of the containers of its driver and executors, and bytes that tasks read from others. */
  async history(id: string): Promise<{ driver: string; executors: string[]; remoteBytes: number }> {
    const stages = stage.parse(await this.#ask(`${id}/1/stages`));
    const found = executors
      .parse(await this.#ask(`${id}/1/allexecutors`))
      .map(({ id: name, hostPort }) => ({ isDriver: name === 'driver', host: hostPort.split(':')[0] ?? '' }));
    return {
      driver: found.find(({ isDriver }) => isDriver)?.host ?? '',
      executors: found.filter(({ isDriver }) => !isDriver).map(({ host }) => host),
      remoteBytes: stages.reduce((sum, { shuffleRemoteBytesRead }) => sum + shuffleRemoteBytesRead, 0),
    };
  }

  /** Whether its event log was written to its end. */
  async hasWholeHistory(id: string): Promise<boolean> {
    return attempts.parse(await this.#ask(id)).attempts.every(({ completed }) => completed);
  }

  async #ask(path: string): Promise<unknown> {
    const { historyServer, ports } = this.layout;
    const url = `http://${historyServer}:${ports.historyServerHttp}/api/v1/applications/${path}`;
    for (const deadline = Date.now() + 30_000; ; await delay(500)) {
      const text = await this.on(this.#client, `curl -sf '${url}' || true`);
      if (text !== '') return JSON.parse(text);
      if (Date.now() > deadline) throw new Error(`the History Server does not answer ${url}`);
    }
  }

  /** Everything of the cluster that a host shows, by the host's own tools. */
  async traces(host: string): Promise<string[]> {
    const script = [
      'ps -eo args; ip -o link; ip route; nft list tables; iptables -S; cat /proc/mounts',
      'ls -d /run/firebreak/* /var/lib/firebreak/* /etc/firebreak/clusters/* /sys/fs/cgroup/*/firebreak-* /etc/systemd/system/* 2>/dev/null',
      'true',
    ].join('; ');
    const { serviceBridge, hosts } = this.layout;
    const network = (hosts[0]?.address ?? '').split('.').slice(0, 2).join('\\.');
    const mark = new RegExp(
      `firebreak[/_:-]${this.name}\\b|firebreak\\.service=${this.name}/|clusters/${this.name}|${serviceBridge}\\b|${network}\\.`,
    );
    return (await this.on(host, script)).split('\n').filter((line) => mark.test(line));
  }
}

/** What the job must write for numbers below 70,000: key, count and sum. */
export const rightAnswer = (): string[] =>
  Array.from({ length: 7 }, (_, key) => `${key},10000,${10_000 * key + (7 * 10_000 * 9_999) / 2}`);

export interface Status {
  readonly healthy: boolean;
  readonly hosts: readonly { readonly name: string; readonly state: string; readonly address: string }[];
  readonly containers: readonly {
    readonly name: string;
    readonly host: string;
    readonly status: string;
    readonly runtime: string;
    readonly engine: string;
  }[];
  readonly services: readonly {
    readonly name: string;
    readonly host: string;
    readonly pid: number;
    readonly state: string;
    readonly haState?: string;
  }[];
}
