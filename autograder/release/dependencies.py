"""The packages that a machine without this environment needs: exact versions, and their wheels.

The versions are those installed here, with which the answers were frozen. Only numpy has two: this one, and the last
version for Python 3.10, the Python of Ubuntu 22.04.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from autograder.errors import MachineError
from autograder.release.wheel import requirements

NUMPY_FOR_3_10 = "2.2.6"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_5_x86_64")
"""Wheels that run on Linux with glibc 2.28 or later, such as Ubuntu 22.04; `none-any` wheels fit as well."""


class NoWheelsError(MachineError):
    """pip could not download the wheels; the message quotes pip."""


def pinned(extra: Iterable[str] = ()) -> dict[str, str]:
    """The installed version of each package that the framework, or a package in ``extra``, needs to run.

    A requirement that is not installed here, such as one for another system, is left out.
    """
    pins: dict[str, str] = {}
    todo = [*extra, *requirements()]
    while todo:
        match = NAME.match(todo.pop())
        assert match is not None
        name = re.sub(r"[-_.]+", "-", match.group()).lower()  # as the index spells it
        if name in pins:
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        pins[name] = found.version
        todo += (line for line in found.requires or [] if "extra ==" not in line)
    return dict(sorted(pins.items()))


def numpy_for(python: str, here: str) -> str:
    """The version of numpy for a Python such as 3.10; ``here`` is the version installed here."""
    return NUMPY_FOR_3_10 if tuple(int(part) for part in python.split(".")) < (3, 11) else here


def requirements_text(pins: Mapping[str, str]) -> str:
    """The pins as a requirements.txt for any Python from 3.10 on."""
    numpy = pins["numpy"]
    rows = [f"{name}=={pin}" for name, pin in pins.items() if name != "numpy"]
    both = [
        f'numpy=={numpy_for("3.10", numpy)}; python_version < "3.11"',
        f'numpy=={numpy}; python_version >= "3.11"',
    ]
    return "\n".join([*rows, *both, ""])


def downloaded(pins: Mapping[str, str], pythons: Sequence[str]) -> dict[str, bytes]:
    """The wheels of exactly these versions for each Python, such as 3.10, and pip's own wheel, by file name.

    Raises `NoWheelsError`.
    """
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    platforms = [f"--platform={platform}" for platform in PLATFORMS]
    with tempfile.TemporaryDirectory(prefix="autograder-wheels-") as folder:
        for python in pythons:
            numpy = {"numpy": numpy_for(python, pins["numpy"])}
            wanted = [f"{name}=={pin}" for name, pin in {**pins, **numpy}.items()]
            target = ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}"]
            abis = [f"--abi=cp{python.replace('.', '')}", "--abi=abi3", "--abi=none"]
            command = [*words, *target, *abis, *platforms, f"--dest={folder}", *wanted, "pip"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                said = f"The wheels for Python {python} could not be downloaded. pip says:\n{done.stderr.strip()}"
                raise NoWheelsError(said)
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
