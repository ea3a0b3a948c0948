import type { ContainerState } from '../../engines/engine.ts';
import { refusal } from '../policy/refusal.ts';

/** Answers of `docker inspect` to the four templates that the NodeManager uses (Hadoop's DockerInspectCommand). */
const templates = new Map<string, (state: ContainerState) => string>([
  ['{{.State.Status}}', ({ status }) => status],
  ['{{.State.Status}},{{.Config.StopSignal}}', ({ status }) => `${status},`],
  [
    '{{range(.NetworkSettings.Networks)}}{{.IPAddress}},{{end}}{{.Config.Hostname}}',
    ({ address, hostname }) => `${address},${hostname}`,
  ],
  ['{{json .NetworkSettings.Ports}}', () => '{}'],
]);

export const inspectFormat = (format: string, state: ContainerState): string => {
  const render = templates.get(format);
  if (render === undefined) throw refusal(`the inspect format ${format}`, 'the NodeManager does not use it');
  return render(state);
};
