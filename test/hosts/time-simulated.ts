import { SimulatedHosts, usualPace } from './simulated-hosts.ts';
import { startHosts } from './test-hosts.ts';

/** `npm run hosts:time -- 3 10 30`: seconds of commands for so many simulated hosts, three times each. */
const given = process.argv.slice(2).map(Number);
const counts = given.length === 0 ? [3, 10, 30] : given;
const commands = [['up', '--yes'], ['plan'], ['status']] as const;

// The hosts are removed first; the command that runs hears of it, too.
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));

const write = (line: string): void => void process.stdout.write(`${line}\n`);

await using set = await startHosts(Math.max(...counts), { prefix: 'fbtime', network: '192.168.214' });
const simulated = await SimulatedHosts.of(set);
write(`each host asleep for ${usualPace.question} s a question, and ${usualPace.phase} s more for each phase of up`);
for (const count of counts) {
  const cluster = await simulated.cluster(count);
  for (const [command, ...words] of commands) {
    const seconds: string[] = [];
    for (let round = 0; round < 3 && !stopped; round += 1) {
      const begin = performance.now();
      const { exitCode, all } = await cluster.run(command, words);
      if (exitCode !== 0 && !stopped) throw new Error(`${command} of ${count} hosts ended with ${exitCode}:\n${all}`);
      seconds.push(((performance.now() - begin) / 1000).toFixed(1));
    }
    write(`${count} hosts, ${command}: ${seconds.join(', ')} s`);
  }
}
