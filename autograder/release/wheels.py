"""Wheels for machines that have no network. The door is `downloaded`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.errors import MachineError
from autograder.release.dependencies import numpy_for

PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_5_x86_64")
"""What runs on the platform's images, glibc 2.28 and later; `none-any` wheels fit as well."""


class NoWheelsError(MachineError):
    """pip could not get them; the message is pip's own."""


def downloaded(pins: Mapping[str, str], pythons: Sequence[str]) -> dict[str, bytes]:
    """The wheels of exactly these versions, for each Python such as 3.10, and pip's own, by file name."""
    with tempfile.TemporaryDirectory(prefix="autograder-wheels-") as folder:
        for python in pythons:
            numpy = {"numpy": numpy_for(python, pins["numpy"])}
            _download([f"{name}=={pin}" for name, pin in {**pins, **numpy}.items()], python, folder)
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def _download(wanted: Sequence[str], python: str, folder: str) -> None:
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    target = ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}"]
    abis = [f"--abi=cp{python.replace('.', '')}", "--abi=abi3", "--abi=none"]
    platforms = [f"--platform={platform}" for platform in PLATFORMS]
    command = [*words, *target, *abis, *platforms, f"--dest={folder}", *wanted, "pip"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoWheelsError(done.stderr.strip())
