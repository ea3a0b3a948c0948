import type { Mount } from '../../engines/engine.ts';
import type { CommandFile } from '../operation/parse-command-file.ts';
import { refusal } from './refusal.ts';

/** What a `docker run` command file asks for, typed; nothing of it is granted yet. */
export interface ContainerRequest {
  readonly name: string;
  readonly image: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly network: string;
  readonly runtime: string | undefined;
  readonly mounts: readonly Mount[];
  readonly workDir: string;
  readonly launchCommand: readonly string[] | undefined;
}

/** Keys that only repeat what the agent decides by itself, whatever they say. */
const ignored = ['cap-drop', 'detach', 'hostname', 'cgroup-parent', 'docker-config', 'log-dir'];
const understood = ['name', 'image', 'user', 'group-add', 'net', 'runtime', 'mounts', 'workdir', 'launch-command'];

const forbidden: ReadonlyMap<string, string> = new Map(
  Object.entries({
    privileged: 'a privileged container',
    'cap-add': 'added capabilities',
    devices: 'host devices',
    pid: 'a shared pid namespace',
    'ports-mapping': 'published ports',
    tmpfs: 'further tmpfs mounts',
    'volume-driver': 'a volume driver',
    'use-entry-point': 'the image’s own entry point',
    'service-mode': 'service mode',
    'use-yarn-sysfs': 'YARN’s sysfs',
    environ: 'an environment file',
  }),
);

/** Reads the command file; refuses every key that weakens a container and every key it does not know. */
export const containerRequest = ({ command, values }: CommandFile): ContainerRequest => {
  if (command !== 'run') throw refusal(`docker ${command} as a launch`, 'a container is launched once, by docker run');
  for (const [key, value] of values) refuseUnknown(key, value);
  const [uid, gid] = numbers(required(values, 'user'), ':');
  if (uid === undefined || gid === undefined)
    throw refusal('the container’s user', `user=${required(values, 'user')} is not uid:gid`);
  const launchCommand = values.get('launch-command')?.split(',');
  return {
    name: required(values, 'name'),
    image: required(values, 'image'),
    uid,
    gid,
    groups: numbers(values.get('group-add') ?? '', ','),
    network: values.get('net') ?? '',
    runtime: values.get('runtime'),
    mounts: parseMounts(values.get('mounts') ?? ''),
    workDir: required(values, 'workdir'),
    launchCommand,
  };
};

const refuseUnknown = (key: string, value: string): void => {
  const what = forbidden.get(key);
  if (what !== undefined && value !== 'false' && value !== '')
    throw refusal(what, `no tenant of this cluster may ask for ${key}`);
  if (what === undefined && !ignored.includes(key) && !understood.includes(key)) {
    throw refusal(`the setting ${key}`, 'it is not one this version knows to be safe');
  }
};

const required = (values: ReadonlyMap<string, string>, key: string): string => {
  const value = values.get(key);
  if (value === undefined || value === '') throw refusal('an incomplete request', `the NodeManager sent no ${key}`);
  return value;
};

const numbers = (text: string, separator: string): number[] =>
  text
    .split(separator)
    .filter((part) => part !== '')
    .map((part) => {
      if (!/^\d{1,9}$/.test(part))
        throw refusal('the container’s user or groups', `${JSON.stringify(part)} is not a number`);
      return Number(part);
    });

const parseMounts = (text: string): Mount[] =>
  text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [source, target, mode, ...more] = part.split(':');
      const known = mode === 'ro' || mode === 'rw' || mode === 'ro+shared' || mode === 'rw+shared';
      if (!source?.startsWith('/') || !target?.startsWith('/') || !known || more.length > 0) {
        throw refusal(`the mount ${JSON.stringify(part)}`, 'it is not source:target:ro or source:target:rw');
      }
      return { source, target, readOnly: mode.startsWith('ro') };
    });
