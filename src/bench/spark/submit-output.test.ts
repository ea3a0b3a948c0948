import { expect, test } from 'vitest';
import { parseSubmitLine } from './submit-output.ts';

test('the application and its state are read from what spark-submit logs', () => {
  const report = '26/11/23 23:01:02 INFO Client: Application report for application_1795_0007 (state: RUNNING)';
  expect(parseSubmitLine(report)).toEqual({ application: 'application_1795_0007', state: 'RUNNING' });
  expect(parseSubmitLine('INFO YarnClientImpl: Submitted application application_1795_0007')).toEqual({
    application: 'application_1795_0007',
  });
  expect(parseSubmitLine('WARN NativeCodeLoader: Unable to load native-hadoop library')).toEqual({});
});
