"""The framework as a wheel, made without a build: it is pure Python, so a wheel is a zip with three more files.

The door is `wheel`. Its version ends in a hash of the contents, so that pip installs a changed framework over an old one.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import autograder
from autograder.release.archive import zipped

LEFT_OUT = {"__pycache__"}
TAG = "py3-none-any"
ENTRY_POINTS = """[console_scripts]
autograder = autograder.cli:main

[pytest11]
autograder = autograder.selfcheck.pytest_plugin
"""


@dataclass(frozen=True)
class Wheel:
    """A wheel's file name, which pip reads, and its bytes."""

    name: str
    data: bytes


def wheel() -> Wheel:
    """The framework that is running, as a wheel."""
    files = _package(Path(autograder.__file__).parent)
    version = f"{autograder.__version__}+{_digest(files)}"
    info = f"autograder-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": _metadata(version).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: autograder\nRoot-Is-Purelib: true\nTag: {TAG}\n".encode(),
        f"{info}/entry_points.txt": ENTRY_POINTS.encode(),
    }
    record = f"{info}/RECORD"
    return Wheel(f"autograder-{version}-{TAG}.whl", zipped({**files, record: _record(files, record).encode()}))


def requirements() -> list[str]:
    """What the framework needs, as its own installation says: the core without the extras."""
    return [line for line in distribution("autograder").requires or [] if "extra ==" not in line]


def _package(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and not LEFT_OUT & set(path.parts)]
    return {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in sorted(paths)}


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:10]


def _metadata(version: str) -> str:
    needs = "".join(f"Requires-Dist: {line}\n" for line in requirements())
    return f"Metadata-Version: 2.1\nName: autograder\nVersion: {version}\nRequires-Python: >=3.10\n{needs}"


def _record(files: Mapping[str, bytes], record: str) -> str:
    rows = [f"{name},sha256={_base64(hashlib.sha256(data).digest())},{len(data)}" for name, data in files.items()]
    return "\n".join([*rows, f"{record},,", ""])


def _base64(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
