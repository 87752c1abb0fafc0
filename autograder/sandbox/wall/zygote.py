"""The warm start: one process with numpy loaded that forks a fresh worker whenever the grader asks.

:func:`main` is the entry point. The grader starts it with nothing of an assignment in it and holds the other end of one
socket; over it come limits and three descriptors for each worker, never a file, an input or an answer. It has one
thread, waits for every child it killed, and leaves as soon as the grader does.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from ..inside import packages, serve
from ..inside.rehearsal import rehearse
from . import jail
from .layers import REPLY, REQUEST, Wall, WorkerSetup

MESSAGE_CAP, LARGE_MESSAGE_CAP = 64 * 1024, 1 << 20
GLANCE_SECONDS = 0.002
WARM = """
    abc array bisect bz2 cmath collections collections.abc contextlib copy ctypes dataclasses datetime decimal difflib
    enum fractions functools hashlib heapq inspect io itertools json linecache lzma math numbers operator os pathlib
    pickle random re reprlib signal statistics string struct sys textwrap threading time traceback types typing
    unicodedata warnings weakref zlib numpy.linalg numpy.random numpy.fft numpy.ma
"""


def main() -> NoReturn:
    """Warm up, say what this machine offers, then fork, kill and wait on request until the grader has gone.

    The runtime is told at once, and what takes time is done with it alone; the plan comes when the grader is ready.
    """
    link = socket.socket(fileno=int(sys.argv[4]))
    warm()
    rehearse()
    children: set[int] = set()
    if not (runtime := _told(link)):
        os._exit(0)
    failed = packages.import_ahead(runtime["ahead"])
    jail.settle_files(runtime["readable"])
    if not (plan := _told(link)):
        _leave(runtime, children)
    wall = jail.prepare(runtime, plan)
    link.send(json.dumps({**wall.offer, "not_importable": failed}).encode())
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(link, MESSAGE_CAP, 3)
        if not message:
            _leave(runtime, children)
        reply = _obey(json.loads(message), descriptors, children, wall)
        for descriptor in descriptors:
            os.close(descriptor)
        link.send(json.dumps(reply).encode())


def _told(link: socket.socket) -> dict[str, Any]:
    """What the grader says next; nothing if it has ended, maybe before it knew what to grade."""
    told: dict[str, Any] = json.loads(link.recv(LARGE_MESSAGE_CAP) or b"{}")
    return told


def _leave(runtime: Mapping[str, Any], children: set[int]) -> NoReturn:
    """End, our workers first; a grader that was killed could not remove what it had prepared."""
    for child in children:
        os.kill(child, signal.SIGKILL)
    if runtime["borrowed"] and os.getppid() != runtime["grader"]:
        shutil.rmtree(runtime["borrowed"], ignore_errors=True)
    os._exit(0)


def warm() -> None:
    """Import what student files commonly import, and whatever needs a shared library that a worker cannot read."""
    for name in WARM.split():
        try:
            importlib.import_module(name)
        except ImportError:
            # A module that this Python lacks is one that students do not get either.
            continue
    importlib.util.find_spec("a_module_that_is_not_there")  # lists every folder of the search path once


def _obey(order: dict[str, Any], descriptors: list[int], children: set[int], wall: Wall) -> dict[str, Any]:
    if "limits" in order:
        return _fork(order["limits"], descriptors, children, wall)
    if order.get("interrupt") in children:  # it is to say where the student's code is
        os.kill(order["interrupt"], signal.SIGALRM)
        return {}
    if "end" not in order:
        return {"failed": "no such worker"}
    return _end(order["end"], order["patience"], children)


def _fork(limits: dict[str, int], descriptors: list[int], children: set[int], wall: Wall) -> dict[str, Any]:
    """Fork a worker, or say why not."""
    try:
        user = wall.users.take() if wall.users else None
        child = os.fork()
    except OSError as error:
        return {"failed": str(error)}
    if child == 0:
        request, reply, printed = descriptors
        _become_worker(WorkerSetup(request, reply, printed, user, limits), wall)
    children.add(child)
    return {"pid": child}


def _become_worker(setup: WorkerSetup, wall: Wall) -> NoReturn:
    try:
        jail.enter(wall, setup)
        serve.serve(REQUEST, REPLY)
    except BaseException as error:
        # Whatever keeps the wall from standing, no student's file may be read behind it.
        jail.confess(error)
    finally:
        os._exit(70)


def _end(child: int, patience: float, children: set[int]) -> dict[str, Any]:
    """Wait a moment for a worker of ours, kill it when it is still there, and tell how it ended."""
    if child not in children:
        return {"failed": "no such worker"}
    killed = not _ended_by_itself(child, patience)
    if killed:
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    children.discard(child)
    seconds = usage.ru_utime + usage.ru_stime
    return {"status": status, "killed": killed, "cpu": seconds, "peak_mb": usage.ru_maxrss >> 10}


def _ended_by_itself(child: int, patience: float) -> bool:
    """Whether the worker ends within the time; it is not reaped yet."""
    until = time.monotonic() + patience
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() >= until:
            return False
        time.sleep(GLANCE_SECONDS)
    return True
