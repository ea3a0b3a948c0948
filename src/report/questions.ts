/** What a suite's card asks and what it shows first. */
export interface Question {
  readonly question: string;
  /** Metrics of the picture; the table has all of them. Default: every metric that is judged. */
  readonly metrics?: readonly string[];
  /** The one figure that the answer names: a case by its beginning, and its metric. */
  readonly key?: { readonly case: string; readonly metric: string; readonly words: string };
}

const questions: Readonly<Record<string, Question>> = {
  tpch: { question: 'What does isolation cost Spark?', metrics: ['time'] },
  shuffle: {
    question: 'What does a shuffle cost?',
    metrics: ['time'],
    key: { case: 'sort', metric: 'time', words: 'Sorting everything' },
  },
  arrow: { question: 'What do Python functions cost?', metrics: ['time'] },
  fio: {
    question: 'What does it cost to read and write files?',
    metrics: ['operations'],
    key: { case: 'local folder randread 1x1', metric: 'operations', words: 'Random reads in the local folder' },
  },
  iperf3: {
    question: 'What does it cost the network?',
    metrics: ['throughput', 'packets that arrive', 'round trip p50', 'round trip p99'],
    key: {
      case: 'container to container, TCP, 1 stream out',
      metric: 'throughput',
      words: 'One TCP stream from container to container',
    },
  },
  'between-hosts': {
    question: 'What does it cost the network between hosts?',
    metrics: ['throughput', 'packets that arrive', 'round trip p50', 'round trip p99'],
    key: {
      case: 'between hosts, TCP, 1 stream out',
      metric: 'throughput',
      words: 'One TCP stream from a container to one on another host',
    },
  },
  'stress-ng': {
    question: 'What does it cost in computing and kernel calls?',
    metrics: ['rate'],
    key: { case: 'matrix', metric: 'rate', words: 'Plain computing (matrix products)' },
  },
  launch: {
    question: 'How much later does a container start?',
    metrics: [
      'asked to first instruction, p50',
      'asked to registered, p50',
      'asked to first instruction, slowest',
      'asked to registered, slowest',
    ],
    key: { case: 'one at a time', metric: 'asked to registered, p50', words: 'From asking to a registered executor' },
  },
  density: {
    question: 'How much more memory does an executor take?',
    metrics: ['memory', 'memory of a further one'],
    key: { case: 'each further one', metric: 'memory of a further one', words: 'Each further idle executor' },
  },
};

export const questionOf = (suite: string): Question =>
  questions[suite] ?? { question: `What does isolation cost in ${suite}?` };
