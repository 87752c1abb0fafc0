"""Each version of Landlock denies what it can, and the filter or the tier makes up for the rest; all are simulated."""

from __future__ import annotations

import sys

import pytest

from autograder.sandbox.tier import tier_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
if sys.platform == "linux":
    from autograder.sandbox.wall import landlock
    from autograder.sandbox.wall.layers import LAYERS, Wall

NAMES = tuple(layer.name for layer in LAYERS) if sys.platform == "linux" else ()


def wall(abi: int, without: tuple[str, ...] = ()) -> Wall:
    layers = tuple(layer for layer in LAYERS if layer.name not in without)
    return Wall(layers, {"landlock_abi": abi}, None, 0, 0, -1, {}, ())


@pytest.mark.parametrize(("abi", "rights"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (6, 16), (7, 16)])
def test_every_right_to_files_that_a_version_knows_is_taken_away(abi: int, rights: int) -> None:
    files, network, scope = landlock.handled(abi)
    assert files == (1 << rights) - 1 and bool(network) is (abi >= 4) and bool(scope) is (abi >= 6)


@pytest.mark.parametrize("abi", range(1, 8))
def test_the_filter_keeps_files_from_being_emptied_where_landlock_cannot(abi: int) -> None:
    can_deny_truncation = bool(landlock.handled(abi)[0] & 1 << 14)
    assert wall(abi).read_only is not can_deny_truncation
    assert wall(0, without=("landlock",)).read_only


@pytest.mark.parametrize("abi", range(1, 8))
def test_an_ordinary_user_needs_landlocks_scope_for_tier_a_and_root_does_not(abi: int) -> None:
    as_user = tuple(name for name in NAMES if name != "user")
    assert tier_of(NAMES, abi, True).letter == "A"
    assert tier_of(as_user, abi, False).letter == ("A" if abi >= 6 else "B")
    assert tier_of(as_user, abi, True).letter == "B"
    assert tier_of(as_user, abi, False).missing == (() if abi >= 6 else ("scope",))
