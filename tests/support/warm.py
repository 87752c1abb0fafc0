"""Commands run in forks of one process that has imported what they import, which is most of what a start takes.

`run` is for tests of what a command does. Tests of how it starts (what is imported, from which folder, in which
environment, with which streams) use `tests.support.commands.run`.
"""

from __future__ import annotations

import functools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support import commands
from tests.support.commands import ENVIRONMENT, command
from tests.support.places import ROOT
from tests.support.warm_process import asked

STATUS_BYTES = 8


def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """``autograder`` with these words, run to its end in a plain environment."""
    if sys.platform != "linux":
        return commands.run(*words, cwd=cwd)
    return warm().run(command(*words), str(cwd or Path.cwd()))


@functools.cache
def warm() -> Warm:
    """The warm process of this one."""
    return Warm()


class Warm:
    """The process that forks, which ends with this one, and the socket to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [sys.executable, "-m", "tests.support.warm_process", str(theirs.fileno())]
        pipe = subprocess.PIPE  # as in a start: Python looks once, and early, at what its streams are
        with theirs:
            self._process = subprocess.Popen(
                words, cwd=ROOT, env=ENVIRONMENT, pass_fds=[theirs.fileno()], stdout=pipe, stderr=pipe
            )

    def run(self, line: Sequence[str], cwd: str) -> subprocess.CompletedProcess[str]:
        """A line that begins with ``python -m``, run to its end."""
        with self._lock, ThreadPoolExecutor(2) as readers:
            out, err = os.pipe(), os.pipe()
            socket.send_fds(self._link, [asked(line, cwd)], [0, out[1], err[1]])
            os.close(out[1])
            os.close(err[1])
            texts = list(readers.map(_read, (out[0], err[0])))
            if not (status := self._link.recv(STATUS_BYTES)):
                raise RuntimeError(f"The warm process is gone: {self._process.communicate()[1].decode()}")
            return subprocess.CompletedProcess(line, int(status), *texts)


def _read(descriptor: int) -> str:
    with open(descriptor) as file:
        return file.read()
