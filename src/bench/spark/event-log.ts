import { z } from 'zod';

/** Times are milliseconds, sizes bytes; sums over tasks. Spark's names are in its JsonProtocol. */
export interface TaskSums {
  readonly tasks: number;
  readonly taskTime: number;
  readonly schedulerDelay: number;
  readonly deserialisation: number;
  readonly resultSerialisation: number;
  readonly garbageCollection: number;
  readonly shuffleWait: number;
  readonly shuffleWrite: number;
  /** Run time less what the others tell of it: computing, and reading what the tasks compute on. */
  readonly computing: number;
  readonly cpuTime: number;
  readonly inputBytes: number;
  readonly shuffleReadBytes: number;
  readonly shuffleWrittenBytes: number;
  readonly spilledBytes: number;
}

export interface RegisteredExecutor {
  readonly executor: string;
  /** YARN's id of its container. */
  readonly container: string;
  /** Milliseconds since 1970, by the driver's clock. */
  readonly at: number;
}

export interface Executed {
  /** By the local property `firebreak.step` that the driver had set when it submitted the stage. */
  readonly steps: ReadonlyMap<string, TaskSums>;
  readonly executors: readonly RegisteredExecutor[];
}

/** The local property that programs of the benchmarks set: which step a stage belongs to. */
const stepProperty = 'firebreak.step';

const metrics = z.object({
  'Executor Deserialize Time': z.number(),
  'Executor Run Time': z.number(),
  'Executor CPU Time': z.number().describe('nanoseconds'),
  'Result Serialization Time': z.number(),
  'JVM GC Time': z.number(),
  'Memory Bytes Spilled': z.number(),
  'Disk Bytes Spilled': z.number(),
  'Shuffle Read Metrics': z.object({
    'Fetch Wait Time': z.number(),
    'Remote Bytes Read': z.number(),
    'Local Bytes Read': z.number(),
  }),
  'Shuffle Write Metrics': z.object({ 'Shuffle Bytes Written': z.number(), 'Shuffle Write Time': z.number() }),
  'Input Metrics': z.object({ 'Bytes Read': z.number() }),
});

const event = z.discriminatedUnion('Event', [
  z.object({
    Event: z.literal('SparkListenerStageSubmitted'),
    'Stage Info': z.object({ 'Stage ID': z.int() }),
    Properties: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    Event: z.literal('SparkListenerTaskEnd'),
    'Stage ID': z.int(),
    'Task Info': z.object({
      'Launch Time': z.number(),
      'Finish Time': z.number(),
      'Getting Result Time': z.number(),
    }),
    'Task Metrics': metrics.optional(),
  }),
  z.object({
    Event: z.literal('SparkListenerExecutorAdded'),
    Timestamp: z.number(),
    'Executor ID': z.string(),
    'Executor Info': z.object({ 'Log Urls': z.record(z.string(), z.string()) }),
  }),
]);

type SparkEvent = z.infer<typeof event>;
type TaskEnd = Extract<SparkEvent, { Event: 'SparkListenerTaskEnd' }>;
const known: ReadonlySet<unknown> = new Set(event.options.map((option) => option.shape.Event.value));

/** Reads an event log (one JSON object a line) for where the time of each step went. */
export const parseEventLog = (text: string): Executed => {
  const steps = new Map<string, TaskSums>();
  const stepOfStage = new Map<number, string>();
  const executors: RegisteredExecutor[] = [];
  for (const each of eventsIn(text)) {
    if (each.Event === 'SparkListenerStageSubmitted') {
      const step = each.Properties?.[stepProperty];
      if (step !== undefined) stepOfStage.set(each['Stage Info']['Stage ID'], step);
    } else if (each.Event === 'SparkListenerTaskEnd') {
      const step = stepOfStage.get(each['Stage ID']);
      if (step !== undefined) steps.set(step, added(steps.get(step), sumsOf(each)));
    } else {
      executors.push(registered(each));
    }
  }
  return { steps, executors };
};

function* eventsIn(text: string): Generator<SparkEvent> {
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'Event' in value && known.has(value.Event))
      yield event.parse(value);
  }
}

const registered = (each: Extract<SparkEvent, { Event: 'SparkListenerExecutorAdded' }>): RegisteredExecutor => ({
  executor: each['Executor ID'],
  container: /container_[0-9a-z_]+/.exec(Object.values(each['Executor Info']['Log Urls'])[0] ?? '')?.[0] ?? '',
  at: each.Timestamp,
});

/** As Spark's own pages count it (AppStatusUtils.schedulerDelay); a task that failed before it ran has no metrics. */
const sumsOf = ({ 'Task Info': info, 'Task Metrics': metrics }: TaskEnd): TaskSums => {
  const taskTime = info['Finish Time'] - info['Launch Time'];
  if (metrics === undefined) return { ...nothing, tasks: 1, taskTime, schedulerDelay: taskTime };
  const fetching = info['Getting Result Time'] > 0 ? info['Finish Time'] - info['Getting Result Time'] : 0;
  const run = metrics['Executor Run Time'];
  const deserialisation = metrics['Executor Deserialize Time'];
  const resultSerialisation = metrics['Result Serialization Time'];
  const garbageCollection = metrics['JVM GC Time'];
  const shuffleWait = metrics['Shuffle Read Metrics']['Fetch Wait Time'];
  const shuffleWrite = metrics['Shuffle Write Metrics']['Shuffle Write Time'] / 1e6;
  const read = metrics['Shuffle Read Metrics'];
  return {
    tasks: 1,
    taskTime,
    schedulerDelay: Math.max(0, taskTime - run - deserialisation - resultSerialisation - fetching),
    deserialisation,
    resultSerialisation: resultSerialisation + fetching,
    garbageCollection,
    shuffleWait,
    shuffleWrite,
    computing: Math.max(0, run - garbageCollection - shuffleWait - shuffleWrite),
    cpuTime: metrics['Executor CPU Time'] / 1e6,
    inputBytes: metrics['Input Metrics']['Bytes Read'],
    shuffleReadBytes: read['Remote Bytes Read'] + read['Local Bytes Read'],
    shuffleWrittenBytes: metrics['Shuffle Write Metrics']['Shuffle Bytes Written'],
    spilledBytes: metrics['Disk Bytes Spilled'],
  };
};

const nothing: TaskSums = {
  tasks: 0,
  taskTime: 0,
  schedulerDelay: 0,
  deserialisation: 0,
  resultSerialisation: 0,
  garbageCollection: 0,
  shuffleWait: 0,
  shuffleWrite: 0,
  computing: 0,
  cpuTime: 0,
  inputBytes: 0,
  shuffleReadBytes: 0,
  shuffleWrittenBytes: 0,
  spilledBytes: 0,
};

const added = (sums: TaskSums = nothing, more: TaskSums): TaskSums => ({
  tasks: sums.tasks + more.tasks,
  taskTime: sums.taskTime + more.taskTime,
  schedulerDelay: sums.schedulerDelay + more.schedulerDelay,
  deserialisation: sums.deserialisation + more.deserialisation,
  resultSerialisation: sums.resultSerialisation + more.resultSerialisation,
  garbageCollection: sums.garbageCollection + more.garbageCollection,
  shuffleWait: sums.shuffleWait + more.shuffleWait,
  shuffleWrite: sums.shuffleWrite + more.shuffleWrite,
  computing: sums.computing + more.computing,
  cpuTime: sums.cpuTime + more.cpuTime,
  inputBytes: sums.inputBytes + more.inputBytes,
  shuffleReadBytes: sums.shuffleReadBytes + more.shuffleReadBytes,
  shuffleWrittenBytes: sums.shuffleWrittenBytes + more.shuffleWrittenBytes,
  spilledBytes: sums.spilledBytes + more.spilledBytes,
});
