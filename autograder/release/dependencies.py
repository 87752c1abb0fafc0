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
from importlib.metadata import distribution
from pathlib import Path

from autograder.errors import MachineError
from autograder.release.wheel import requirements
from autograder.sandbox.packages import needed_distributions

NUMPY_FOR_3_10 = "2.2.6"
LEAST_PYTHON = re.compile(r">=\s*3\.(\d+)")
OLDEST = 10
"""The minor version of the oldest Python that students may have."""
PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_5_x86_64")
"""Wheels that run on Linux with glibc 2.28 or later, such as Ubuntu 22.04; `none-any` wheels fit as well."""


class NoWheelsError(MachineError):
    """pip could not download the wheels; the message quotes pip."""


def pinned(extra: Iterable[str] = ()) -> dict[str, str]:
    """The installed version of each package that the framework, or a package in ``extra``, needs to run.

    A requirement that is not installed here, such as one for another system, is left out.
    """
    return {name: _public(found.version) for name, found in needed_distributions([*extra, *requirements()]).items()}


def _public(version: str) -> str:
    """A version without what only its own index knows, such as the ``+cpu`` of a build for processors alone."""
    return version.partition("+")[0]


def numpy_for(python: str, here: str) -> str:
    """The version of numpy for a Python such as 3.10; ``here`` is the version installed here."""
    return NUMPY_FOR_3_10 if tuple(int(part) for part in python.split(".")) < (3, 11) else here


def requirements_text(pins: Mapping[str, str]) -> str:
    """The pins as a requirements.txt for any Python from 3.10 on."""
    numpy = pins["numpy"]
    rows = [row for name, pin in pins.items() if name != "numpy" for row in rows_of(name, pin)]
    both = [
        f'numpy=={numpy_for("3.10", numpy)}; python_version < "3.11"',
        f'numpy=={numpy}; python_version >= "3.11"',
    ]
    return "\n".join([*rows, *both, ""])


def rows_of(name: str, version: str) -> list[str]:
    """The lines that require this version of a package; any version on a Python that it does not run on."""
    metadata = distribution(name).metadata
    least = LEAST_PYTHON.search(metadata["Requires-Python"] if "Requires-Python" in metadata else "")  # noqa: SIM401 - it has no get
    if least is None or int(least.group(1)) <= OLDEST:
        return [f"{name}=={_public(version)}"]
    python = f"3.{least.group(1)}"
    return [
        f'{name}=={_public(version)}; python_version >= "{python}"',
        f'{name}; python_version < "{python}"',
    ]


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
