"""Whether everything that a release is made from is committed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import MachineError

NO_REPOSITORY = "not a git repository"


class GitError(MachineError):
    """git refused to answer, for example because another user owns the repository; the message quotes git."""


def uncommitted(folder: Path, generated: Sequence[Path]) -> list[str]:
    """The changed and new paths in the repository around ``folder``, without the ``generated`` ones.

    Empty without git or a repository, where there is nothing to compare with. Raises `GitError`.
    """
    root = _git(folder, "rev-parse", "--show-toplevel").strip()
    if not root:
        return []
    listed = _git(folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", root)
    names = [entry[3:] for entry in listed.split("\0") if entry]
    skipped = [path.resolve() for path in generated]
    return [name for name in names if not any((Path(root) / name).is_relative_to(path) for path in skipped)]


def _git(folder: Path, *words: str) -> str:
    """What git prints; empty without git or a repository. Raises `GitError`."""
    try:
        command = ["git", "-C", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    except OSError:
        return ""
    if done.returncode and NO_REPOSITORY not in done.stderr:
        raise GitError(f"git cannot say whether {folder} is committed: {done.stderr.strip()}")
    return done.stdout if done.returncode == 0 else ""
