"""What is inside zips, and what of the reference may not be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.release.skeleton import BEGIN, END

LONG_ENOUGH = 30
"""A shorter line of a reference may stand in any program."""


def contents(data: bytes, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file in a zip, and in the zips within it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            yield path + name, inner
            if name.endswith((".whl", ".npz")):
                yield from contents(inner, f"{path}{name}/")


def solution_lines(folder: Path, names: tuple[str, ...]) -> set[str]:
    """The long lines between the markers of the reference, as they stand there."""
    found: set[str] = set()
    for name in names:
        inside = False
        for line in (folder / name).read_text().splitlines():
            inside = bool(BEGIN.match(line.strip())) or (inside and line.strip() != END)
            if inside and len(line.strip()) >= LONG_ENOUGH and not line.strip().startswith("#"):
                found.add(line.strip())
    return found
