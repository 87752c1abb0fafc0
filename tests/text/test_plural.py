"""One is no plural, in whatever sentence it stands."""

from __future__ import annotations

from autograder.text.plural import agreed, among, counted


def test_a_count_comes_with_the_right_form_of_its_noun() -> None:
    said = [counted(1, "entry"), counted(2, "entry"), counted(2, "late day"), counted(3, "axis"), counted(0, "check")]
    assert said == ["1 entry", "2 entries", "2 late days", "3 axes", "0 checks"]


def test_a_verb_agrees_with_how_many_it_is_said_of() -> None:
    assert (among(1, 3, "sign"), among(2, 3, "sign")) == ("1 of 3 signs is", "2 of 3 signs are")
    assert among(0, 3, "public check", "passes", "pass") == "0 of 3 public checks pass"
    assert [among(n, 1, "check", "passes", "pass") for n in (0, 1)] == ["0 of 1 check passes", "1 of 1 check passes"]


def test_numbers_that_are_no_counts_agree_as_well() -> None:
    assert [agreed(points, "point", "points") for points in (0, 0.5, 1.0, 2)] == ["points", "points", "point", "points"]
