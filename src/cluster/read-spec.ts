import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { FirebreakError } from '../errors.ts';
import { checkSpec } from './check-spec.ts';
import { explainIssue } from './explain-issue.ts';
import { type ClusterSpec, clusterSpec } from './spec.ts';
import type { Path, SpecProblem } from './spec-problem.ts';

/**
 * The cluster spec in YAML `text`; `file` names it in errors, which point at line and column.
 * @throws FirebreakError `FB-SPEC-SYNTAX` where it is no YAML, `FB-SPEC-INVALID` where it is no cluster
 */
export const readSpec = (text: string, file: string): ClusterSpec => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken !== undefined) throw syntaxError(`${at(broken.pos[0])}: ${broken.message}`, broken);
  const value: unknown = toValue(document, file);
  const locate = ({ path, message }: SpecProblem): string => `${at(offsetOf(document, path))}: ${message}`;
  const parsed = clusterSpec.safeParse(value);
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap(problemsOf(value)).map(locate));
  const problems = checkSpec(parsed.data);
  if (problems.length > 0) throw invalid(problems.map(locate));
  return parsed.data;
};

const problemsOf =
  (value: unknown) =>
  (issue: z.core.$ZodIssue): SpecProblem[] =>
    explainIssue(issue, value);

/** An alias that refers to itself, or a thousand times to others, fails only here. */
const toValue = (document: ReturnType<typeof parseDocument>, file: string): unknown => {
  try {
    return document.toJS() ?? {};
  } catch (thrown) {
    throw syntaxError(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, thrown);
  }
};

/** Where the node at `path` begins: its key where it has one, else the innermost node that is there. */
const offsetOf = (document: ReturnType<typeof parseDocument>, path: Path): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = keyOffset(document, path.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return document.contents?.range?.[0] ?? 0;
};

const keyOffset = (document: ReturnType<typeof parseDocument>, path: Path): number | undefined => {
  const last = path.at(-1);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isCollection(parent)) return undefined;
  for (const [index, item] of parent.items.entries()) {
    if (!isPair(item)) {
      if (index === last) return item.range?.[0];
    } else if (String(item.key) === String(last)) return item.key.range?.[0];
  }
  return undefined;
};

interface Pair {
  readonly key: Node;
}

const isCollection = (node: unknown): node is { readonly items: readonly (Node | Pair)[] } =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);

const isPair = (item: Node | Pair): item is Pair => 'key' in item;

const syntaxError = (message: string, cause: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-SPEC-SYNTAX',
    message,
    because: 'The cluster spec is not YAML.',
    next: 'Compare it with examples/minimal.yaml.',
    exit: 2,
    cause,
  });

const invalid = (problems: readonly string[]): FirebreakError =>
  new FirebreakError({
    code: 'FB-SPEC-INVALID',
    message: problems.join('\n'),
    next: 'docs/reference/cluster-yaml.md lists every key; an editor completes them from schema/cluster.schema.json.',
    exit: 2,
  });
