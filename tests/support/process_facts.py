"""Print what a process has from its start: ``python -m tests.support.process_facts WORDS``."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys


def facts() -> dict[str, object]:
    """What a program could tell a start from another by, apart from what is imported and its own number."""
    main = sys.modules["__main__"]
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return {
        "words": [sys.argv, sys.orig_argv],
        "path": sys.path,
        "main": [main.__name__, main.__file__, main.__package__, main.__spec__.name],
        "flags": str(sys.flags),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "streams": [[one.encoding, one.errors, one.line_buffering, one.isatty(), one.seekable()] for one in streams],
        "files": [os.readlink(f"/proc/self/fd/{number}").partition(":")[0] for number in range(3)],
        "open": sum(os.path.exists(f"/proc/self/fd/{number}") for number in range(3, 1024)),
        "garbage": [gc.isenabled(), gc.get_threshold(), gc.get_debug()],
        "signals": [str(signal.getsignal(number)) for number in signal.valid_signals()],
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
        "limits": [resource.getrlimit(number) for number in range(10)],
        "group": [os.getpgrp(), os.getsid(0), os.getuid(), os.getpriority(os.PRIO_PROCESS, 0)],
        "mask": os.umask(0o022),
        "threads": os.listdir("/proc/self/task") == [str(os.getpid())],
    }


if __name__ == "__main__":
    print(json.dumps(facts()))
    sys.exit(int(sys.argv[1]))
