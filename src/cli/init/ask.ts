import { type CANCEL_SYMBOL, confirm, intro, isCancel, outro, select, text } from '@clack/prompts';
import { runtimeClasses } from '../../runtimes/registry.ts';
import { interrupted } from '../interrupt.ts';
import type { Answers, GivenAnswers, Place, TenantAnswer } from './answers.ts';
import { defaultPlace } from './place.ts';
import { problemOf } from './problem-of.ts';
import { wordsOf } from './words-of.ts';

// Standard output is for what was asked for.
const output = process.stderr;

/** Asks for whatever is not `given`; `place` is where the cluster would disturb no other. Ctrl-C ends it. */
export const ask = async (given: GivenAnswers, place: Place): Promise<Answers> => {
  intro('A few questions; Enter takes what is there already, Ctrl-C ends it.', { output });
  const answers = {
    name: given.name ?? (await askText('What is the cluster called?', 'demo', (name) => problemOf({ name }))),
    hosts: given.hosts ?? (await askHosts()),
    tenants: given.tenants ?? (await askTenants()),
    place: {
      subnet: given.place.subnet ?? (await askSubnet(place)),
      offset: given.place.offset ?? (await askOffset(place)),
    },
  };
  outro('That is all.', { output });
  return answers;
};

const askHosts = async (): Promise<readonly string[]> => {
  const here = await answered(
    select({
      message: 'Where does it run?',
      options: [
        { value: true, label: 'on this machine' },
        { value: false, label: 'on machines that ssh reaches', hint: 'the first one has the masters too' },
      ],
      output,
    }),
  );
  if (here) return [];
  const question = 'Their addresses, as ssh knows them: name1 name2 …, `local` is this machine';
  return wordsOf(
    await askText(question, '', (line) => {
      const hosts = wordsOf(line);
      return hosts.length === 0 ? 'name at least one' : problemOf({ hosts });
    }),
  );
};

const askTenants = async (before: readonly TenantAnswer[] = []): Promise<readonly TenantAnswer[]> => {
  const tenants = [...before, await askTenant(before)];
  const more = await answered(confirm({ message: 'Another tenant?', initialValue: false, output }));
  return more ? askTenants(tenants) : tenants;
};

const askTenant = async (before: readonly TenantAnswer[]): Promise<TenantAnswer> => {
  const problem = (tenant: TenantAnswer): string | undefined => problemOf({ tenants: [...before, tenant] });
  const question = 'A tenant is a set of users who trust each other. What is it called?';
  const name = await askText(question, before.length === 0 ? 'analysts' : '', (line) =>
    before.some((tenant) => tenant.name === line)
      ? 'that tenant is there already'
      : // Of nobody’s users.
        problem({ name: line, users: ['nobody-yet'], runtime: 'runc' }),
  );
  const usersOf = (line: string) => ({ name, users: wordsOf(line), runtime: 'runc' });
  const { users } = usersOf(
    await askText('Its users: name1 name2 …; created where missing', '', (line) => problem(usersOf(line))),
  );
  const runtime = await answered(
    select({
      message: 'What are its containers behind?',
      options: runtimeClasses.map(({ name: value, boundary: hint }) => ({ value, label: value, hint })),
      initialValue: 'gvisor',
      output,
    }),
  );
  return { name, users, runtime };
};

// Only where another cluster of this machine is in the default place.
const askSubnet = async (place: Place): Promise<string> =>
  place.subnet === defaultPlace.subnet
    ? place.subnet
    : askText('Another cluster has the default network. Which has this one?', place.subnet, (subnet) =>
        problemOf({ place: { ...place, subnet } }),
      );

const askOffset = async (place: Place): Promise<number> =>
  place.offset === defaultPlace.offset
    ? place.offset
    : Number(
        await askText('Another cluster has the default ports. What is added to each?', `${place.offset}`, (line) =>
          problemOf({ place: { ...place, offset: Number(line) } }),
        ),
      );

const askText = async (
  message: string,
  initialValue: string,
  problem: (line: string) => string | undefined,
): Promise<string> => {
  const validate = (line: string | undefined): string | undefined => problem((line ?? '').trim());
  return (await answered(text({ message, initialValue, validate, output }))).trim();
};

/** On a terminal whose keys a prompt reads, Ctrl-C raises no signal. */
const answered = async <Answer>(prompt: Promise<Answer | typeof CANCEL_SYMBOL>): Promise<Answer> => {
  const answer = await prompt;
  if (!isCancel(answer)) return answer;
  process.emit('SIGINT');
  throw interrupted('Nothing was written; run it again when you know the answers.');
};
