"""Run a command; seconds and MB at most are the last line that it prints.

Linux counts the memory of whoever starts a process as that process's own. So the command is started from here, which
holds next to nothing; `python -ISs` it must be.
"""

import os
import sys
import time

started = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds, unit = time.perf_counter() - started, 2**20 if sys.platform == "darwin" else 2**10
print(f"{seconds} {usage.ru_maxrss / unit}", flush=True)
sys.exit(os.waitstatus_to_exitcode(status))
