"""A report for other platforms: each format as its documentation describes it, whatever a student wrote into it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from autograder.answers.store import Answers, save_answers
from autograder.commands import new
from autograder.commands.formats import FormatOption
from autograder.records import Report
from autograder.writers import github, junit, prairielearn
from tests.support.commands import run
from tests.support.places import TOY

Grade = Callable[..., Report]
BAD = "a]]>&<b>\x00\x1b[31m\ud800\n::error::mine\n%0A|x"

PRAIRIELEARN = {
    "type": "object",
    "required": ["gradable"],
    "properties": {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": {"type": "string"},
        "output": {"type": "string"},
        "format_errors": {"type": "array", "items": {"type": "string"}},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    **{key: {"type": "string"} for key in ("name", "description", "message", "output")},
                    **{key: {"type": "number"} for key in ("points", "max_points")},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
CLASSROOM = {
    "type": "object",
    "required": ["version", "status", "max_score", "tests"],
    "properties": {
        "version": {"type": "integer"},
        "status": {"enum": ["pass", "fail", "error"]},
        "max_score": {"type": "number"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "status", "score"],
                "properties": {
                    "name": {"type": "string"},
                    "status": {"enum": ["pass", "fail", "error"]},
                    "score": {"type": "number"},
                },
            },
        },
    },
}


@pytest.fixture
def report(grade_toy: Grade, toy_source: dict[str, str]) -> Report:
    """One check passes, others fail, raise or wait; a student wrote what breaks formats."""
    code = "\n\ndef scaled(x, k):\n    raise ValueError(TEXT)\n\nTEXT = " + ascii(BAD)
    code += "\n\ndef classify(X):\n    return 1 - (X > 0)\n"
    return grade_toy({**toy_source, "toy.py": toy_source["toy.py"] + code})


def broken(report: Report) -> Report:
    line = report.lines[0]
    verdict = replace(line.verdict, status="broken", score=0.0)
    return replace(report, lines=(replace(line, verdict=verdict), *report.lines[1:]))


def test_prairielearn_gets_a_share_and_a_row_for_each_check(report: Report) -> None:
    data = json.loads(prairielearn.results(report))
    jsonschema.validate(data, PRAIRIELEARN)
    assert data["gradable"] and data["score"] == round(report.final / report.out_of, 6)
    assert [test["name"].split(":")[0] for test in data["tests"]] == [line.check.id for line in report.lines]
    assert sum(test["max_points"] for test in data["tests"]) == report.out_of


def test_what_is_ours_or_cannot_be_opened_costs_no_attempt_on_prairielearn(report: Report) -> None:
    for data in (json.loads(prairielearn.results(broken(report))), json.loads(prairielearn.refusal("no zip"))):
        jsonschema.validate(data, PRAIRIELEARN)
        assert data["gradable"] is False and data["format_errors"]


def test_a_long_report_fits_prairielearn(report: Report) -> None:
    verdict = replace(report.lines[1].verdict, brief="x" * 6000, message="x" * 6000)
    many = replace(report, lines=(replace(report.lines[1], verdict=verdict),) * 300)
    assert len(prairielearn.results(many)) < prairielearn.MAX_BYTES


def test_junit_has_a_suite_for_each_question_and_counts_that_are_right(report: Report) -> None:
    root = ElementTree.fromstring(junit.xml(report))
    assert root.tag == "testsuites" and root.get("tests") == str(len(report.lines))
    statuses = [line.verdict.status for line in report.lines]
    assert {"passed", "failed", "error", "skipped"} <= set(statuses)
    assert root.get("failures") == str(statuses.count("failed")) and root.get("errors") == str(statuses.count("error"))
    assert root.get("skipped") == str(statuses.count("skipped"))
    for suite in root:
        assert suite.tag == "testsuite" and suite.get("tests") == str(len(suite))
        for case in suite:
            assert case.tag == "testcase" and case.get("name") and case.get("classname") and case.get("time") is None
            assert all(part.tag in ("failure", "error", "skipped") and part.get("message") for part in case)
    [raised] = [case for case in root.iter("testcase") if case.get("file")]
    assert raised.get("file") == "toy.py" and int(raised.get("line") or 0) > 30


def test_github_gets_errors_at_file_and_line_that_no_text_of_a_students_can_forge(report: Report) -> None:
    commands = github.error_commands(report)
    assert commands and all(re.fullmatch(r"::error (file=[^,:]+,line=\d+,)?title=[^,:]*(%3A[^,:]*)*::.*", one)
                            for one in commands)  # fmt: skip
    assert not any("\n" in one or "\r" in one for one in commands)
    assert sum("file=toy.py,line=" in one for one in commands) == 1
    assert len(github.error_commands(replace(report, lines=report.lines * 20))) == github.MOST_ANNOTATIONS


def test_github_gets_a_summary_and_classrooms_report(
    report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {github.SUMMARY: str(tmp_path / "summary.md"), github.OUTPUT: str(tmp_path / "output")}
    github.write(report, places)
    summary = (tmp_path / "summary.md").read_text()
    assert "| t1: Numbers |" in summary and "<b>" not in summary and summary.count("<pre>") == summary.count("</pre>")
    name, _, packed = (tmp_path / "output").read_text().strip().partition("=")
    data = json.loads(base64.b64decode(packed))
    jsonschema.validate(data, CLASSROOM)
    assert name == "result" and data["status"] == "fail" and data["max_score"] == report.out_of
    assert sum(test["score"] for test in data["tests"]) == pytest.approx(report.score)
    assert capsys.readouterr().out.splitlines() == github.error_commands(report)
    assert json.loads(github.classroom(broken(report)))["status"] == "error"
    long = replace(report, lines=report.lines * 3000)
    assert len(github.summary(long).encode()) < github.MAX_SUMMARY


def test_what_is_printed_beside_is_no_workflow_command(capsys: pytest.CaptureFixture[str]) -> None:
    with github.commands_off():
        print("::error::mine")
    stop, mine, go = capsys.readouterr().out.splitlines()
    token = stop.removeprefix("::stop-commands::")
    assert len(token) == 32 and go == f"::{token}::" and mine == "::error::mine"


@pytest.fixture
def toy_frozen(toy_folder: Path, toy_answers: Answers) -> Path:
    save_answers(toy_folder / "answers.npz", toy_answers)
    return toy_folder


def test_the_command_writes_what_it_is_asked_for(tmp_path: Path, toy_frozen: Path) -> None:
    wanted = ["--write", f"junit={tmp_path / 'a.xml'}", "--write", f"prairielearn={tmp_path / 'r' / 'results.json'}"]
    summary = tmp_path / "summary.md"
    done = run("grade", TOY / "toy.py", "--assignment", toy_frozen, "--results", tmp_path / "r.json", *wanted,
               "--write", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert ElementTree.parse(tmp_path / "a.xml").getroot().tag == "testsuites"
    assert json.loads((tmp_path / "r" / "results.json").read_text())["gradable"]
    assert summary.exists() and "::stop-commands::" in done.stdout
    (tmp_path / "no.zip").write_bytes(b"nothing")
    refused = run("grade", tmp_path / "no.zip", "--assignment", toy_frozen, "--results", tmp_path / "r.json", *wanted)
    assert refused.returncode == 2 and not json.loads((tmp_path / "r" / "results.json").read_text())["gradable"]
    told = ElementTree.parse(tmp_path / "a.xml").getroot()
    assert told.get("errors") == "1" and [one.get("message") for one in told.iter("error")] == [told.get("name")]
    assert "no.zip" in str(told.get("name"))


@pytest.mark.parametrize(
    ("written", "said"),
    [("junt=a", "'junt' is not a format: write junit, prairielearn, github. Did you mean 'junit'?"),
     ("junit", "write junit=FILE."), ("github=a", "github takes no file.")],
)  # fmt: skip
def test_a_format_that_there_is_not_is_told(written: str, said: str) -> None:
    with pytest.raises(Exception, match=re.escape(said)):
        FormatOption().convert(written, None, None)


def test_the_workflow_says_that_students_can_edit_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(new.command, ["--github", str(tmp_path)])
    text = (tmp_path / ".github" / "workflows" / "autograder.yml").read_text()
    assert done.exit_code == 0 and "Students can edit this file" in text and "self-check, not a grade" in done.output
    workflow = yaml.safe_load(text)
    steps = workflow["jobs"]["check"]["steps"]
    [check] = [step for step in steps if step.get("id") == "check"]
    [report] = [step for step in steps if "grading-reporter" in step.get("uses", "")]
    assert check["run"].startswith("python kit check --write github")
    assert (
        report["env"] == {"CHECK_RESULTS": "${{ steps.check.outputs.result }}"} and report["with"]["runners"] == "check"
    )
    assert CliRunner().invoke(new.command, ["--github", str(tmp_path)]).exit_code == 2
