import { expect, it } from 'vitest';
import { scratchInMemory } from './scratch-in-memory.ts';

it('Spark’s local folders become the container’s own /tmp, and nothing else of the script changes', () => {
  const script = (folders: string) =>
    `#!/bin/bash\nexport LOG_DIRS="/l"\nexport LOCAL_DIRS="${folders}"\nexec /bin/bash -c "echo LOCAL_DIRS"\n`;
  expect(scratchInMemory(script('/data/1,/data/2'))).toBe(script('/tmp'));
  expect(scratchInMemory(script('/tmp'))).toBe(script('/tmp'));
  expect(scratchInMemory('exec java\n')).toBe('exec java\n');
});
