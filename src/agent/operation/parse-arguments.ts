import { FirebreakError } from '../../errors.ts';
import type { Launch, Localize, Operation } from './operation.ts';

const userName = /^[a-z_][a-z0-9_-]{0,31}$/;
const applicationId = /^application_\d{1,20}_\d{4,10}$/;
const containerId = /^container_(e\d{1,10}_)?\d{1,20}_\d{4,10}_\d{2,10}_\d{6,20}$/;
/** PATH_MAX */
const longestPath = 4096;
const localizerId = /^[A-Za-z0-9_]{1,128}$/;

/** Parses the NodeManager's argument vector. Throws `FB-AGENT-ARGUMENTS` for anything it would never send. */
export const parseArguments = (argv: readonly string[]): Operation => {
  const first = argv[0];
  if (first === undefined) throw malformed('no operation');
  return first.startsWith('--') ? parseOption(first, argv.slice(1)) : parseRunAsUser(argv);
};

const parseOption = (option: string, rest: readonly string[]): Operation => {
  switch (option) {
    case '--checksetup':
      return { kind: 'check-setup' };
    case '--run-docker':
      return { kind: 'docker', commandFile: absolute(only(rest, 1)[0]) };
    case '--inspect-docker-container': {
      const [format, container] = only(rest, 2);
      if (!format?.startsWith('--format=')) throw malformed('inspect without a format');
      return { kind: 'inspect', format: format.slice('--format='.length), container: container_(container) };
    }
    case '--remove-docker-container':
      // The cgroup hierarchy that may come first is the stock binary's affair: the engine owns its cgroups here.
      return { kind: 'remove', container: container_(rest.at(-1)) };
    default:
      return { kind: 'unsupported', feature: option };
  }
};

const parseRunAsUser = (argv: readonly string[]): Operation => {
  const [runAs, user, operation, ...rest] = argv;
  if (runAs === undefined || !userName.test(runAs)) throw malformed(`run-as user ${show(runAs)}`);
  if (runAs !== user) throw malformed(`run-as user ${show(runAs)} is not the YARN user ${show(user)}`);
  switch (operation) {
    case '0':
      return parseLocalize(runAs, rest);
    case '1':
      return parseLaunch(runAs, rest, false);
    case '4':
      return parseLaunch(runAs, rest, true);
    case '2': {
      const [pid, signal] = only(rest, 2);
      return { kind: 'signal', user: runAs, pid: integer(pid, 1, 4_194_304), signal: integer(signal, 0, 64) };
    }
    case '3': {
      const [path = '', ...baseDirs] = rest;
      if (path.length > longestPath) throw malformed(`path ${show(path)}`);
      return { kind: 'delete', user: runAs, path, baseDirs: baseDirs.map(absolute) };
    }
    case '5':
      return { kind: 'list', user: runAs, path: absolute(only(rest, 1)[0]) };
    default:
      return { kind: 'unsupported', feature: `operation ${show(operation)}` };
  }
};

const parseLocalize = (user: string, rest: readonly string[]): Localize => {
  const [application, localizer, tokens, localDirs, logDirs, ...command] = rest;
  if (localizer === undefined || !localizerId.test(localizer)) throw malformed(`localizer id ${show(localizer)}`);
  return {
    kind: 'localize',
    user,
    application: application_(application),
    localizer,
    tokens: absolute(tokens),
    localDirs: pathList(localDirs),
    logDirs: pathList(logDirs),
    command,
  };
};

const parseLaunch = (user: string, rest: readonly string[], containerised: boolean): Launch => {
  const [application, container, workDir, script, tokens, ...afterTokens] = rest;
  const { stores, after } = parseStores(afterTokens);
  const [pidFile, localDirs, logDirs, commandFile] = after;
  return {
    kind: 'launch',
    commandFile: containerised ? absolute(commandFile) : undefined,
    user,
    application: application_(application),
    container: container_(container),
    workDir: absolute(workDir),
    script: absolute(script),
    tokens: absolute(tokens),
    stores,
    pidFile: absolute(pidFile),
    localDirs: pathList(localDirs),
    logDirs: pathList(logDirs),
  };
};

/** `--http`, or `--https KEYSTORE TRUSTSTORE`; older NodeManagers send neither. */
const parseStores = (rest: readonly string[]): { stores: Launch['stores']; after: readonly string[] } => {
  if (rest[0] === '--http') return { stores: undefined, after: rest.slice(1) };
  if (rest[0] !== '--https') return { stores: undefined, after: rest };
  return { stores: { keystore: absolute(rest[1]), truststore: absolute(rest[2]) }, after: rest.slice(3) };
};

const application_ = (text: string | undefined): string => matching(text, applicationId, 'application id');

const container_ = (text: string | undefined): string => matching(text, containerId, 'container id');

const matching = (text: string | undefined, pattern: RegExp, what: string): string => {
  if (text === undefined || !pattern.test(text)) throw malformed(`${what} ${show(text)}`);
  return text;
};

const absolute = (text: string | undefined): string => {
  if (!text?.startsWith('/') || text.includes('\0') || text.length > longestPath) throw malformed(`path ${show(text)}`);
  return text;
};

const pathList = (text: string | undefined): string[] => (text ?? '').split('%').map(absolute);

const integer = (text: string | undefined, least: number, most: number): number => {
  const value = /^\d{1,10}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw malformed(`number ${show(text)}`);
  return value;
};

const only = (rest: readonly string[], count: number): readonly string[] => {
  if (rest.length !== count) throw malformed(`${rest.length} arguments where ${count} belong`);
  return rest;
};

const show = (text: string | undefined): string => (text === undefined ? 'missing' : JSON.stringify(text.slice(0, 80)));

const malformed = (what: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-AGENT-ARGUMENTS',
    message: `The agent does not understand this request: ${what}.`,
    because: 'Only argument vectors that a Hadoop 3.4 or 3.5 NodeManager sends are served.',
  });
