"""One sandbox for all tests of a file, walled where this machine can, and one of plain processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import RefusedError, Sandbox


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
