import { expect, it } from 'vitest';
import { namesIn } from './node-labels.ts';

const one = { name: 'secure', partitionInfo: { resourceInformations: [{ name: 'memory-mb' }] } };

it.each([
  ['two', { nodeLabelsInfo: { nodeLabelInfo: [one, { name: 'spare' }] } }, ['secure', 'spare']],
  ['one without brackets', { nodeLabelsInfo: { nodeLabelInfo: one } }, ['secure']],
  ['one without a root', { nodeLabelInfo: [one] }, ['secure']],
  ['none', { nodeLabelsInfo: '' }, []],
  ['none, as null', { nodeLabelsInfo: null }, []],
  ['none without a root', {}, []],
  ['nothing at all', null, []],
])('labels are read from the ResourceManager’s answer: %s', (_, answer, names) => {
  expect(namesIn(JSON.stringify(answer))).toEqual(names);
});
