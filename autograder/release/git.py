"""Whether what is released is what is committed. The door is `uncommitted`."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path


def uncommitted(folder: Path, generated: Sequence[Path]) -> list[str]:
    """The paths around ``folder`` that git has not as they are; what is ``generated`` can be made again and does not count.

    Empty where there is no git or no repository: then there is nothing to compare with.
    """
    root = _git(folder, "rev-parse", "--show-toplevel").strip()
    if not root:
        return []
    listed = _git(folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", root)
    names = [entry[3:] for entry in listed.split("\0") if entry]
    again = [path.resolve() for path in generated]
    return [name for name in names if not any((Path(root) / name).is_relative_to(path) for path in again)]


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
