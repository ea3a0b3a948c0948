import { describe, expect, it } from 'vitest';
import { connectionError } from './connection-error.ts';

describe('a failed connection', () => {
  it.each([
    ['FB-SSH-HOST-KEY', 'No ED25519 host key is known for [w1]:22 and you have requested strict checking.'],
    ['FB-SSH-HOST-KEY-CHANGED', '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.'],
    ['FB-SSH-DENIED', 'root@w1: Permission denied (publickey).'],
    ['FB-SSH-NAME', 'ssh: Could not resolve hostname w1: Name or service not known'],
    ['FB-SSH-UNREACHABLE', 'ssh: connect to host w1 port 22: No route to host'],
  ])('is %s, names the host and keeps what ssh said', (code, stderr) => {
    const error = connectionError('w1', stderr);
    expect(error).toMatchObject({ code, exit: 4, message: expect.stringContaining('w1'), next: expect.any(String) });
    expect(stderr).toContain(error.because?.split('\n')[0]);
  });

  it('is told without the ends of lines that ssh writes for a terminal', () => {
    const { because } = connectionError('w1', 'kex: Connection reset by peer\r\nConnection reset by w1 port 22\r\n');
    expect(because).toBe('kex: Connection reset by peer\nConnection reset by w1 port 22');
  });
});
