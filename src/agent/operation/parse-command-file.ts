import { FirebreakError } from '../../errors.ts';

/** A docker command file of the NodeManager: `docker-command` and the other keys, values still comma-joined. */
export interface CommandFile {
  readonly command: string;
  readonly values: ReadonlyMap<string, string>;
}

const line = /^ {2}([a-z-]{1,40})=(.*)$/;

/**
 * Parses what Hadoop's DockerClient writes: one section, keys indented by two blanks, one `key=value` a line.
 * A value cannot hold a line break: the writer refuses them, and so a second section or a repeated key is hostile.
 */
export const parseCommandFile = (text: string): CommandFile => {
  const [head, ...lines] = text.split('\n').filter((each) => each !== '');
  if (head !== '[docker-command-execution]') throw malformed('it has no [docker-command-execution] section');
  const values = new Map<string, string>();
  for (const each of lines) {
    const [, key, value] = line.exec(each) ?? [];
    if (key === undefined || value === undefined) throw malformed(`line ${JSON.stringify(each.slice(0, 80))}`);
    if (values.has(key)) throw malformed(`key ${key} comes twice`);
    values.set(key, value);
  }
  const command = values.get('docker-command');
  if (command === undefined) throw malformed('it names no docker-command');
  values.delete('docker-command');
  return { command, values };
};

const malformed = (what: string): FirebreakError =>
  new FirebreakError({ code: 'FB-AGENT-COMMAND-FILE', message: `The docker command file is malformed: ${what}.` });
