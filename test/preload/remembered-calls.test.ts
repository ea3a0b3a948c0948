import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { rememberedCallsLibrary } from '../../src/preload/remembered-calls.ts';

let folder: string;
let library: string;

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/firebreak-preload-`);
  library = `${folder}/remembered-calls.so`;
  expect(await compile(rememberedCallsLibrary(library))).toBe(true);
  expect(await compile(rememberedCallsLibrary(library))).toBe(false);
});
afterAll(() => rm(folder, { recursive: true }));

const preloaded = (program: string, ...given: string[]) =>
  execa(program, given, { env: { LD_PRELOAD: library }, reject: false });

it.each(['number', 'time'])(
  'asks the kernel for a thread’s %s once; without it a program that may not ask is killed',
  async (what) => {
    const program = `${folder}/asks-once`;
    const source = fileURLToPath(new URL('asks-once.c', import.meta.url));
    await execa('cc', ['-o', program, source]);
    expect(await preloaded(program, what)).toMatchObject({ exitCode: 0 });
    expect(await execa(program, [what], { reject: false })).toMatchObject({ exitCode: 1 });
  },
);

it('gives each thread and each forked child its own number', async () => {
  const script = `
import os, threading
mine = threading.get_native_id()
assert mine == os.getpid(), mine
others = []
threads = [threading.Thread(target=lambda: others.extend([threading.get_native_id()] * 2)) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert mine not in others and len(others) == 16
child = os.fork()
if child == 0: os._exit(0 if threading.get_native_id() == os.getpid() else 1)
assert os.waitpid(child, 0)[1] == 0
assert threading.get_native_id() == mine
`;
  expect(await preloaded('python3', '-c', script)).toMatchObject({ exitCode: 0, stderr: '' });
});

it('gives the CPU time of each thread as it was within the last millisecond, and to a forked child its own', async () => {
  const script = `
import os, resource, threading, time
def used(): return sum(resource.getrusage(resource.RUSAGE_THREAD)[:2])
def work(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until: pass
work(0.2)
time.sleep(0.002)
assert abs(used() - time.thread_time()) < 0.01
idle = []
thread = threading.Thread(target=lambda: idle.append(used()))
thread.start()
thread.join()
assert idle[0] < 0.1, idle
child = os.fork()
if child == 0: os._exit(0 if used() < 0.1 else 1)
assert os.waitpid(child, 0)[1] == 0
whole = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
work(0.05)
assert sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) > whole
`;
  expect(await preloaded('python3', '-c', script)).toMatchObject({ exitCode: 0, stderr: '' });
});

it('leaves every other call as it was: six arguments, results and errors', async () => {
  const mmap = process.arch === 'x64' ? 9 : 222;
  const script = `
import ctypes, errno, mmap
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
assert libc.syscall(999999) == -1 and ctypes.get_errno() == errno.ENOSYS
page = libc.syscall(${mmap}, None, ctypes.c_long(4096), 3, 0x22, -1, ctypes.c_long(0))
assert page > 0 and page % 4096 == 0
`;
  expect(await preloaded('python3', '-c', script)).toMatchObject({ exitCode: 0, stderr: '' });
});
