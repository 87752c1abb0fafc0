"""The layers of the wall around a worker: :data:`LAYERS` is the table.

Every layer is a pair: what takes a right away, and what shows that the right is gone.
"""

from __future__ import annotations

import errno
import os
import resource
import select
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import kernel, landlock, seccomp
from .users import Users

REQUEST, REPLY, RULES = 10, 11, 12
DESCRIPTORS_CAP = 32
FEW = 8
"""How many descriptors one question is about."""
LOOKED_AT = 64
GRACE_SECONDS = 2


class UnprovedError(Exception):
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
    filters: Mapping[bool, seccomp.Filter]
    secrets: tuple[str, ...]

    @property
    def read_only(self) -> bool:
        """Whether the filter must keep files from being opened for writing: older Landlock cannot deny truncation."""
        return not self.has("landlock") or self.offer["landlock_abi"] < landlock.TRUNCATE_ABI

    def has(self, name: str) -> bool:
        """Whether the layer of that name is in use."""
        return any(layer.name == name for layer in self.layers)


@dataclass(frozen=True)
class WorkerSetup:
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
    build: Callable[[Wall, WorkerSetup], None]
    prove: Callable[[Wall, WorkerSetup], None]


def demand(holds: bool, sentence: str) -> None:
    """Raise UnprovedError with the sentence unless it holds."""
    if not holds:
        raise UnprovedError(sentence)


def fails(number: int, attempt: Callable[[], object]) -> bool:
    """Whether the attempt is refused with this error number and no other."""
    try:
        attempt()
    except OSError as error:
        return error.errno == number
    return False


def shut_descriptors(wall: Wall, setup: WorkerSetup) -> None:
    """Keep nothing open but an empty input, the printed text, the request and the reply."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # one of its own: what is set on a shared one, other workers can read
    os.dup2(setup.request, REQUEST, inheritable=False)
    os.dup2(setup.reply, REPLY, inheritable=False)
    os.dup2(setup.printed, 1)
    os.dup2(setup.printed, 2)
    if wall.has("landlock"):
        os.dup2(wall.rules, RULES, inheritable=False)
    os.closerange(3, REQUEST)
    os.closerange(RULES + 1 if wall.has("landlock") else RULES, LOOKED_AT)


def prove_descriptors(wall: Wall, setup: WorkerSetup) -> None:
    """Ask the kernel about every descriptor there could be, few at a time: their number is limited, too."""
    asked = sorted(set(range(3, DESCRIPTORS_CAP)) - {REQUEST, REPLY})
    for start in range(0, len(asked), FEW):
        poll = select.poll()
        for descriptor in asked[start : start + FEW]:
            poll.register(descriptor)
        answers = [event for _, event in poll.poll(0)]
        demand(
            answers == [select.POLLNVAL] * len(asked[start : start + FEW]), "a descriptor is open that should be closed"
        )


def own_session(wall: Wall, setup: WorkerSetup) -> None:
    """Leave the grader's session and terminal."""
    os.setsid()


def prove_session(wall: Wall, setup: WorkerSetup) -> None:
    """Prove it: a session leader's session is itself."""
    demand(os.getsid(0) == os.getpid(), "the worker is not in a session of its own")


def _limits(wall: Wall, setup: WorkerSetup) -> dict[int, tuple[int, int]]:
    seconds = setup.limits["seconds"] + GRACE_SECONDS
    limits = {
        resource.RLIMIT_AS: (wall.memory + (setup.limits["memory_mb"] << 20),) * 2,
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (DESCRIPTORS_CAP, DESCRIPTORS_CAP),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_STACK: (8 << 20, 8 << 20),
    }
    return limits if setup.user is None else {**limits, resource.RLIMIT_NPROC: (0, 0)}


def lower_limits(wall: Wall, setup: WorkerSetup) -> None:
    """Cap memory, processor time, descriptors, and everything that could be left behind."""
    for kind, pair in _limits(wall, setup).items():
        hard = resource.getrlimit(kind)[1]  # what is already in force may be lower
        lowest = pair if hard == resource.RLIM_INFINITY else (min(pair[0], hard), min(pair[1], hard))
        resource.setrlimit(kind, lowest)


def prove_limits(wall: Wall, setup: WorkerSetup) -> None:
    """Read every limit back."""
    for kind, pair in _limits(wall, setup).items():
        soft, hard = resource.getrlimit(kind)
        demand(0 <= soft <= pair[0] and 0 <= hard <= pair[1], "a resource limit is not in force")


def become_nobody(wall: Wall, setup: WorkerSetup) -> None:
    """Become a user that owns nothing."""
    assert setup.user is not None
    os.setgroups([])
    os.setresgid(setup.user, setup.user, setup.user)
    os.setresuid(setup.user, setup.user, setup.user)


def prove_nobody(wall: Wall, setup: WorkerSetup) -> None:
    """Prove that no other user or group is left to go back to."""
    alone = os.getresuid() == os.getresgid() == (setup.user,) * 3 and not os.getgroups()
    demand(alone, "the worker has another user's rights")


def die_with_parent(wall: Wall, setup: WorkerSetup) -> None:
    """Ask to be killed with the zygote; after the change of user, which would cancel it."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def prove_parent(wall: Wall, setup: WorkerSetup) -> None:
    """Prove that the request stands and was not made too late."""
    demand(kernel.death_signal() == signal.SIGKILL, "the worker would outlive the zygote")
    demand(os.getppid() == wall.zygote, "the zygote is gone")


def no_new_privileges(wall: Wall, setup: WorkerSetup) -> None:
    """Give up gaining rights by running a program, and what a user that cannot be changed has of root's power."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_capabilities()


def prove_privileges(wall: Wall, setup: WorkerSetup) -> None:
    """The kernel says so; of the capabilities it says it in `filter_calls`, before nobody may ask any more."""
    demand(kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS) == 1, "the worker could gain rights by running a program")


def see_only_library(wall: Wall, setup: WorkerSetup) -> None:
    """Enter the ruleset: read the interpreter's library and numpy, write nowhere, reach nobody outside."""
    landlock.restrict(RULES)
    os.close(RULES)


def prove_only_library(wall: Wall, setup: WorkerSetup) -> None:
    """Prove that this worker may neither list nor write what everybody may."""
    demand(fails(errno.EACCES, lambda: os.open("/", os.O_RDONLY)), "the worker can see the machine's files")
    hidden = wall.read_only and wall.has("seccomp")  # by the filter, which looked at it before it was there
    _cannot_write(errno.EPERM if hidden else errno.EACCES)


def _cannot_write(number: int) -> None:
    demand(fails(number, lambda: os.open("/dev/zero", os.O_WRONLY)), "the worker can write outside")


def filter_calls(wall: Wall, setup: WorkerSetup) -> None:
    """Allow the system calls that numpy lives with and no others.

    Before that, prove what the filter would hide: that
    something else stops signals too, and that none of root's power is left.
    """
    if wall.has("landlock"):
        _cannot_write(errno.EACCES)
    if wall.has("user") or wall.has("privileges"):
        demand(kernel.capabilities() == 0, "the worker has some of root's power")
    if wall.has("user") or (wall.has("landlock") and wall.offer["landlock_abi"] >= landlock.SCOPE_ABI):
        demand(fails(errno.EPERM, lambda: os.kill(wall.zygote, 0)), "the worker can signal the zygote")
    seccomp.restrict(wall.filters[wall.read_only])


def prove_calls(wall: Wall, setup: WorkerSetup) -> None:
    """Prove that there is no network, no child, no signal, and no writing where only the filter can stop it."""
    demand(fails(errno.EPERM, socket.socket), "the worker can open a socket")
    demand(fails(errno.EPERM, _fork_and_leave), "the worker can start a process")
    demand(fails(errno.EPERM, lambda: os.kill(os.getpid(), 0)), "the worker can send signals")
    if wall.read_only:
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
