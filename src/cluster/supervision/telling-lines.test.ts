import { expect, it } from 'vitest';
import { tellingLines } from './telling-lines.ts';

it('of a Hadoop tool that failed, says why and not that it shut down', () => {
  const written = [
    'INFO ipc.Client: Retrying connect to server: 172.25.0.1/172.25.0.1:8020.',
    'ERROR ha.BootstrapStandby: Unable to fetch namespace information from any remote NN.',
    'INFO util.ExitUtil: Exiting with status 6',
    'INFO namenode.NameNode: SHUTDOWN_MSG: ',
    '/************************************************************',
    'SHUTDOWN_MSG: Shutting down NameNode at fbsc5/172.25.64.1',
    '************************************************************/',
    '',
  ].join('\n');
  expect(tellingLines(written)).toBe(written.split('\n')[1]);
});

it('of what says nothing of a failure, has the last lines', () => {
  expect(tellingLines('a\nb\nc\nd\ne\n')).toBe('b\nc\nd\ne');
});
