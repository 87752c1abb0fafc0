"""Exact versions for a grading machine: those that the answers were frozen with. The door is `pinned`.

numpy alone has two: the last version for Python 3.10, which is what Ubuntu 22.04 has, and the one in use here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version

from autograder.release.wheel import requirements

NUMPY_FOR_3_10 = "2.2.6"
WRITER = "gradescope-utils"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def pinned() -> dict[str, str]:
    """Every package that grading on Gradescope needs, with its version here; what is not installed here is not needed."""
    found: dict[str, str] = {}
    todo = [WRITER, *requirements()]
    while todo:
        name = _name(todo.pop())
        if name not in found and (pin := _version(name)):
            found[name] = pin
            todo += _needs(name)
    return dict(sorted(found.items()))


def numpy_for(python: str, here: str) -> str:
    """The version of numpy for a Python such as 3.10, where ``here`` is the one in use."""
    return NUMPY_FOR_3_10 if _parts(python) < (3, 11) else here


def requirements_text(pins: dict[str, str]) -> str:
    """The pins as a requirements.txt for any Python from 3.10 on."""
    numpy = pins["numpy"]
    rows = [f"{name}=={pin}" for name, pin in pins.items() if name != "numpy"]
    both = [
        f'numpy=={numpy_for("3.10", numpy)}; python_version < "3.11"',
        f'numpy=={numpy}; python_version >= "3.11"',
    ]
    return "\n".join([*rows, *both, ""])


def _name(requirement: str) -> str:
    match = NAME.match(requirement)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _needs(name: str) -> Iterator[str]:
    yield from (line for line in distribution(name).requires or [] if "extra ==" not in line)


def _parts(python: str) -> tuple[int, ...]:
    return tuple(int(part) for part in python.split("."))
