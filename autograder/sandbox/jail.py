"""The wall around a worker, layer by layer: :data:`LAYERS` is the table, :func:`enter` raises it and proves it.

Every layer is a pair: what takes a right away, and what shows that the right is gone. A worker goes through all of
them, in order, before it reads the first byte of a student's; if a single proof fails it says which and ends.
:func:`prepare` is the zygote's part: what this machine has, and what need only be made once.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import resource
import select
import signal
import socket
import struct
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import kernel, landlock, seccomp
from .users import Users

REQUEST, REPLY, RULES = 10, 11, 12
DESCRIPTORS_CAP = 32
LOOKED_AT = 64
GRACE_SECONDS = 2


class Unproved(Exception):
    """A right that should be gone is still there."""


@dataclass(frozen=True)
class Wall:
    """What is the same for every worker of a zygote, prepared once: the layers in use and what they need."""

    layers: tuple[Layer, ...]
    offer: Mapping[str, Any]
    users: Users | None
    zygote: int
    memory: int
    rules: int
    filter: seccomp.Filter | None
    secrets: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Whether the layer of that name is in use."""
        return any(layer.name == name for layer in self.layers)


@dataclass(frozen=True)
class Cell:
    """What is one worker's own: its three descriptors, its user and its limits."""

    request: int
    reply: int
    printed: int
    user: int | None
    limits: Mapping[str, int]


@dataclass(frozen=True)
class Layer:
    """One thing that is taken away, and the proof that it is gone."""

    name: str
    build: Callable[[Wall, Cell], None]
    prove: Callable[[Wall, Cell], None]


def enter(wall: Wall, cell: Cell) -> None:
    """Go in: raise every layer, prove every layer, and tell the grader which."""
    _go_first()
    costs = {layer.name: _timed(layer.build, wall, cell) for layer in wall.layers}
    for layer in wall.layers:
        costs[layer.name] += _timed(layer.prove, wall, cell)
    _can_read_library()
    _cannot_read(wall.secrets)
    _tell({"proved": costs})


def _go_first() -> None:
    """When memory runs out, this process is to be ended, and neither the zygote nor the grader.

    A process whose memory is nobody's to read may not say so itself unless it is root; hence the moment in which it is not.
    """
    with suppress(OSError):  # where this cannot be said, the kernel chooses
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def _timed(step: Callable[[Wall, Cell], None], wall: Wall, cell: Cell) -> float:
    """Take the step, and give the milliseconds it took."""
    start = time.perf_counter()
    step(wall, cell)
    return round((time.perf_counter() - start) * 1000, 4)


def confess(error: BaseException) -> None:
    """Tell the grader that this worker cannot be trusted with a student's files, and why."""
    _tell({"failed": f"{type(error).__name__}: {error}"})


def _tell(content: dict[str, Any]) -> None:
    head = json.dumps(content).encode("ascii")
    os.write(REPLY, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)


def demand(holds: bool, sentence: str) -> None:
    """Raise Unproved with the sentence unless it holds."""
    if not holds:
        raise Unproved(sentence)


def fails(number: int, attempt: Callable[[], object]) -> bool:
    """Whether the attempt is refused with this error number and no other."""
    try:
        attempt()
    except OSError as error:
        return error.errno == number
    return False


def _can_read_library() -> None:
    """The positive control: what must still work does, so a denial is not just a broken machine."""
    with open(os.__file__, "rb") as file:
        demand(len(file.read(64)) == 64, "the standard library cannot be read")


def _cannot_read(secrets: tuple[str, ...]) -> None:
    for path in secrets:
        look = partial(os.open, path, os.O_RDONLY)
        demand(fails(errno.EACCES, look) or fails(errno.EPERM, look), "a file that no student may see can be read")


def shut_descriptors(wall: Wall, cell: Cell) -> None:
    """Keep nothing open but an empty input, the printed text, the request and the reply."""
    os.dup2(cell.request, REQUEST, inheritable=False)
    os.dup2(cell.reply, REPLY, inheritable=False)
    os.dup2(cell.printed, 1)
    os.dup2(cell.printed, 2)
    if wall.has("landlock"):
        os.dup2(wall.rules, RULES, inheritable=False)
    os.closerange(3, REQUEST)
    os.closerange(RULES + 1 if wall.has("landlock") else RULES, LOOKED_AT)


def prove_descriptors(wall: Wall, cell: Cell) -> None:
    """Ask the kernel about every descriptor there could be."""
    poll = select.poll()
    for descriptor in set(range(3, DESCRIPTORS_CAP)) - {REQUEST, REPLY}:
        poll.register(descriptor)
    answers = [event for _, event in poll.poll(0)]
    demand(answers == [select.POLLNVAL] * (DESCRIPTORS_CAP - 5), "a descriptor is open that should be closed")


def own_session(wall: Wall, cell: Cell) -> None:
    """Leave the grader's session and terminal."""
    os.setsid()


def prove_session(wall: Wall, cell: Cell) -> None:
    """A session leader's session is itself."""
    demand(os.getsid(0) == os.getpid(), "the worker is not in a session of its own")


def _limits(wall: Wall, cell: Cell) -> dict[int, tuple[int, int]]:
    seconds = cell.limits["seconds"] + GRACE_SECONDS
    limits = {
        resource.RLIMIT_AS: (wall.memory + (cell.limits["memory_mb"] << 20),) * 2,
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (DESCRIPTORS_CAP, DESCRIPTORS_CAP),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_STACK: (8 << 20, 8 << 20),
    }
    return limits if cell.user is None else {**limits, resource.RLIMIT_NPROC: (0, 0)}


def lower_limits(wall: Wall, cell: Cell) -> None:
    """Cap memory, processor time, descriptors, and everything that could be left behind."""
    for kind, pair in _limits(wall, cell).items():
        resource.setrlimit(kind, _no_higher(kind, pair))


def prove_limits(wall: Wall, cell: Cell) -> None:
    """Read every limit back."""
    for kind, pair in _limits(wall, cell).items():
        soft, hard = resource.getrlimit(kind)
        demand(0 <= soft <= pair[0] and 0 <= hard <= pair[1], "a resource limit is not in force")


def _no_higher(kind: int, pair: tuple[int, int]) -> tuple[int, int]:
    """The pair, or the limits already in force where those are lower."""
    hard = resource.getrlimit(kind)[1]
    return pair if hard == resource.RLIM_INFINITY else (min(pair[0], hard), min(pair[1], hard))


def become_nobody(wall: Wall, cell: Cell) -> None:
    """Become a user that owns nothing."""
    assert cell.user is not None
    os.setgroups([])
    os.setresgid(cell.user, cell.user, cell.user)
    os.setresuid(cell.user, cell.user, cell.user)


def prove_nobody(wall: Wall, cell: Cell) -> None:
    """No trace of another user or group is left to go back to."""
    alone = os.getresuid() == os.getresgid() == (cell.user,) * 3 and not os.getgroups()
    demand(alone, "the worker has another user's rights")


def die_with_parent(wall: Wall, cell: Cell) -> None:
    """Ask to be killed with the zygote; after the change of user, which would cancel it."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def prove_parent(wall: Wall, cell: Cell) -> None:
    """The request stands, and it was not made too late."""
    demand(kernel.death_signal() == signal.SIGKILL, "the worker would outlive the zygote")
    demand(os.getppid() == wall.zygote, "the zygote is gone")


def no_new_privileges(wall: Wall, cell: Cell) -> None:
    """Give up gaining rights by running a program."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)


def prove_privileges(wall: Wall, cell: Cell) -> None:
    """The kernel says so."""
    demand(kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS) == 1, "the worker could gain rights by running a program")


def see_only_library(wall: Wall, cell: Cell) -> None:
    """Enter the ruleset: read the interpreter's library and numpy, write nowhere, reach nobody outside."""
    landlock.restrict(RULES)
    os.close(RULES)


def prove_only_library(wall: Wall, cell: Cell) -> None:
    """What everybody may list or write, this worker may not."""
    demand(fails(errno.EACCES, lambda: os.open("/", os.O_RDONLY)), "the worker can see the machine's files")
    demand(fails(errno.EACCES, lambda: os.open("/dev/zero", os.O_WRONLY)), "the worker can write outside")


def filter_calls(wall: Wall, cell: Cell) -> None:
    """Allow the system calls that numpy lives with and no others."""
    _last_look(wall)
    assert wall.filter is not None
    seccomp.restrict(wall.filter)


def _last_look(wall: Wall) -> None:
    """See what the filter would hide: that signals are stopped by more than it, and that no root's power is left."""
    if wall.has("user"):
        demand(kernel.capabilities() == 0, "the worker has some of root's power")
    if wall.has("user") or (wall.has("landlock") and wall.offer["landlock_abi"] >= landlock.SCOPE_ABI):
        demand(fails(errno.EPERM, lambda: os.kill(wall.zygote, 0)), "the worker can signal the zygote")


def prove_calls(wall: Wall, cell: Cell) -> None:
    """No network, no child, no signal; and no file opened for writing where only the filter can stop it."""
    demand(fails(errno.EPERM, socket.socket), "the worker can open a socket")
    demand(fails(errno.EPERM, _fork_and_leave), "the worker can start a process")
    demand(fails(errno.EPERM, lambda: os.kill(os.getpid(), 0)), "the worker can send signals")
    if not wall.has("landlock"):
        demand(fails(errno.EPERM, lambda: os.open(os.devnull, os.O_WRONLY)), "the worker can open files for writing")


def _fork_and_leave() -> None:
    if os.fork() == 0:
        os._exit(0)


LAYERS = (
    Layer("descriptors", shut_descriptors, prove_descriptors),
    Layer("session", own_session, prove_session),
    Layer("limits", lower_limits, prove_limits),
    Layer("user", become_nobody, prove_nobody),
    Layer("parent", die_with_parent, prove_parent),
    Layer("privileges", no_new_privileges, prove_privileges),
    Layer("landlock", see_only_library, prove_only_library),
    Layer("seccomp", filter_calls, prove_calls),
)


def prepare(plan: Mapping[str, Any]) -> Wall:
    """Find out, in the zygote, which layers this machine has, and prepare what every worker needs."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (LOOKED_AT, LOOKED_AT))
    absent = {*plan["without"], *_absent()}
    layers = tuple(layer for layer in LAYERS if layer.name not in absent)
    names = [layer.name for layer in layers]
    return Wall(
        layers=layers,
        offer={"layers": names, "landlock_abi": landlock.abi(), "root": os.geteuid() == 0},
        users=Users() if "user" in names else None,
        zygote=os.getpid(),
        memory=_address_space(),
        rules=landlock.ruleset(plan["readable"], plan["listable"]) if "landlock" in names else -1,
        filter=_filter("landlock" not in names) if "seccomp" in names else None,
        secrets=tuple(plan["secrets"]),
    )


def _absent() -> set[str]:
    """The layers that this machine or these rights do not offer."""
    there = {"user": may_change_user(), "landlock": landlock.abi() > 0, "seccomp": seccomp.supported()}
    return {name for name, offered in there.items() if not offered}


def _filter(read_only: bool) -> seccomp.Filter:
    return seccomp.ready(seccomp.program(platform.machine(), read_only))


def may_change_user() -> bool:
    """Root with the two capabilities that a change of user and groups needs."""
    with open("/proc/self/status") as status:
        effective = next(int(line.split()[1], 16) for line in status if line.startswith("CapEff:"))
    return os.geteuid() == 0 and effective >> 6 & 3 == 3


def _address_space() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
