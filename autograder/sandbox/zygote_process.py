"""A zygote's process as the grader sees it, from its first moment on: :class:`ZygoteProcess` is the entry point.

It knows its runtime, warms up by itself and waits for its plan. So it can be started before anybody knows what for:
:func:`warming`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import MachineError

from .runtime import Runtime, own_runtime, to_be_copied

HERE = Path(__file__).resolve().parent
PATIENCE_SECONDS = 2
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
}


@dataclass(frozen=True)
class Launch:
    """How processes are started: the folder of the code that they run, and variables besides those that all have."""

    home: Path = HERE
    environment: Mapping[str, str] = field(default_factory=dict)


USUAL = Launch()


class SandboxBrokenError(MachineError):
    """The sandbox itself failed; nothing is known about the student's work."""


def command(runtime: Runtime, home: Path, role: str, *more: str) -> list[str]:
    """The command line of a fresh interpreter that imports the standard library, numpy and the packages alone."""
    script, packages = str(home / "wall" / "launch.py"), json.dumps(dict(runtime.packages.folders))
    return [runtime.python, "-s", "-S", "-B", script, role, runtime.numpy_folder, packages, *more]


class ZygoteProcess:
    """A process in a session of its own that has one socket of ours, a place for complaints, and nothing else."""

    def __init__(self, runtime: Runtime, home: Path = HERE) -> None:
        self.runtime = runtime
        try:
            self.link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._last_words = os.fdopen(os.memfd_create("last words"), "rb")
        except OSError as error:
            raise SandboxBrokenError(f"the zygote could not be started: {error}.") from error
        with theirs:
            try:
                self._process = self._started(command(runtime, home, "wall.zygote", str(theirs.fileno())), theirs)
                self.link.send(json.dumps(_what_it_needs(runtime)).encode())
            except OSError as error:
                moved = " Set TMPDIR to a folder from which programs may be run." if runtime.borrowed else ""
                raise SandboxBrokenError(f"the zygote could not be started: {error}.{moved}") from error

    def _started(self, words: Sequence[str], theirs: socket.socket) -> subprocess.Popen[bytes]:
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            words,
            pass_fds=[theirs.fileno()],
            env={**ENVIRONMENT, **self.runtime.environment},
            cwd=self.runtime.folder or "/",
            stdin=nothing,
            stdout=nothing,
            stderr=self._last_words,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def gone(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def last_words(self) -> str:
        """The last line that it wrote, or what ended it."""
        self._last_words.seek(0)
        lines = self._last_words.read().decode("utf-8", "replace").splitlines()
        try:
            code = self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            code = 0
        return lines[-1] if lines else f"{signal_name(-code)} ended it" if code < 0 else "it said nothing"

    def kill(self) -> None:
        """End it at once."""
        kill(self._process)

    def close(self) -> None:
        """Hang up, which ends the zygote and by that its workers, and see that it is gone."""
        self.link.close()
        self._last_words.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def _what_it_needs(runtime: Runtime) -> dict[str, object]:
    """What a zygote must know of its grader and its runtime: it gets the files ready before there is a plan."""
    parts = {"readable": runtime.readable, "listable": runtime.listable, "borrowed": runtime.borrowed}
    return {**parts, "ahead": runtime.packages.ahead, "grader": os.getpid()}


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and see that it is gone.

    That is not waited for without end: a signal that breaks off a look at the process, and ends a grading that way, may
    leave Popen's own lock taken for good.
    """
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE_SECONDS)


def signal_name(number: int) -> str:
    """What a signal is called; those without a name of their own go by their number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@contextmanager
def warming() -> Iterator[ZygoteProcess | None]:
    """A process for the first `Sandbox`, which warms up while its grader still gets ready; at the end it is gone.

    None where workers are not forked, where they need a copy of Python, which the sandbox makes, and where the process
    could not be started: the sandbox will try again, and say why if it fails.
    """
    process = None
    if sys.platform == "linux":
        with suppress(OSError, SandboxBrokenError):
            process = None if to_be_copied(runtime := own_runtime()) else ZygoteProcess(runtime)
    try:
        yield process
    finally:
        if process is not None:
            process.kill()
            process.close()
