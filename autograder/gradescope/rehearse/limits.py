"""The platform's memory and processor limits, enforced by the best means that this machine has.

Control groups of version 2 where they can be made, else of version 1, which many containers still have, else a limit on
each process's address space, which does not limit processors. `Enforcement.words` says which.
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
GROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Machine:
    """The resources of one submission on the platform; the defaults are Gradescope's."""

    memory_mb: int = 768
    processors: float = 0.5
    seconds: float = 600.0


GRADESCOPE = Machine()


@dataclass(frozen=True)
class Enforcement:
    """How the limits are enforced: control groups, by their path within the container, or a cap on address space."""

    words: str
    groups: Mapping[str, Path] = field(default_factory=dict)
    address_space: int | None = None


@contextmanager
def limited(machine: Machine) -> Iterator[Enforcement]:
    """Limits for every process that enters the control groups; the groups are removed afterwards."""
    enforcement = _enforcement(machine, f"autograder-rehearsal-{os.getpid()}-{time.monotonic_ns()}")
    try:
        yield enforcement
    finally:
        for folder in enforcement.groups.values():
            _remove(folder)


def _enforcement(machine: Machine, name: str) -> Enforcement:
    memory, quota = machine.memory_mb << 20, int(machine.processors * PERIOD_US)
    unified: dict[str, int | str] = {"memory.max": memory, "cpu.max": f"{quota} {PERIOD_US}"}
    separate: dict[str, dict[str, int | str]] = {
        "memory": {"memory.limit_in_bytes": memory},
        "cpu": {"cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": quota},
    }
    limits = f"{machine.memory_mb} MB of memory and {machine.processors:g} of a processor"
    for root in (GROUPS, GROUPS / "unified"):
        if (root / "cgroup.controllers").exists() and _make(root / name, unified):
            _write(root / name / "memory.swap.max", 0)
            return Enforcement(f"{limits}, by a control group (version 2)", {"": root / name})
    groups = {kind: GROUPS / kind / name for kind in separate}
    if all(_make(folder, separate[kind]) for kind, folder in groups.items()):
        return Enforcement(f"{limits}, by control groups (version 1)", groups)
    for folder in groups.values():
        _remove(folder)
    words = (
        f"{machine.memory_mb} MB of address space for each process, and no limit on processors: no control groups here"
    )
    return Enforcement(words, address_space=memory)


def _make(folder: Path, settings: Mapping[str, int | str]) -> bool:
    """Make a control group with these settings, or none at all; returns whether it was made."""
    try:
        folder.mkdir()
    except OSError:
        return False
    if all(_write(folder / name, value) for name, value in settings.items()):
        return True
    _remove(folder)
    return False


def _write(path: Path, value: int | str) -> bool:
    try:
        with path.open("r+") as file:
            file.write(str(value))
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    """Remove a group; the kernel may need a moment after its last process has ended."""
    for _ in range(50):
        if not folder.exists():
            return
        with contextlib.suppress(OSError):
            folder.rmdir()
        time.sleep(0.05)
