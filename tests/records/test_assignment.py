"""The values of an assignment."""

from __future__ import annotations

from dataclasses import replace

from autograder.checks import KINDS
from autograder.records import Check, Limits

CHECK = Check("q", "output", "", 1, "probe", "cases", KINDS["output"].options(), True, "visible", Limits(4.0, 256))


def test_a_check_within_other_seconds_keeps_its_other_limits() -> None:
    assert CHECK.within(2.5) == replace(CHECK, limits=Limits(2.5, 256))


def test_a_check_within_its_own_seconds_is_not_made_again() -> None:
    assert CHECK.within(4.0) is CHECK
