import { expect, it } from 'vitest';
import { clusterSpec } from '../cluster/spec.ts';
import { submitCommand, submitterOf, submittingUser } from './spark-submit.ts';

const spec = clusterSpec.parse({
  name: 'two',
  tenants: { health: { users: ['hana', 'hugo'], runtime: 'gvisor' }, tax: { users: ['tim'], runtime: 'runc' } },
});
const environment = { SPARK_HOME: '/opt/spark' };

it('submits as the first user of the tenant', () => {
  expect(submitterOf(spec, 'health', undefined)).toEqual({ tenant: 'health', user: 'hana' });
});

it('finds the tenant of the user', () => {
  expect(submitterOf(spec, undefined, 'hugo')).toEqual({ tenant: 'health', user: 'hugo' });
});

it('names the tenants when there are several, or not the one asked for', () => {
  const names = { code: 'FB-CLI-TENANT', next: 'name one with --tenant: health, tax', exit: 2 };
  expect(() => submitterOf(spec, undefined, undefined)).toThrowError(expect.objectContaining(names));
  expect(() => submitterOf(spec, 'texas', undefined)).toThrowError(expect.objectContaining(names));
});

it('refuses a user of another tenant', () => {
  expect(() => submitterOf(spec, 'health', 'tim')).toThrowError(
    expect.objectContaining({ code: 'FB-CLI-USER', next: 'name one with --user: hana, hugo' }),
  );
});

it('lets root submit for anybody, and everybody else for themselves', () => {
  const [root, tim] = [
    { uid: 0, username: 'root' },
    { uid: 2001, username: 'tim' },
  ];
  expect([undefined, 'hana'].map((asked) => submittingUser(asked, root))).toEqual([undefined, 'hana']);
  expect([undefined, 'tim'].map((asked) => submittingUser(asked, tim))).toEqual(['tim', 'tim']);
  expect(() => submittingUser('hana', tim)).toThrowError(expect.objectContaining({ code: 'FB-HOST-ROOT', exit: 4 }));
});

it('asks for the runtime in the ApplicationMaster and in the executors, before the job’s own arguments', () => {
  const submission = { tenant: 'tax', user: 'tim', runtime: 'gvisor', arguments: ['job.py', '--fast'], environment };
  expect(submitCommand(submission, '2001', 'tim')).toEqual([
    '/opt/spark/bin/spark-submit',
    '--conf',
    'spark.yarn.appMasterEnv.YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME=gvisor',
    '--conf',
    'spark.executorEnv.YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME=gvisor',
    'job.py',
    '--fast',
  ]);
});

it('becomes the tenant’s user, with that user’s groups only', () => {
  const submission = { tenant: 'tax', user: 'tim', runtime: undefined, arguments: ['job.py'], environment };
  expect(submitCommand(submission, '2001', 'root').slice(0, 7)).toEqual([
    'setpriv',
    '--reuid',
    'tim',
    '--regid',
    '2001',
    '--init-groups',
    '--',
  ]);
});
