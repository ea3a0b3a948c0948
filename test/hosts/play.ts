import { once } from 'node:events';
import { startHosts } from './test-hosts.ts';

/** `npm run hosts [count]`: hosts to play with, until Ctrl-C, also before all have started. A second one changes nothing. */
const count = Number(process.argv[2] ?? 3);
const end = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => end.abort());
const idle = setInterval(() => {}, 60_000);
try {
  await using set = await startHosts(count, { prefix: 'fbhost', network: '192.168.213' }, 'bash', end.signal);
  for (const { name } of set.hosts) process.stdout.write(`ssh -F ${set.sshConfig} ${name}\n`);
  process.stdout.write('Ctrl-C removes the hosts.\n');
  if (!end.signal.aborted) await once(end.signal, 'abort');
} catch (thrown) {
  if (thrown !== end.signal.reason) throw thrown;
} finally {
  clearInterval(idle);
}
