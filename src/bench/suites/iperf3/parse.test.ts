import { expect, test } from 'vitest';
import { parseTcp, parseUdp } from './parse-iperf3.ts';
import { parseSockperf } from './parse-sockperf.ts';

test('of a TCP test counts what arrived', () => {
  const end = { sum_sent: { bits_per_second: 9e9 }, sum_received: { bits_per_second: 8e9 } };
  expect(parseTcp(JSON.stringify({ end }))).toBe(8e9);
});

test('of a UDP test, lost packets are no packets that arrived', () => {
  const sum = { seconds: 2, jitter_ms: 0.01, lost_packets: 500, packets: 2500, lost_percent: 20 };
  expect(parseUdp(JSON.stringify({ end: { sum } }))).toEqual({
    arrived: 1000,
    sent: 1250,
    lostPercent: 20,
    jitterMilliseconds: 0.01,
  });
});

test('what iperf3 says went wrong is told', () => {
  expect(() => parseTcp('{"end":{},"error":"unable to connect to server: Connection refused"}')).toThrow('refused');
  expect(() => parseUdp('{"end":{}}')).toThrow('packets');
});

test('round trips come from the full log, in microseconds, headings left out', () => {
  const log = [
    '------------------------------',
    'txTime, rxTime',
    'packet, txTime(sec), rxTime(sec)',
    '1, 0.000010000, 0.000030000',
    '2, 0.000040000, 0.000070000',
    '3, 0.000080000, 0.000120000',
  ].join('\n');
  const found = parseSockperf(log);
  expect(found.find(({ q }) => q === 0.5)?.value).toBeCloseTo(30, 6);
  expect(() => parseSockperf('sockperf: nothing')).toThrow('no exchange');
});
