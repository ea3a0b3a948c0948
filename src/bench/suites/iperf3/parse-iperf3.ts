import { z } from 'zod';

const summary = z.object({ bits_per_second: z.number() });

const output = z.object({
  error: z.string().optional(),
  end: z.object({
    sum_received: summary.optional(),
    sum: z
      .object({
        seconds: z.number().positive(),
        jitter_ms: z.number(),
        lost_packets: z.number(),
        packets: z.number(),
        lost_percent: z.number(),
      })
      .partial()
      .optional(),
  }),
});

const parsed = (text: string): z.infer<typeof output> => {
  const found = output.parse(JSON.parse(text));
  if (found.error !== undefined) throw new Error(found.error);
  return found;
};

/** What arrived, bits a second, of `iperf3 --json`, over all its streams. */
export const parseTcp = (text: string): number => {
  const { sum_received: received } = parsed(text).end;
  if (received === undefined) throw new Error('iperf3 tells nothing of what arrived');
  return received.bits_per_second;
};

export interface UdpResult {
  /** Packets that arrived, a second. */
  readonly arrived: number;
  readonly sent: number;
  /** Share of those sent, percent. */
  readonly lostPercent: number;
  readonly jitterMilliseconds: number;
}

/** What `iperf3 --udp --json` tells of the packets, as the receiver counted them. */
export const parseUdp = (text: string): UdpResult => {
  const { seconds, jitter_ms, lost_packets, packets, lost_percent } = parsed(text).end.sum ?? {};
  if (
    seconds === undefined ||
    jitter_ms === undefined ||
    lost_packets === undefined ||
    packets === undefined ||
    lost_percent === undefined
  )
    throw new Error('iperf3 tells nothing of its packets');
  return {
    arrived: (packets - lost_packets) / seconds,
    sent: packets / seconds,
    lostPercent: lost_percent,
    jitterMilliseconds: jitter_ms,
  };
};
