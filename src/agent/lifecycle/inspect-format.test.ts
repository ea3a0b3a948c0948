import { describe, expect, it } from 'vitest';
import { inspectFormat } from './inspect-format.ts';

const state = {
  id: 'x',
  name: 'container_1',
  status: 'running',
  pid: 7,
  exitCode: 0,
  oomKilled: false,
  address: '172.30.1.7',
  hostname: 'ip-172-30-1-7',
  runtimeHandler: 'runc',
  image: 'sha256:0',
  labels: {},
} as const;

describe('an inspect of the NodeManager', () => {
  it.each([
    ['{{.State.Status}}', 'running'],
    ['{{.State.Status}},{{.Config.StopSignal}}', 'running,'],
    ['{{range(.NetworkSettings.Networks)}}{{.IPAddress}},{{end}}{{.Config.Hostname}}', '172.30.1.7,ip-172-30-1-7'],
    ['{{json .NetworkSettings.Ports}}', '{}'],
  ])('%s is answered %s', (format, answer) => {
    expect(inspectFormat(format, state)).toBe(answer);
  });

  it.each(['{{json .}}', '', 'constructor', '__proto__', 'toString'])('in the format %j is refused', (format) => {
    expect(() => inspectFormat(format, state)).toThrow(expect.objectContaining({ code: 'FB-POLICY-REFUSED' }));
  });
});
