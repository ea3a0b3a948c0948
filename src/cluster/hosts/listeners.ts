import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Listener {
  /** IPv4 address, or `*` for every address of the machine. */
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** Listening TCP sockets of this network namespace. */
export const listeners = async (): Promise<Listener[]> => {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  return tables.flatMap(parseListeners);
};

/** State 0A of /proc/net/tcp and tcp6; addresses there are hexadecimal words in the host's (little-endian) order. */
export const parseListeners = (table: string): Listener[] =>
  table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .map((fields) => {
      const [address = '', port = ''] = (fields[1] ?? '').split(':');
      return { address: addressOf(address), port: Number.parseInt(port, 16), inode: fields[9] ?? '' };
    });

const addressOf = (hex: string): string => {
  if (/^0+$/.test(hex)) return '*';
  const bytes = hex.slice(-8).match(/../g) ?? [];
  return bytes
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
};

/** The process that has the socket, as `name (pid)`. */
export const ownerOf = async (inode: string): Promise<{ readonly pid: number; readonly name: string } | undefined> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (!(await hasSocket(pid, inode))) continue;
    const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '?')).trim();
    return { pid: Number(pid), name };
  }
  return undefined;
};

const hasSocket = async (pid: string, inode: string): Promise<boolean> => {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return targets.includes(`socket:[${inode}]`);
};
