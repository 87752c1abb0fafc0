"""One sandbox for all tests of a file, walled where this machine can, and one of plain processes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import RefusedError, Sandbox

HERE = Path(__file__).parent
ABOUT_THE_INSIDE = (
    "test_compiled.py",
    "test_other_kinds.py",
    "test_plots.py",
    "test_translations.py",
    "test_worker.py",
)
"""Tests of what becomes of a student's code inside of a process, of whatever kind that is."""
EXAMPLES = 3
"""With how many examples of such a test plain processes are tried: each takes as long as ten walled ones."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further examples with plain processes where walled ones run the same modules."""
    if sys.platform != "linux":
        return
    seen: Counter[str] = Counter()
    further = []
    for item in items:
        if item.path.parent == HERE and item.path.name in ABOUT_THE_INSIDE and "[plain" in item.name:
            test = item.nodeid.partition("[")[0]
            seen[test] += 1
            further += [item] if seen[test] > EXAMPLES else []
    left_out = set(further)
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=further)


@pytest.fixture(scope="module")
def walled() -> Iterator[Sandbox]:
    """A sandbox as graders use it."""
    try:
        sandbox = Sandbox()
    except RefusedError as refusal:
        pytest.skip(str(refusal))
    with sandbox:
        if not sandbox.tier.layers:
            pytest.skip("there is no wall on this system")
        yield sandbox


@pytest.fixture(scope="module")
def plain() -> Iterator[Sandbox]:
    """A sandbox of plain processes, as on systems that cannot fork from a warm one."""
    with Sandbox(least="D", without=("zygote",)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module", params=["walled", "plain"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Either kind: what a student's code may do and is told does not depend on it."""
    return request.getfixturevalue(request.param)
