import { Document, isMap, isSeq, parse, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { z } from 'zod';
import { FirebreakError } from '../../errors.ts';

export interface HostEdit {
  /** Each `[USER@]ADDRESS[:PORT]`, as ssh reaches it. */
  readonly add: readonly string[];
  /** Names of hosts, which are their addresses where they have none. */
  readonly remove: readonly string[];
}

/** The text of a cluster.yaml with hosts added at the end and others taken out; comments and all else stay as written. */
export const withHosts = (text: string, { add, remove }: HostEdit): string => {
  const without = remove.reduce(withoutHost, text);
  if (add.length === 0) return without;
  const common = commonSsh(text);
  return withAdded(
    without,
    add.map((each) => hostOf(each, common)),
  );
};

/** Hosts one below the other, the only way in which there is a place for comments; undefined where they are not so. */
const hostsIn = (text: string): YAMLSeq | undefined => {
  const hosts = parseDocument(text).get('hosts');
  return isSeq(hosts) && hosts.flow !== true && hosts.items.length > 0 ? hosts : undefined;
};

const withoutHost = (text: string, name: string): string => {
  const hosts = hostsIn(text);
  if (hosts === undefined) return withDocument(text, (all) => all.items.splice(indexOf(all, name), 1));
  const index = indexOf(hosts, name);
  const lines = text.split('\n');
  const [first, end] = linesOf(text, hosts, index);
  return lines.toSpliced(first, end - first).join('\n');
};

const withAdded = (text: string, added: readonly object[]): string => {
  const hosts = hostsIn(text);
  if (hosts === undefined)
    return withDocument(text, (all) => all.items.push(...added.map((host) => new Document(host).contents)));
  const lines = text.split('\n');
  const last = hosts.items.length - 1;
  const [first, end] = linesOf(text, hosts, last);
  const indent = /^\s*/.exec(lines[first] ?? '')?.[0] ?? '';
  const node = hosts.items[last];
  // Beside hosts that are a line each, new ones are, too.
  const collectionStyle = isMap(node) && node.flow === true ? 'flow' : 'block';
  const rendered = added.flatMap((host) => itemLines(stringify(host, { collectionStyle, lineWidth: 0 })));
  return lines.toSpliced(end, 0, ...rendered.map((line) => `${indent}${line}`)).join('\n');
};

const itemLines = (yaml: string): string[] =>
  yaml
    .trimEnd()
    .split('\n')
    .map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);

/** The first line of an item and the one behind it; comments above the next item are the next one's. */
const linesOf = (text: string, hosts: YAMLSeq, index: number): [first: number, end: number] => {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  const [start, valueEnd] = rangeOf(hosts.items[index]);
  return [lineAt(start), lineAt(valueEnd - 1) + 1];
};

const rangeOf = (node: unknown): readonly number[] & readonly [number, number] => {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  if (!Array.isArray(range)) throw new Error('a host that is nowhere in the file');
  return [Number(range[0]), Number(range[1])];
};

const withDocument = (text: string, edit: (hosts: YAMLSeq) => void): string => {
  const document = parseDocument(text);
  if (!isSeq(document.get('hosts'))) document.set('hosts', document.createNode([{ address: 'local' }]));
  const hosts = document.get('hosts');
  if (isSeq(hosts)) edit(hosts);
  return document.toString({ lineWidth: 0 });
};

const nameOf = (host: unknown): unknown =>
  isMap(host) ? (host.get('name') ?? host.get('address') ?? 'local') : 'local';

const indexOf = ({ items }: YAMLSeq, name: string): number => {
  const index = items.findIndex((host) => nameOf(host) === name);
  if (index >= 0) return index;
  throw new FirebreakError({
    code: 'FB-CLI-HOST',
    message: `the spec has no host ${name}`,
    next: `name one of ${items.map(nameOf).join(', ')}`,
    exit: 2,
  });
};

const reached = z.looseObject({
  hosts: z
    .array(z.looseObject({ address: z.string().default('local'), ssh: z.record(z.string(), z.unknown()).default({}) }))
    .default([]),
});

/** How all hosts behind ssh are reached alike: a new one will be, too. */
const commonSsh = (text: string): Readonly<Record<string, unknown>> => {
  const [first = {}, ...others] = reached
    .parse(parse(text))
    .hosts.filter(({ address }) => address !== 'local')
    .map(({ ssh }) => ssh);
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => others.every((ssh) => ssh[key] === value)));
};

/** @throws FirebreakError `FB-CLI-ADDRESS` */
const hostOf = (text: string, common: Readonly<Record<string, unknown>>): object => {
  const [, user, address, port] = /^(?:([^@\s]+)@)?([^@:\s]+)(?::(\d+))?$/.exec(text) ?? [];
  if (address === undefined) {
    throw new FirebreakError({
      code: 'FB-CLI-ADDRESS',
      message: `${text} is no host that ssh could reach`,
      next: 'ADDRESS, USER@ADDRESS or USER@ADDRESS:PORT; more is said in the spec',
      exit: 2,
    });
  }
  const ssh = {
    ...common,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
  return Object.keys(ssh).length === 0 ? { address } : { address, ssh };
};
