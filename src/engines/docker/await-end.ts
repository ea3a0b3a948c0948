import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/**
 * Docker's `POST /containers/NAME/wait`; resolves to the HTTP status once the engine has answered in full. Docker
 * sends the head of its answer at once and the rest at the container's end: an engine that dies in between is an
 * error here, where dockerode would wait for ever.
 */
export const awaitEnd = async (socketPath: string, name: string): Promise<number> => {
  const path = `/containers/${encodeURIComponent(name)}/wait?condition=not-running`;
  const question = request({ socketPath, method: 'POST', path, agent: false });
  question.end();
  const [answer]: IncomingMessage[] = await once(question, 'response');
  if (answer === undefined) throw new Error('no answer');
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
};
