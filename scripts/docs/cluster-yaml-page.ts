import { z } from 'zod';
import { clusterSpec } from '../../src/cluster/spec.ts';

/** The parts of JSON Schema that a cluster spec uses. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

interface Row {
  readonly key: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** docs/reference/cluster-yaml.md, from the schema. */
export const clusterYamlPage = (): string =>
  [
    '# cluster.yaml',
    '',
    'Generated from the schema by `npm run docs`. An unknown key is an error.',
    '',
    '| key | values | default | meaning |',
    '|---|---|---|---|',
    ...rowsOf(z.toJSONSchema(clusterSpec, { io: 'input' }) as Schema, '').map(line),
    '',
    'The smallest one:',
    '',
    '```yaml',
    'name: first',
    'tenants:',
    '  demo:',
    '    users: [demo]',
    '    runtime: gvisor',
    '```',
    '',
  ].join('\n');

/** The key itself, then the keys below it: `tenants.<name>.users`, `hosts[].roles`. */
const rowsOf = (schema: Schema, prefix: string): Row[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const key = prefix + name;
    const required = schema.required?.includes(name) === true && property.default === undefined;
    return [{ key, schema: property, required }, ...below(property, key)];
  });

const below = (schema: Schema, key: string): Row[] => {
  if (schema.items?.properties) return rowsOf(schema.items, `${key}[].`);
  if (typeof schema.additionalProperties === 'object') return rowsOf(schema.additionalProperties, `${key}.<name>.`);
  return rowsOf(schema, `${key}.`);
};

const line = ({ key, schema, required }: Row): string =>
  `| \`${key}\` | ${valuesOf(schema)} | ${required ? 'required' : defaultOf(schema)} | ${schema.description ?? ''} |`;

const valuesOf = (schema: Schema): string => {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'array') return `list of ${schema.items ? valuesOf(schema.items) : 'values'}`;
  if (schema.type === 'object') return 'map';
  const bounds = [schema.minimum, schema.maximum].map((bound) => (Math.abs(bound ?? 0) > 1e9 ? undefined : bound));
  const [low, high] = bounds;
  const range = low === undefined && high === undefined ? '' : `, ${low ?? '…'} to ${high ?? '…'}`;
  return `${schema.type ?? 'any'}${range}`;
};

const defaultOf = (schema: Schema): string => {
  const value = schema.default;
  if (value === undefined || (typeof value === 'object' && !Array.isArray(value))) return '';
  return Array.isArray(value) && value.some((item) => typeof item === 'object') ? '' : `\`${JSON.stringify(value)}\``;
};
