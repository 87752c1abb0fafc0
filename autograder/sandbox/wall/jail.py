"""The wall around a worker, raised and proved: :func:`enter` takes a worker in, :func:`prepare` is the zygote's part.

A worker goes through all layers, in order, before it reads the first byte of a student's; if a single proof fails it
says which and ends.
"""

from __future__ import annotations

import errno
import os
import platform
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from ..inside import frames
from . import kernel, landlock, seccomp
from .layers import LAYERS, LOOKED_AT, REPLY, Wall, WorkerSetup, demand, fails
from .users import FIRST, LAST, Users

SETTLED_SECONDS = 20 * 3600
"""An access time that is younger moves no more before a grading ends: the kernel waits for 24 hours."""


def enter(wall: Wall, setup: WorkerSetup) -> None:
    """Go in: raise every layer, prove every layer, and tell the grader which."""
    _go_first()
    costs = {layer.name: _timed(layer.build, wall, setup) for layer in wall.layers}
    for layer in wall.layers:
        costs[layer.name] += _timed(layer.prove, wall, setup)
    _prove_files(wall.secrets)
    frames.send(REPLY, {"proved": costs})


def _go_first() -> None:
    """When memory runs out, this process is to be ended, and neither the zygote nor the grader.

    Only root may set its own OOM score while undumpable, so the process becomes dumpable for a moment.
    """
    with suppress(OSError):  # where this cannot be said, the kernel chooses
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)  # a file object costs a hundred pages of memory
        try:
            os.write(score, b"1000")
        finally:
            os.close(score)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def _timed(step: Callable[[Wall, WorkerSetup], None], wall: Wall, setup: WorkerSetup) -> float:
    """Take the step, and give the milliseconds it took."""
    start = time.perf_counter()
    step(wall, setup)
    return round((time.perf_counter() - start) * 1000, 4)


def confess(error: BaseException) -> None:
    """Tell the grader that this worker cannot be trusted with a student's files, and why."""
    frames.send(REPLY, {"failed": f"{type(error).__name__}: {error}"})


def _prove_files(secrets: tuple[str, ...]) -> None:
    """Prove that what must work does, so that a denial is not just a broken machine, and that no secret can be read."""
    with open(os.__file__, "rb") as file:
        demand(len(file.read(64)) == 64, "the standard library cannot be read")
    for path in secrets:
        look = partial(os.open, path, os.O_RDONLY)
        demand(fails(errno.EACCES, look) or fails(errno.EPERM, look), "a file that no student may see can be read")


def prepare(runtime: Mapping[str, Any], plan: Mapping[str, Any]) -> Wall:
    """Find out, in the zygote, which layers this machine has, and prepare what every worker needs.

    The files of the runtime are settled already.
    """
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = LOOKED_AT if hard == resource.RLIM_INFINITY else min(LOOKED_AT, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    offered = {"user": may_change_user(), "landlock": landlock.abi() > 0, "seccomp": seccomp.supported()}
    absent = {*plan["without"], *(name for name, there in offered.items() if not there)}
    layers = tuple(layer for layer in LAYERS if layer.name not in absent)
    names = [layer.name for layer in layers]
    modes = (False, True) if "seccomp" in names else ()
    return Wall(
        layers=layers,
        offer={"layers": names, "landlock_abi": landlock.abi(), "root": os.geteuid() == 0},
        users=Users() if "user" in names else None,
        zygote=os.getpid(),
        memory=_address_space(),
        rules=landlock.ruleset(runtime["readable"], runtime["listable"]) if "landlock" in names else -1,
        filters={strict: seccomp.ready(seccomp.program(platform.machine(), strict)) for strict in modes},
        secrets=tuple(plan["secrets"]),
    )


def settle_files(places: Iterable[str]) -> None:
    """Bring every file that a worker may read into a state that no reading changes; a later worker could see a change.

    With ``relatime`` an access time moves at the first read after a change, and once a day, so a byte is read. Folders
    are settled by being listed. What is not in the page cache is asked for: a worker could tell by the time whether an
    earlier one has read it.
    """
    soon = time.time() - SETTLED_SECONDS
    for place in places:
        for path in _files_in(place):
            with suppress(OSError):  # what we cannot read, no worker can
                _settle(path, soon)


def _settle(path: str, soon: float) -> None:
    """Settle one file; there are thousands, and a file object for each would take half as long again."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        status = os.fstat(file)
        if status.st_atime <= max(status.st_mtime, status.st_ctime, soon):
            os.read(file, 1)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_WILLNEED)
    finally:
        os.close(file)


def _files_in(place: str) -> Iterator[str]:
    if not os.path.isdir(place):
        yield place
    for folder, _, names in os.walk(place):
        yield from (os.path.join(folder, name) for name in names)


def may_change_user() -> bool:
    """Root with the two capabilities that a change of user and groups needs, and with users to change to."""
    with open("/proc/self/status") as status:
        effective = next(int(line.split()[1], 16) for line in status if line.startswith("CapEff:"))
    return os.geteuid() == 0 and effective >> 6 & 3 == 3 and all(map(are_mapped, ("uid_map", "gid_map")))


def are_mapped(table: str) -> bool:
    """Whether all ids of the range have a meaning in this user namespace; in one of a single user none has."""
    with open(f"/proc/self/{table}") as rows:
        ranges = [tuple(map(int, row.split())) for row in rows]
    return any(first <= FIRST and first + count >= LAST for first, _, count in ranges)


def _address_space() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
