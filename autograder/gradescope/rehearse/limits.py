"""The platform's memory and processor limits, by the best means this machine has. The door is `limited`.

A control group of version 2 where one can be made, else one of version 1, else a limit on each process's address space,
which knows nothing of processors. The words say which it was.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PERIOD_US = 100_000
V2 = (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified"))
V1 = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Machine:
    """What one submission has on the platform; the defaults are Gradescope's."""

    memory_mb: int = 768
    processors: float = 0.5
    seconds: float = 600


GRADESCOPE = Machine()


@dataclass(frozen=True)
class Limits:
    """How the limits hold: the folders to enter, by where a container sees them; or a cap on address space."""

    words: str
    folders: Mapping[str, Path] = field(default_factory=dict)
    address_space: int | None = None


@contextmanager
def limited(machine: Machine) -> Iterator[Limits]:
    """Limits that hold for whoever enters them; gone afterwards."""
    name = f"autograder-rehearsal-{os.getpid()}-{time.monotonic_ns()}"
    limits = _version_2(machine, name) or _version_1(machine, name) or _address_space(machine)
    try:
        yield limits
    finally:
        for folder in limits.folders.values():
            _remove(folder)


def _version_2(machine: Machine, name: str) -> Limits | None:
    quota = int(machine.processors * PERIOD_US)
    for root in V2:
        folder = root / name
        settings: dict[str, int | str] = {"memory.max": machine.memory_mb << 20, "cpu.max": f"{quota} {PERIOD_US}"}
        if (root / "cgroup.controllers").exists() and _made(folder, settings):
            _written(folder / "memory.swap.max", 0)
            return Limits(f"{_said(machine)}, by a control group (version 2)", {"": folder})
    return None


def _version_1(machine: Machine, name: str) -> Limits | None:
    memory, cpu = V1 / "memory" / name, V1 / "cpu" / name
    quota = {"cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": int(machine.processors * PERIOD_US)}
    if not _made(memory, {"memory.limit_in_bytes": machine.memory_mb << 20}):
        return None
    if not _made(cpu, quota):
        _remove(memory)
        return None
    return Limits(f"{_said(machine)}, by control groups (version 1)", {"memory": memory, "cpu": cpu})


def _address_space(machine: Machine) -> Limits:
    words = (
        f"{machine.memory_mb} MB of address space for each process, and no limit on processors: no control group here"
    )
    return Limits(words, {}, machine.memory_mb << 20)


def _said(machine: Machine) -> str:
    return f"{machine.memory_mb} MB of memory and {machine.processors:g} of a processor"


def _made(folder: Path, settings: Mapping[str, int | str]) -> bool:
    """Make a control group with these settings; nothing is left of it when one cannot be made."""
    try:
        folder.mkdir()
    except OSError:
        return False
    if all(_written(folder / name, value) for name, value in settings.items()):
        return True
    _remove(folder)
    return False


def _written(path: Path, value: int | str) -> bool:
    try:
        with path.open("r+") as file:
            file.write(str(value))
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    """Remove a group once its last process is gone, which may take the kernel a moment."""
    for _ in range(50):
        with contextlib.suppress(OSError):
            folder.rmdir()
        if not folder.exists():
            return
        time.sleep(0.05)
