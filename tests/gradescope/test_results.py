"""results.json: valid whatever happens, numbers as numbers, bonus on top, hidden things hidden."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from autograder.gradescope import results as gradescope
from autograder.records import Verdict


def written(report) -> dict:
    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(gradescope.results(report), parse_constant=refuse)


def test_the_reference_fills_every_row(grade_toy, toy_source):
    data = written(grade_toy(toy_source))
    assert data["score"] == 11 and sum(test["max_score"] for test in data["tests"]) == 10
    assert [test["number"] for test in data["tests"]] == ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1"]
    assert {test["status"] for test in data["tests"]} == {"passed"}
    assert data["leaderboard"] == [{"name": "Accuracy", "value": 1.0, "order": "desc"}]
    assert "execution_time" not in data and data["extra_data"]["seconds"] > 0
    assert data["tests"][0]["name"] == "t1.double: double gives twice its argument"
    assert data["tests"][-1]["name"].endswith("(+1 optional)")


def test_partial_credit_failures_and_bonus_add_up(grade_toy, toy_source):
    wrong = {
        "toy.py": toy_source["toy.py"].replace("2 * x", "2 * abs(x)").replace("k * dz", "dz"),
        "helper_free.py": "def triple(x):\n    return x",
    }
    data = written(grade_toy(wrong))
    rows = {test["name"].split(":")[0]: test for test in data["tests"]}
    assert (rows["t1.double"]["score"], rows["t1.double"]["status"]) == (1.0, "failed")
    assert (
        rows["t3.triple"]["score"] == 0
        and rows["t3.triple"]["max_score"] == 0
        and rows["t3.triple"]["status"] == "failed"
    )
    assert data["score"] == sum(row["score"] for row in rows.values()) == 1 + 3 + 2 + 2
    output = rows["t3.triple"]["output"]
    assert output.startswith("Fix t1.double first; this check builds on it and is judged once that passes. So far:")
    assert all(row["output_format"] == "text" and row["name_format"] == "text" for row in rows.values())


def test_visibility_tags_and_fingerprint_are_in_place(grade_toy, toy_source):
    data = written(grade_toy(toy_source))
    assert all(test["visibility"] == "visible" for test in data["tests"])
    assert data["tests"][0]["tags"] == ["t1", "passed"]
    assert data["stdout_visibility"] == "hidden"
    assert set(data["extra_data"]["fingerprint"]) >= {"release", "deck", "python", "numpy", "sandbox"}


def test_staffs_findings_are_not_in_what_students_read(grade_toy, toy_source):
    report = grade_toy(toy_source)
    broken = replace(report.lines[0], verdict=Verdict("broken", 0.0, "sorry", "sorry", staff_note="the disk is full"))
    data = written(replace(report, lines=(broken, *report.lines[1:])))
    assert "failed on t1.double" in data["output"]
    assert data["extra_data"]["findings"] == [{"check": "t1.double", "finding": "the disk is full"}]
    assert "disk" not in json.dumps(data["tests"]) + data["output"]


@pytest.mark.parametrize("text", ["\x1b[31mred", "\ud800", "</pre><script>", "a\x00b"])
def test_hostile_text_gives_plain_valid_json(grade_toy, toy_source, text):
    code = f"\n\ndef double(x):\n    raise ValueError({text!r})\n"
    data = written(grade_toy({**toy_source, "toy.py": toy_source["toy.py"] + code}))
    output = data["tests"][0]["output"]
    assert "ValueError" in output and "\x1b" not in output and "\x00" not in output
    output.encode("utf-8")


def test_a_placeholder_is_valid_before_there_is_anything_to_say():
    data = json.loads(gradescope.placeholder())
    assert data["score"] == 0 and data["tests"] == [] and "not your fault" in data["output"]
