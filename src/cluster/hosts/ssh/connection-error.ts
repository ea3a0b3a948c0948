import { FirebreakError } from '../../../errors.ts';

/** OpenSSH's own exit code: the connection failed, whatever the command would have said. */
export const connectionFailed = 255;

interface Cause {
  /** What OpenSSH (9 and 10) writes to standard error. */
  readonly says: RegExp;
  readonly code: `FB-SSH-${string}`;
  readonly message: (host: string) => string;
  /** `host` with the options of ssh that the spec has in front. */
  readonly next: (host: string) => string;
}

const causes: readonly Cause[] = [
  {
    says: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'FB-SSH-HOST-KEY-CHANGED',
    message: (host) => `${host} has another host key than the one in known_hosts.`,
    next: (host) =>
      `Find out why: another machine may be answering in its place. If it was installed anew: ssh-keygen -R ${host}`,
  },
  {
    says: /Host key verification failed|No .* host key is known/,
    code: 'FB-SSH-HOST-KEY',
    message: (host) => `The host key of ${host} is not in known_hosts.`,
    next: (host) => `Connect once by hand, compare the fingerprint and accept it: ssh ${host}`,
  },
  {
    says: /Permission denied/,
    code: 'FB-SSH-DENIED',
    message: (host) => `${host} accepts none of the keys that ssh has to offer.`,
    next: (host) => `Put your public key there: ssh-copy-id ${host}; a key with a passphrase must be in the agent.`,
  },
  {
    says: /Could not resolve hostname/,
    code: 'FB-SSH-NAME',
    message: (host) => `${host} is a name that nobody knows.`,
    next: () => 'Correct the address in the cluster spec, or add the host to ~/.ssh/config.',
  },
];

/** Why ssh could not reach `host`, by what it wrote; the remedy names the host as the spec does. */
export const connectionError = (host: string, stderr: string, options: readonly string[] = []): FirebreakError => {
  const how = [...options, host].join(' ');
  const cause = causes.find(({ says }) => says.test(stderr));
  return new FirebreakError({
    code: cause?.code ?? 'FB-SSH-UNREACHABLE',
    message: cause?.message(host) ?? `${host} cannot be reached by ssh.`,
    // Of some messages ssh ends the lines as for a terminal.
    because: stderr.trim().split(/\r?\n/).slice(-3).join('\n'),
    next: cause?.next(how) ?? `Check that the host is up and that this works: ssh ${how} true`,
    exit: 4,
  });
};
