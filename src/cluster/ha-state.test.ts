import { expect, it } from 'vitest';
import { doubledMasters, haStateIn } from './ha-state.ts';
import { testPlan } from './test-plan.ts';

it.each([
  ['a NameNode', '{ "beans" : [ { "State" : "active", "HostAndPort" : "172.30.0.1:8020" } ] }', 'active'],
  ['a ResourceManager', '{"clusterInfo":{"state":"STARTED","haState":"STANDBY"}}', 'standby'],
  ['one that is neither yet', '{"clusterInfo":{"state":"STARTED","haState":"INITIALIZING"}}', undefined],
  ['one that says nothing', '', undefined],
])('which of two it is, is read from what %s says', (_, text, expected) => {
  expect(haStateIn(text)).toBe(expected);
});

it('nobody is asked where there is one of each', () => {
  expect(doubledMasters(testPlan().layout)).toEqual([]);
});
