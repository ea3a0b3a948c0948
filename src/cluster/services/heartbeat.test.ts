import { expect, it } from 'vitest';
import { heartbeatMs } from './heartbeat.ts';

it.each([
  [1, 250],
  [100, 250],
  [101, 253],
  [200, 500],
  [400, 1000],
  [10_000, 1000],
])('%i nodes beat every %i ms', (nodes, milliseconds) => expect(heartbeatMs(nodes)).toBe(milliseconds));
