"""For the test: runs a program on a terminal of its own and answers it: PROGRAM... < [["what it shows", "keys"], ...]

Prints everything that the program shows; exits with its exit code. It is ended where it shows nothing for too long.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

PATIENCE_SECONDS = 40

steps = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])

shown = ""
seen = 0
deadline = time.monotonic() + PATIENCE_SECONDS
while time.monotonic() < deadline:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the program has ended
            break
        shown += part.decode(errors="replace")
        deadline = time.monotonic() + PATIENCE_SECONDS
    if steps and (at := shown.find(steps[0][0], seen)) >= 0:
        wanted, keys = steps.pop(0)
        seen = at + len(wanted)
        os.write(terminal, keys.encode())
else:
    os.kill(pid, 9)

print(shown)
if steps:
    sys.exit(f"never shown: {steps[0][0]}")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
