import { expect, test } from 'vitest';
import { flagsIn } from './flags.ts';

const help = `
  -app-huge-pages
    	enable use of huge pages; requires shmem_enabled = advise (default true)
  -EXPERIMENTAL-xdp value
    	whether to use XDP. Can be one of: "off" (default), "ns"
  -gvisor-gro
    	enable gVisor generic receive offload
  -overlay2 value
    	wrap mounts with overlayfs. Format is
    	* 'none' to turn overlay mode off
    	* {mount}:{medium}[,size={size}], where
    	 (default root:self)
  -platform string
    	specifies which platform to use: systrap (default), ptrace, kvm. (default "systrap")
  -file-access value
    	specifies which filesystem validation to use for the root mount: exclusive (default), shared.
  -log string
    	file path where information is written, default is stdout.
`;

test('each flag is known by its name, with what it is unasked where the help tells', () => {
  expect([...flagsIn(help)]).toEqual([
    ['app-huge-pages', 'true'],
    ['EXPERIMENTAL-xdp', 'off'],
    ['gvisor-gro', 'false'],
    ['overlay2', 'root:self'],
    ['platform', 'systrap'],
    ['file-access', 'exclusive'],
    ['log', undefined],
  ]);
  expect(flagsIn('runsc: command not found').size).toBe(0);
});
