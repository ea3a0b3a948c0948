import { expect, it } from 'vitest';
import { localDirsAt } from './local-dirs.ts';

it('Spark’s local folders become the container’s own, and nothing else of the script changes', () => {
  const script = (folders: string) =>
    `#!/bin/bash\nexport LOG_DIRS="/l"\nexport LOCAL_DIRS="${folders}"\nexec /bin/bash -c "echo LOCAL_DIRS"\n`;
  expect(localDirsAt(script('/data/1,/data/2'), '/tmp')).toBe(script('/tmp'));
  expect(localDirsAt(script('/tmp'), '/tmp')).toBe(script('/tmp'));
  expect(localDirsAt(script('/data/1'), '/mnt/scratch')).toBe(script('/mnt/scratch'));
  expect(localDirsAt('exec java\n', '/tmp')).toBe('exec java\n');
});
