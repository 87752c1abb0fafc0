"""One tree of files as a folder, a zip, a tar and a gzipped tar."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

NOON = 1_790_000_000 // 86_400 * 86_400 + 43_200
"""When a file was saved that does not say when: a second that zips can write."""


@dataclass(frozen=True)
class Saved:
    """A file's bytes and how many minutes after noon it was saved; or the target of a link."""

    data: bytes
    minutes: int = 0
    link: bool = False


Tree: TypeAlias = Mapping[str, "Saved | bytes | str"]


def saved(tree: Tree) -> dict[str, Saved]:
    """Every file of the tree in its long form."""
    return {
        path: file if isinstance(file, Saved) else Saved(file.encode() if isinstance(file, str) else file)
        for path, file in tree.items()
    }


def as_folder(place: Path, tree: Tree) -> Path:
    """The tree as a folder."""
    home = place / "hand-in"
    home.mkdir(parents=True)
    for name, file in saved(tree).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.link:
            path.symlink_to(file.data.decode())
            continue
        path.write_bytes(file.data)
        os.utime(path, (NOON + 60 * file.minutes,) * 2)
    return home


def as_zip(place: Path, tree: Tree) -> Path:
    """The tree as a zip."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / "hand-in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in saved(tree).items():
            info = zipfile.ZipInfo(name, time.gmtime(NOON + 60 * file.minutes)[:6])
            info.external_attr = ((stat.S_IFLNK if file.link else stat.S_IFREG) | 0o644) << 16
            archive.writestr(info, file.data, zipfile.ZIP_DEFLATED)
    return path


def as_tar(place: Path, tree: Tree) -> Path:
    """The tree as a tar."""
    place.mkdir(parents=True, exist_ok=True)
    return _tar(place / "hand-in.tar", "w", tree)


def as_tgz(place: Path, tree: Tree) -> Path:
    """The tree as ``tar czf hand-in.tar.gz .`` packs it: with the older kind of header, and a dot before each path."""
    place.mkdir(parents=True, exist_ok=True)
    inside = {name: file for name, file in saved(tree).items() if name[:1] != "/" and name[1:2] != ":"}
    dotted = {f"./{name}" if name in inside else name: file for name, file in saved(tree).items()}
    return _tar(place / "hand-in.tar.gz", "w:gz", dotted, tarfile.GNU_FORMAT)


def _tar(path: Path, mode: str, tree: Tree, form: int = tarfile.PAX_FORMAT) -> Path:
    with tarfile.open(path, mode, format=form) as archive:  # type: ignore[call-overload]
        for name, file in saved(tree).items():
            info = tarfile.TarInfo(name)
            info.mtime = NOON + 60 * file.minutes
            info.size = 0 if file.link else len(file.data)
            if file.link:
                info.type, info.linkname = tarfile.SYMTYPE, file.data.decode()
            archive.addfile(info, io.BytesIO(file.data))
    return path


Pack: TypeAlias = Callable[[Path, Tree], Path]
PACKS: tuple[Pack, ...] = (as_folder, as_zip, as_tar, as_tgz)
