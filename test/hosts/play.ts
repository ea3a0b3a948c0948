import { once } from 'node:events';
import { startHosts } from './test-hosts.ts';

/** `npm run hosts [count]`: hosts to play with, until Ctrl-C. */
const count = Number(process.argv[2] ?? 3);
await using set = await startHosts(count, { prefix: 'fbhost', network: '192.168.213' });
for (const { name } of set.hosts) process.stdout.write(`ssh -F ${set.sshConfig} ${name}\n`);
process.stdout.write('Ctrl-C removes the hosts.\n');
const idle = setInterval(() => {}, 60_000);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
clearInterval(idle);
