/**
 * Makes Spark's executor advertise the container's own name. Spark on YARN passes `--hostname <NodeManager host>` to
 * each executor and has no setting for it (SPARK-45278); in a container with its own address the executor could not
 * bind. Only the value of that option is replaced, only where it names this node, and only on the line that YARN
 * made from the launch command.
 */
export const advertiseAddress = (script: string, nodeHost: string, hostname: string): string => {
  const option = new RegExp(`( --hostname )${RegExp.escape(nodeHost)}(?=[ "'])`);
  return script
    .split('\n')
    .map((line) => (line.startsWith('exec ') ? line.replace(option, `$1${hostname}`) : line))
    .join('\n');
};
