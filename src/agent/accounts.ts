import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FirebreakError } from '../errors.ts';
import type { Account } from './policy/decide.ts';

const run = promisify(execFile);
const keptMilliseconds = 60_000;

/** The operating system's users, asked through NSS (so LDAP users count) and kept for a minute. */
export class Accounts {
  readonly #known = new Map<string, { readonly account: Account; readonly until: number }>();
  readonly #minimumUid: number;

  constructor(minimumUid: number) {
    this.#minimumUid = minimumUid;
  }

  /** Throws `FB-AGENT-USER` for an unknown user and for one below the minimum uid: system users run nothing. */
  async find(name: string): Promise<Account> {
    const known = this.#known.get(name);
    if (known !== undefined && known.until > Date.now()) return known.account;
    const account = await lookUp(name);
    if (account.uid < this.#minimumUid) throw unusable(name, `its uid ${account.uid} is below ${this.#minimumUid}`);
    this.#known.set(name, { account, until: Date.now() + keptMilliseconds });
    return account;
  }
}

const lookUp = async (name: string): Promise<Account> => {
  const [uid, gid, groups] = await Promise.all([idOf('-u', name), idOf('-g', name), idOf('-G', name)]);
  return { name, uid: Number(uid), gid: Number(gid), groups: groups.split(' ').map(Number) };
};

const idOf = async (flag: string, name: string): Promise<string> => {
  try {
    const { stdout } = await run('/usr/bin/id', [flag, name]);
    return stdout.trim();
  } catch {
    throw unusable(name, 'the node has no such user');
  }
};

const unusable = (name: string, because: string): FirebreakError =>
  new FirebreakError({ code: 'FB-AGENT-USER', message: `User ${name} cannot run containers here.`, because });
