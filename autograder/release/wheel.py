"""The framework as a wheel, without a build: it is pure Python, so a wheel is a zip with a few more files.

Its version ends in a hash of the contents, so that pip replaces an older framework even where the version is the same.
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
KEPT_FIELDS = ("Name", "Summary", "Requires-Python")
"""The fields of the installed metadata that pip needs; the others may need a newer pip than an image has."""


@dataclass(frozen=True)
class Wheel:
    """A wheel's file name, which pip reads, and its bytes."""

    name: str
    data: bytes


def wheel() -> Wheel:
    """The running framework as a wheel; metadata and entry points are those of its installation."""
    home = Path(autograder.__file__).parent
    paths = [path for path in home.rglob("*") if path.is_file() and not LEFT_OUT & set(path.parts)]
    files = {path.relative_to(home.parent).as_posix(): path.read_bytes() for path in sorted(paths)}
    contents = b"".join(f"{name}\0{len(data)}\0".encode() + data for name, data in sorted(files.items()))
    version = f"{autograder.__version__}+{hashlib.sha256(contents).hexdigest()[:10]}"
    info = f"autograder-{version}.dist-info"
    installed = distribution("autograder")
    fields = {"Metadata-Version": "2.1", "Version": version, **{name: installed.metadata[name] for name in KEPT_FIELDS}}
    rows = [*fields.items(), *(("Requires-Dist", line) for line in requirements())]
    files = {
        **files,
        f"{info}/METADATA": "".join(f"{name}: {value}\n" for name, value in rows).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: autograder\nRoot-Is-Purelib: true\nTag: {TAG}\n".encode(),
        f"{info}/entry_points.txt": (installed.read_text("entry_points.txt") or "").encode(),
    }
    record = f"{info}/RECORD"
    return Wheel(f"autograder-{version}-{TAG}.whl", zipped({**files, record: _record(files, record).encode()}))


def requirements() -> list[str]:
    """What the framework needs according to its installation: the core, without extras."""
    return [line for line in distribution("autograder").requires or [] if "extra ==" not in line]


def _record(files: Mapping[str, bytes], record: str) -> str:
    """The RECORD: each file with its digest in base64, without padding, and its size."""
    rows = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join([*rows, f"{record},,", ""])
