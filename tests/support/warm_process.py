"""A process that imports what commands import, and forks for each command line that it is asked for.

A fork becomes what ``python -m MODULE`` starts: its words, streams, environment, folder, search path and ``__main__``
are those of a start (`test_warm` compares them), and it ends as an interpreter ends. What stays different is what is
imported already, that the digest of the framework's code is known, and that one number decides for all forks in which
order a set holds strings.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType

from autograder.cli import COMMANDS, NO_PLUGINS, ONE_THREAD
from autograder.grading.cache_keys import framework_digest

MESSAGE = 64 * 1024
KEYED = {"freeze", "prove"}
"""Commands that ask for the digest of the framework's code, which is the same for all of them."""


def asked(line: Sequence[str], cwd: str) -> bytes:
    """A command line and its working folder, as a message."""
    return json.dumps([line, cwd]).encode()


def warm_up() -> None:
    """Import every command that this machine has the packages for, in the environment that `main` makes for that."""
    plain = dict(os.environ)
    os.environ.update({**ONE_THREAD, **NO_PLUGINS, **plain})
    for name in COMMANDS:
        with suppress(ModuleNotFoundError):
            importlib.import_module(f"autograder.commands.{name}")
    for name in os.environ.keys() - plain:
        del os.environ[name]
    gc.collect()
    gc.freeze()  # as `main` does with what it imports


def know_ahead(line: Sequence[str]) -> None:
    """Work out what every command of this kind works out first, and forks then know: it takes a second."""
    if set(line[3:4]) & KEYED:
        framework_digest()


def serve(link: socket.socket) -> None:
    """Fork for each command line; this returns in the forks alone."""
    while True:
        message, streams, _, _ = socket.recv_fds(link, MESSAGE, 3)
        if not message:
            sys.exit()
        line, cwd = json.loads(message)
        know_ahead(line)
        if (fork := os.fork()) == 0:
            link.close()
            become(line, cwd, streams)
            return
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(fork, 0)
        link.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(line: list[str], cwd: str, streams: Sequence[int]) -> None:
    """Make this process what it would be if the command line had started it."""
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    os.chdir(cwd)
    sys.orig_argv[:] = line
    sys.argv[:] = ["-m", *line[3:]]
    sys.path[0] = os.getcwd()
    sys.modules["__main__"] = ModuleType("__main__")


if __name__ == "__main__":
    warm_up()
    serve(socket.socket(fileno=int(sys.argv[1])))
    runpy._run_module_as_main(sys.orig_argv[2])  # what the interpreter itself calls for ``-m``
