import { receiveLibraryName } from './receive.ts';

/** What listens where: iperf3 for tests and for the load beside them, and sockperf by protocol. */
export const ports = { test: 25201, load: 25202, UDP: 25203, TCP: 25204 } as const;

/** Everything that is to listen at `address`. */
export const serversAt = (address: string): string[][] => [
  ['iperf3', '--server', '--port', String(ports.test)],
  ['iperf3', '--server', '--port', String(ports.load)],
  ...(['UDP', 'TCP'] as const).map((protocol) => sockperf('server', protocol, address)),
];

/** Both ends of a round trip are run in the same way, in every place. */
export const sockperf = (role: 'server' | 'ping-pong', protocol: 'UDP' | 'TCP', address: string): string[] => [
  ...['env', `LD_PRELOAD=./${receiveLibraryName}`, 'sockperf', role, ...(protocol === 'TCP' ? ['--tcp'] : [])],
  ...['--ip', address, '--port', String(ports[protocol])],
];

/**
 * What a client says where a server is only just starting, or still says good-bye to the client before: it is to ask
 * again. Debian's iperf3 tells that in its document, and ends as if all were well.
 */
export const notReady = /refused|server is busy|failed to connect|closed unexpectedly/i;
