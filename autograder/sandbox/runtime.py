"""Where a worker's Python and numpy are, and a readable copy of them when they are not readable to a worker.

Graded by root, a worker is a user that owns nothing: an interpreter under ``/root`` is then out of its reach. In that
case :func:`readable` links or copies interpreter, standard library and numpy into a fresh private folder.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

from .packages import NONE, Packages, packages_of

LEFT_OUT = frozenset({"site-packages", "dist-packages", "test", "idlelib", "tkinter", "ensurepip", "lib2to3"})


@dataclass(frozen=True)
class Runtime:
    """An interpreter, the folder that holds numpy, what a worker may read, and what it may only list.

    `borrowed` is the folder that was made for all this, if one was; `packages` are those that may be imported, and
    `folder` is where workers stand, if the assignment gives them data. `environment` holds variables of workers besides
    those that all have.
    """

    python: str
    numpy_folder: str
    readable: tuple[str, ...]
    listable: tuple[str, ...]
    borrowed: str = ""
    packages: Packages = NONE
    folder: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def own_runtime(packages: Packages = NONE) -> Runtime:
    """The interpreter that runs us, without its virtual environment, the numpy that we import, and these packages."""
    python = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    readable = (*_library_parts(), *_numpy_parts(), *packages.readable)
    return Runtime(python, str(_numpy().parent), readable, (str(_library()),), packages=packages)


def _numpy() -> Path:
    spec = find_spec("numpy")
    if spec is None or spec.origin is None:
        raise ImportError("numpy is not installed beside this interpreter")
    return Path(os.path.realpath(spec.origin)).parent


def _library() -> Path:
    return Path(os.path.realpath(sysconfig.get_path("stdlib")))


def _library_parts() -> tuple[str, ...]:
    """The standard library's files and folders: never what was installed beside it."""
    return tuple(str(entry) for entry in sorted(_library().iterdir()) if entry.name not in LEFT_OUT)


def _numpy_parts() -> tuple[str, ...]:
    numpy = _numpy()
    return tuple(str(path) for path in (numpy, numpy.with_name("numpy.libs")) if path.exists())


def open_to_all(path: str) -> bool:
    """Whether a user without any rights could read the file or list the folder."""
    place = Path(path)
    if not all(parent.stat().st_mode & stat.S_IXOTH for parent in place.parents):
        return False
    mode = place.stat().st_mode
    return bool(mode & stat.S_IROTH) and (not stat.S_ISDIR(mode) or bool(mode & stat.S_IXOTH))


def exposed(path: str) -> bool:
    """Whether anybody but its owner has any right to a file or a folder, and a way to it.

    Where modes alone keep files apart, a right to pass through a folder is one too many: names in it can be guessed.
    """
    place = Path(path)
    way = all(parent.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH) for parent in place.parents)
    return way and bool(place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def to_be_copied(own: Runtime) -> bool:
    """Whether a worker could not read the runtime where it is."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return False
    return not all(map(open_to_all, (own.python, *own.listable, *own.readable)))


@contextmanager
def readable(names: tuple[str, ...] = ()) -> Iterator[Runtime]:
    """A runtime with the packages of these names that a worker can read.

    It is our own where a worker can read that, else a copy that is removed in the end.
    """
    own = own_runtime(packages_of(names))
    if not to_be_copied(own):
        yield own
        return
    folder = tempfile.mkdtemp(prefix="autograder-runtime-")
    try:
        os.chmod(folder, 0o755)
        yield copied(Path(folder), own.packages)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copied(folder: Path, packages: Packages = NONE) -> Runtime:
    """The runtime laid out anew, in the shape by which an interpreter finds its own library."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    library, numpy, others = folder / "lib" / version, folder / "numpy", folder / "packages"
    (folder / "bin").mkdir()
    library.mkdir(parents=True)
    numpy.mkdir()
    others.mkdir()
    python = folder / "bin" / version
    own = own_runtime()
    _copy(own.python, str(python))
    for shared in Path(own.python).parent.parent.glob("lib/libpython*.so*"):
        _copy(str(shared), str(folder / "lib" / shared.name))
    for part in _library_parts():
        _copy(part, str(library / Path(part).name))
    for part in _numpy_parts():
        _copy(part, str(numpy / Path(part).name))
    for part in packages.readable:
        _copy(part, str(others / Path(part).name))
    for path, _, _ in os.walk(folder):
        os.chmod(path, 0o755)
    parts = [str(part) for place in (library, numpy, others) for part in place.iterdir()]
    moved = replace(packages, folders=dict.fromkeys(packages.folders, str(others)))
    return Runtime(str(python), str(numpy), tuple(parts), (str(library),), str(folder), moved)


def _copy(source: str, target: str) -> None:
    """A file or a folder, without the parts a worker has no use for."""
    if os.path.isdir(source):
        library = str(_library())
        shutil.copytree(
            source,
            target,
            ignore=lambda folder, names: LEFT_OUT.intersection(names) if folder == library else (),
            copy_function=_link,
        )
    else:
        _link(source, target)


def _link(source: str, target: str) -> str:
    """Another name for the same bytes where everybody may read them, else a copy that everybody may read."""
    origin = os.path.realpath(source)
    mode = os.stat(origin).st_mode
    if mode & stat.S_IROTH:
        with suppress(OSError):  # another file system, or one without links: the bytes are copied instead
            os.link(origin, target)
            return target
    shutil.copyfile(origin, target)
    os.chmod(target, 0o755 if mode & stat.S_IXUSR else 0o644)
    return target
