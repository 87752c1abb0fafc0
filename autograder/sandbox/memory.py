"""How much memory a check may use where a container has a limit of its own.

The entry points are `container_mb` and `for_a_check`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

KEPT_FREE_MB, LEAST_MB = 300, 128
NO_LIMIT = 1 << 40
MOUNTED, GROUPS = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def for_a_check(container: int | None, most: int) -> int:
    """Memory for one check, in MB: at most ``most``.

    In a small ``container`` it is less, where the grader and its zygote need room as well.
    """
    return most if container is None else min(most, max(LEAST_MB, container - KEPT_FREE_MB))


def container_mb(mounted: Path = MOUNTED, groups: Path = GROUPS) -> int | None:
    """The smallest memory limit of the control groups that we are in, if one of them has a limit that matters."""
    limits = [NO_LIMIT]
    for file in _files(mounted, groups):
        with suppress(OSError, ValueError):  # no such group, or the word "max"
            limits.append(int(file.read_text()))
    return min(limits) >> 20 if min(limits) < NO_LIMIT else None


def _files(mounted: Path, groups: Path) -> Iterator[Path]:
    """Where the limits of our groups stand, by either version; in a container of its own the group is the top one."""
    rows = []
    with suppress(OSError):  # no control groups
        rows = [row.split(":", 2) for row in groups.read_text().splitlines()]
    ours = {path.lstrip("/") for _, controllers, path in rows if not controllers or "memory" in controllers.split(",")}
    for folder, name in ((mounted, "memory.max"), (mounted / "memory", "memory.limit_in_bytes")):
        for group in {"", *ours}:
            place = folder / group
            for above in (place, *place.parents):
                if above.is_relative_to(folder):
                    yield above / name
