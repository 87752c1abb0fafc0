"""For tests of whatever uses a sandbox: look at its processes, and make a copy of it with one thing changed."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from .zygote_process import HERE


def copy_of_the_sandbox(folder: Path, name: str = "", old: str = "", new: str = "") -> Path:
    """A copy in ``folder`` to give to a `Sandbox` as its ``home``, with a text in one file replaced by another."""
    home = Path(shutil.copytree(HERE, folder / "sandbox"))
    if name:
        text = (home / name).read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{name} has no {old!r} to replace")
        (home / name).write_text(text.replace(old, new), encoding="utf-8")
    return home


def descendants(process: int) -> list[int]:
    """Every living process below this one, by Linux's ``/proc``."""
    parents: dict[int, int] = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended
            with open(f"/proc/{entry}/stat", "rb", buffering=0) as file:
                state, parent = file.read().rpartition(b")")[2].split(maxsplit=2)[:2]
            if state not in b"ZX":
                parents[int(entry)] = int(parent)
    family = {process}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sorted(family - {process})
