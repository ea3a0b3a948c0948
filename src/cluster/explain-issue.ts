import { z } from 'zod';
import { didYouMean } from './edit-distance.ts';
import { clusterSpec } from './spec.ts';
import type { Path, SpecProblem } from './spec-problem.ts';

/** zod's issue in the words of someone who writes a cluster spec, at the place to mend. */
export const explainIssue = (issue: z.core.$ZodIssue, value: unknown): SpecProblem[] => {
  const place = issue.path.map(String).join('.');
  const of = place === '' ? '' : ` in ${place}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, of, keysAt(issue.path)) }));
  }
  const given = valueAt(value, issue.path);
  if (given === undefined && issue.code === 'invalid_type') {
    return [{ path: issue.path, message: `${place === '' ? 'the spec' : place} is missing` }];
  }
  if (issue.code === 'invalid_value' && typeof given === 'string') {
    const names = issue.values.map(String);
    const near = didYouMean(given, names);
    const hint = near === undefined ? `must be one of ${names.join(', ')}` : `did you mean \`${near}\`?`;
    return [{ path: issue.path, message: `${place} is \`${given}\`: ${hint}` }];
  }
  return [{ path: issue.path, message: `${place === '' ? 'the spec' : place}: ${issue.message}` }];
};

const unknownKey = (key: string, of: string, known: readonly string[]): string => {
  const near = didYouMean(key, known);
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean \`${near}\`?`;
  return `unknown key \`${key}\`${of}; ${hint}`;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

/** Keys that the schema knows at `path`. */
const keysAt = (path: Path): string[] => {
  const schema = path.reduce<unknown>((outer, key) => inside(unwrap(outer), key), clusterSpec);
  const object = unwrap(schema);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
};

const inside = (schema: unknown, key: PropertyKey): unknown => {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
};

const unwrap = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrap(schema.unwrap())
    : schema;
