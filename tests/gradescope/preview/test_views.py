"""Who sees what, and when."""

from __future__ import annotations

from typing import Any

from autograder.gradescope.preview.views import View, views


def by_reader(results: dict[str, Any]) -> dict[str, View]:
    return {view.reader.id: view for view in views(results)}


def names(view: View) -> list[str]:
    return [row.name.split(":")[0] for row in view.rows]


def test_each_reader_sees_the_tests_of_their_time(results: dict[str, Any]) -> None:
    found = by_reader(results)
    assert names(found["before"]) == ["t1.double"]
    assert names(found["after"]) == ["t1.double", "t1.scaled"]
    assert names(found["published"]) == names(found["staff"]) == ["t1.double", "t1.scaled", "t1.slope"]


def test_a_student_sees_no_total_while_a_test_is_kept_back(results: dict[str, Any]) -> None:
    found = by_reader(results)
    assert [found[reader].total for reader in ("before", "after", "published", "staff")] == ["", "", "4 / 6", "4 / 6"]
    assert found["before"].kept_back == 2


def test_a_hidden_test_is_for_staff_alone_and_hides_the_total_for_ever(results: dict[str, Any]) -> None:
    results["tests"][2]["visibility"] = "hidden"
    found = by_reader(results)
    assert "t1.slope" not in names(found["published"]) and found["published"].total == ""
    assert "t1.slope" in names(found["staff"])


def test_the_visibility_of_the_whole_counts_for_tests_without_their_own(results: dict[str, Any]) -> None:
    results["visibility"] = "after_published"
    assert names(by_reader(results)["before"]) == []


def test_only_staff_see_what_is_stored_beside_the_tests(results: dict[str, Any]) -> None:
    found = by_reader(results)
    assert found["published"].extra == ()
    assert dict(found["staff"].extra) == {"fingerprint": "deck: 1", "findings": "check: t1.slope, finding: look"}


def test_a_test_without_a_status_has_passed_when_its_points_are_full(results: dict[str, Any]) -> None:
    for test in results["tests"]:
        del test["status"]
    assert [row.status for row in by_reader(results)["staff"].rows] == ["failed", "passed", "failed"]


def test_results_of_any_shape_have_four_views() -> None:
    for odd in (
        {},
        {"tests": 7, "leaderboard": 7},
        {"tests": [7, {}], "score": "many", "extra_data": []},
        {"score": 10**400},
    ):
        assert len(views(odd)) == 4
