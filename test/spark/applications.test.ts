import { access } from 'node:fs/promises';
import { release } from 'node:os';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { containersOf, ended, kill, report, submit } from './fixture/application.ts';
import { bringUp, clusterStatus, layout, takeDown, type User } from './fixture/cluster.ts';
import { uploadScalaJob } from './fixture/compile-scala.ts';
import { exists, hdfsAs, uploadJob } from './fixture/hdfs.ts';
import { executorsOf, isInHistory, tasksOf } from './fixture/history.ts';
import { killService } from './fixture/kill-service.ts';

const place = z.object({ container: z.string(), hostname: z.string(), kernel: z.string() });
const counted = z.object({
  driver: place,
  executors: z.array(place),
  counts: z.array(z.record(z.string(), z.number())),
  racks: z.record(z.string(), z.string()),
});

const words = ['ash', 'birch', 'cedar', 'fir', 'oak'];
const rightCounts = Object.fromEntries(words.map((word) => [word, 400]));

const homeOf = (user: User): string => `hdfs:///user/${user}`;
const hadoop = (user: User, name: string): string => `/user/${user}/${name}`;
const succeeded = { state: 'FINISHED', finalStatus: 'SUCCEEDED' };

const submitCount = async (
  user: User,
  result: string,
  gate: readonly string[] = [],
  settings = {},
): Promise<string> => {
  const lines = Array.from({ length: 400 }, () => words.join(' ')).join('\n');
  await hdfsAs(user).writeText(lines, hadoop(user, 'words.txt'));
  const files = ['words.txt', result, ...gate].map((name) => `${homeOf(user)}/${name}`);
  return submit({ user, command: [await uploadJob(user, 'count_words.py'), ...files], settings });
};

const resultOf = async (user: User, name: string) =>
  counted.parse(JSON.parse(await hdfsAs(user).readText(hadoop(user, name))));

const hasStarted = async (user: User, id: string, result: string): Promise<void> =>
  expect
    .poll(
      async () => {
        const { state, diagnostics } = await report(user, id);
        if (state === 'FINISHED' || state === 'FAILED') throw new Error(`${id} ended early: ${diagnostics}`);
        return exists(user, `/user/${user}`, new RegExp(`^${result}\\.started$`));
      },
      { timeout: 180_000, interval: 250 },
    )
    .toBe(true);

const openGate = (user: User, name: string): Promise<void> => hdfsAs(user).writeText('', hadoop(user, name));

beforeAll(async () => {
  await takeDown();
  await bringUp();
});
afterAll(takeDown);

describe('a PySpark application in cluster mode, submitted by plain spark-submit', () => {
  const user = 'fb-ricky';
  let id: string;

  it('runs its ApplicationMaster and executors in runc containers with addresses of their own', async () => {
    id = await submitCount(user, 'plain.json', ['plain.go'], { 'spark.ui.enabled': 'true' });
    await hasStarted(user, id, 'plain.json');
    const containers = await containersOf(id);
    expect(containers.map(({ runtime, tenant }) => `${runtime} ${tenant}`)).toEqual(Array(3).fill('runc science'));
    expect(new Set(containers.map(({ address }) => address)).size).toBe(3);
  });

  it('shows its Spark UI through the ResourceManager while it runs', async () => {
    const { urls } = await clusterStatus();
    const page = await fetch(`${urls.resourceManager}/proxy/${id}/jobs/?user.name=${user}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Spark Jobs');
  });

  it('survives kill -9 of the NodeManager and then of the agent, in the same containers', async () => {
    const names = async () => (await containersOf(id)).map(({ name }) => name).sort();
    const before = await names();
    expect(before).toHaveLength(3);
    await killService('nodemanager', async () => {
      const { urls } = await clusterStatus();
      const answer = await fetch(`${urls.nodeManager}/ws/v1/node/containers`).catch(() => undefined);
      const text = answer?.ok ? await answer.text() : '';
      return before.every((name) => text.includes(name));
    });
    await killService('agent', () =>
      access(layout.agentSocket).then(
        () => true,
        () => false,
      ),
    );
    expect(await names()).toEqual(before);
  });

  it('ends with the right result after that, from executors with names of their own', async () => {
    await openGate(user, 'plain.go');
    expect(await ended(user, id, 60)).toMatchObject(succeeded);
    const { counts, driver, executors } = await resultOf(user, 'plain.json');
    expect(counts).toEqual([rightCounts, rightCounts]);
    expect(new Set([driver, ...executors].map(({ container }) => container)).size).toBe(3);
    expect(new Set([driver, ...executors].map(({ hostname }) => hostname)).size).toBe(3);
    for (const { hostname, kernel } of [driver, ...executors]) {
      expect(hostname).toMatch(/^ip-172-28-1-\d+$/);
      expect(kernel).toBe(release());
    }
    await expect.poll(() => containersOf(id), { timeout: 10_000 }).toEqual([]);
  });

  it('counts the DataNode of its node as near, and any other host as far', async () => {
    const { executors, racks } = await resultOf(user, 'plain.json');
    const near = `/ip-${layout.address.replaceAll('.', '-')}`;
    const expected = [layout.address, ...executors.map(({ hostname }) => hostname)].map((host) => [host, near]);
    expect(racks).toEqual(Object.fromEntries([...expected, ['192.0.2.1', '/default-rack']]));
  });

  it('is in the history, with shuffles between its executors and no task far from its data', async () => {
    expect(await exists('hdfs', '/spark-logs', new RegExp(id))).toBe(true);
    await expect.poll(() => isInHistory(id), { timeout: 30_000, interval: 500 }).toBe(true);
    const hosts = (await executorsOf(id)).map(({ hostPort }) => hostPort.split(':')[0]);
    expect(new Set(hosts).size).toBe(2);
    expect(hosts).toEqual([expect.stringMatching(/^ip-/), expect.stringMatching(/^ip-/)]);
    const tasks = await tasksOf(id);
    expect(tasks.map(({ taskLocality }) => taskLocality)).not.toContain('ANY');
    const fetched = tasks.map(({ taskMetrics }) => taskMetrics?.shuffleReadMetrics.remoteBytesRead ?? 0);
    expect(fetched.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(0);
  });
});

describe('what policy does not allow', () => {
  // It never runs.
  const job = 'lose_executors.py';
  beforeAll(() => Promise.all((['fb-carol', 'fb-ricky'] as const).map((user) => uploadJob(user, job))));

  const refuse = async (user: User, variable: string, value: string, meanwhile?: () => Promise<void>) => {
    const settings = { [`spark.yarn.appMasterEnv.${variable}`]: value };
    const id = await submit({ user, command: [`${homeOf(user)}/${job}`, `${homeOf(user)}/never.json`], settings });
    const outcome = await ended(user, id, 60, meanwhile);
    expect(outcome.state).toBe('FAILED');
    return outcome.diagnostics;
  };

  /** The application's own processes, as opposed to YARN's localizer, wherever they run on this machine. */
  const processesOf = async (user: User): Promise<string[]> => {
    const { stdout } = await execa('ps', ['-u', user, '-o', 'args='], { reject: false });
    return stdout.split('\n').filter((line) => /launch_container|ApplicationMaster/.test(line));
  };

  // Side by side: each spends its time in a client's JVM.
  it.concurrent('a weaker runtime than the tenant’s floor fails with the floor as its reason', async () => {
    const diagnostics = await refuse('fb-carol', 'YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME', 'runc');
    expect(diagnostics).toContain('FB-POLICY-REFUSED: Refused: runtime runc.');
    expect(diagnostics).toContain('tenant secret runs nothing weaker than gvisor');
  });

  it.concurrent('opting out of containers fails with its reason, and runs nothing on the host', async () => {
    const seen: string[] = [];
    const look = async () => void seen.push(...(await processesOf('fb-carol')));
    const diagnostics = await refuse('fb-carol', 'YARN_CONTAINER_RUNTIME_TYPE', 'default', look);
    expect(diagnostics).toContain('FB-POLICY-REFUSED: Refused: a launch without a container.');
    expect(seen).toEqual([]);
  });

  it.concurrent('a mount that nobody listed fails and is named', async () => {
    const diagnostics = await refuse('fb-ricky', 'YARN_CONTAINER_RUNTIME_DOCKER_MOUNTS', '/etc:/host-etc:ro');
    expect(diagnostics).toContain('FB-POLICY-REFUSED: Refused: the mount /etc at /host-etc.');
  });

  it.concurrent('the host’s network fails and is named', async () => {
    const diagnostics = await refuse('fb-ricky', 'YARN_CONTAINER_RUNTIME_DOCKER_CONTAINER_NETWORK', 'host');
    expect(diagnostics).toMatch(/Disallowed network:\s+'host'|FB-POLICY-REFUSED/);
  });
});

/** Side by side: each spends much of its time in JVMs that start. */
describe('applications beside one another', () => {
  const user = 'fb-ricky';

  /** Of one whose executors end: what Spark said of each. */
  const lost = async () => {
    const command = [await uploadJob(user, 'lose_executors.py'), `${homeOf(user)}/lost.json`];
    const settings = {
      'spark.task.maxFailures': '1',
      // The kernel kills the largest process of the container: that is to be the JVM and not the Python worker, which
      // Spark would replace within the same container.
      'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1 -Xms640m -XX:+AlwaysPreTouch',
    };
    const id = await submit({ user, command, settings });
    expect(await ended(user, id, 180)).toMatchObject(succeeded);
    return z
      .object({ exit: z.string(), memory: z.string() })
      .parse(JSON.parse(await hdfsAs(user).readText(hadoop(user, 'lost.json'))));
  };
  let told: ReturnType<typeof lost> | undefined;
  const toldOnce = () => {
    told ??= lost();
    return told;
  };

  it.concurrent('an executor that is lost is reported by Spark with its exit code', async ({ expect }) => {
    expect((await toldOnce()).exit).toMatch(/Exit status: 7\b/);
  });

  it.concurrent('an executor that is lost to its memory limit is reported by Spark with that reason and what to raise', async ({
    expect,
  }) => {
    const { memory } = await toldOnce();
    expect(memory).toContain('FB-CONTAINER-MEMORY');
    expect(memory).toContain('spark.executor.memoryOverhead');
  });

  it.concurrent('one in Scala with dynamic allocation gets executors as its backlog grows, and the right result', async ({
    expect,
  }) => {
    const command = [await uploadScalaJob(user, 'SumSlowly'), `${homeOf(user)}/sum.txt`];
    const settings = {
      'spark.dynamicAllocation.enabled': 'true',
      'spark.dynamicAllocation.shuffleTracking.enabled': 'true',
      'spark.dynamicAllocation.minExecutors': '0',
      'spark.dynamicAllocation.initialExecutors': '0',
      'spark.dynamicAllocation.maxExecutors': '2',
    };
    const id = await submit({ user, command, mainClass: 'SumSlowly', settings });
    expect(await ended(user, id, 180)).toMatchObject(succeeded);
    expect(await hdfsAs(user).readText(hadoop(user, 'sum.txt'))).toBe('500500');
    await expect.poll(() => isInHistory(id), { timeout: 30_000, interval: 500 }).toBe(true);
    expect((await executorsOf(id)).length).toBe(2);
  });

  it.concurrent('one behind gVisor sees another kernel than the host’s in its driver and both executors', async ({
    expect,
  }) => {
    const id = await submitCount('fb-carol', 'apart.json');
    expect(await ended('fb-carol', id, 300)).toMatchObject(succeeded);
    const { counts, driver, executors } = await resultOf('fb-carol', 'apart.json');
    expect(counts).toEqual([rightCounts]);
    expect(executors).toHaveLength(2);
    for (const { kernel, hostname } of [driver, ...executors]) {
      expect(kernel).not.toBe(release());
      expect(hostname).toMatch(/^ip-172-28-2-\d+$/);
    }
  });
});

describe('a running application', () => {
  const user = 'fb-ricky';

  it('that is killed has no container left 5 s later', async () => {
    const id = await submitCount(user, 'killed.json', ['never.go']);
    await expect.poll(() => containersOf(id), { timeout: 120_000 }).toHaveLength(3);
    await kill(user, id);
    await expect.poll(() => containersOf(id), { timeout: 5000 }).toEqual([]);
    expect((await ended(user, id, 10)).state).toBe('KILLED');
  });
});
