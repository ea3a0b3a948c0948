import type { Preset } from '../../preset.ts';

export interface TcpCase {
  readonly name: string;
  readonly streams: number;
  /** Seen from the client: `in` is what the server sends. */
  readonly direction: 'out' | 'in';
}

export interface UdpCase {
  readonly name: string;
  /** Payload of a packet. */
  readonly bytes: number;
}

export interface LatencyCase {
  readonly name: string;
  readonly protocol: 'UDP' | 'TCP';
  /** Whether one TCP stream runs between the same two ends meanwhile. */
  readonly loaded: boolean;
}

const tcp: readonly TcpCase[] = [1, 4].flatMap((streams) =>
  (['out', 'in'] as const).map((direction) => ({
    name: `TCP, ${streams} ${streams === 1 ? 'stream' : 'streams'} ${direction}`,
    streams,
    direction,
  })),
);

const udp: readonly UdpCase[] = [64, 1400].map((bytes) => ({ name: `UDP, ${bytes} bytes`, bytes }));

const latency: readonly LatencyCase[] = (['UDP', 'TCP'] as const).flatMap((protocol) =>
  [false, true].map((loaded) => ({
    name: `${protocol} round trip, ${loaded ? 'under load' : 'idle'}`,
    protocol,
    loaded,
  })),
);

/** All of them; in `quick` and `smoke` one of streams and one of packets, and still every round trip. */
export const casesOf = (preset: Preset) => {
  const some = preset === 'standard' ? undefined : 1;
  return { tcp: tcp.slice(0, some), udp: udp.slice(0, some), latency };
};
