import { expect, test } from 'vitest';
import { sourceFilesIn } from './apt-sources.ts';

test('takes the lists of Debian and Ubuntu, each once, and leaves third parties out', () => {
  const targets = [
    'MetaKey: main/binary-amd64/Packages\nOrigin: Debian\nSourcesentry: /etc/apt/sources.list.d/debian.sources:1\n',
    'MetaKey: main/binary-amd64/Packages\nOrigin: Debian\nSourcesentry: /etc/apt/sources.list.d/debian.sources:2\n',
    'MetaKey: main/binary-amd64/Packages\nOrigin: Example\nSourcesentry: /etc/apt/sources.list.d/example.list:1\n',
    'MetaKey: main/binary-amd64/Packages\nOrigin: Ubuntu\nSourcesentry: /etc/apt/sources.list:12\n',
  ].join('\n');
  expect(sourceFilesIn(targets)).toEqual(['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']);
});

test('finds none where apt has no lists', () => {
  expect(sourceFilesIn('')).toEqual([]);
});
