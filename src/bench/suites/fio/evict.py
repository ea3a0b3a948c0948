"""Writes a file's dirty pages back and drops the file from the page cache. Usage: evict.py FILE (on the host)"""

import os
import sys

descriptor = os.open(sys.argv[1], os.O_RDONLY)
os.fsync(descriptor)
os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
os.close(descriptor)
