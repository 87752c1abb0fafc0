"""prove tells what is proved and what is not, on the toy assignment with a few known mistakes."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import escape
from io import StringIO

import pytest
from rich.console import Console

from autograder.answers.store import save_answers
from autograder.freeze.reference import reference
from autograder.grading import time_limits
from autograder.grading.cache import VerdictCache
from autograder.grading.cache_keys import keys
from autograder.grading.time_limits import Calibration
from autograder.prove import mutants, right, wrong
from autograder.prove.claims import Claim, Matrix, MistakeRow, Proof
from autograder.prove.forecast import Forecast, forecast
from autograder.prove.jobs import Job, ProofContext, grade_all
from autograder.prove.page import page
from autograder.prove.terminal import write as write_in_terminal
from autograder.records import Submission, silent
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import frozen, toy_with_mistakes
from tests.support.warm import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def context(tmp_path_factory, sandbox) -> ProofContext:
    folder = tmp_path_factory.mktemp("proof")
    assignment, answers = frozen(toy_with_mistakes(folder / "toy"), sandbox, folder / "cache")
    staff, cache = StaffFolder(folder / "toy"), VerdictCache(folder / "cache")
    return ProofContext(staff, assignment, answers, cache, keys(assignment, answers), 2, silent)


def test_the_reference_earns_everything_and_the_skeleton_nothing(context) -> None:
    assert right.reference_claim(context) == Claim(
        "The reference earns everything on every deck", ("11, 11 of 11 points",), ()
    )
    assert right.skeleton_claim(context).figures == ("0 of 11 points",)
    assert right.skeleton_claim(context).proved


def test_a_reference_that_loses_points_is_named_with_the_check(context, tmp_path) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(context.folder.path, folder)
    (folder / "toy.py").write_text((folder / "toy.py").read_text().replace("return 2 * x", "return 2.5 * x"))
    claim = right.reference_claim(replace(context, folder=StaffFolder(folder)))
    assert not claim.proved and claim.problems[0].startswith("deck 1: t1.double is failed: value is 5, expected 4.")


def test_every_mistake_is_caught_and_gets_its_own_hint(context) -> None:
    (caught, hints, useful, home), matrix = wrong.wrong_claims(context, every_deck=True)
    assert caught.proved and hints.proved
    assert useful.problems == ("t3.triple (triple gives three times its argument) catches no known mistake",)
    assert home.figures == ("3 of 7 mistakes (43%) are found at home, with the public checks alone",)
    marks = {row.mistake: row.marks for row in matrix.rows}
    assert marks["half"]["t1.double"] == "own" and marks["half"]["t1.scaled"] == "passed"
    assert marks["shifted"]["t1.slope"] == "skipped" and marks["all_ones"]["t2.classify"] == "own"


def test_a_mistake_that_a_named_check_misses_is_a_problem(context, tmp_path, sandbox) -> None:
    folder = toy_with_mistakes(tmp_path / "toy")
    path = folder / "mistakes" / "t1.yaml"
    path.write_text(path.read_text().replace("checks: [t1.double]", "checks: [t1.double, t1.scaled]", 1))
    assignment, answers = frozen(folder, sandbox, tmp_path / "cache")
    cache = VerdictCache(tmp_path / "cache")
    other = ProofContext(StaffFolder(folder), assignment, answers, cache, keys(assignment, answers), 2, silent)
    (caught, *_), _ = wrong.wrong_claims(other, every_deck=False)
    assert caught.problems == ("half (double halves): t1.scaled is passed",)


def test_two_mistakes_with_the_same_numbers_must_say_so(context, tmp_path, sandbox) -> None:
    folder = toy_with_mistakes(tmp_path / "toy")
    path = folder / "mistakes" / "t1.yaml"
    twin = path.read_text().split("mistakes:\n")[1].split("  - id: absolute")[0].replace("id: half", "id: twin")
    path.write_text(path.read_text() + twin.replace("larger or smaller", "more or less"))
    assignment, answers = frozen(folder, sandbox, tmp_path / "cache")
    cache = VerdictCache(tmp_path / "cache")
    made = ProofContext(StaffFolder(folder), assignment, answers, cache, keys(assignment, answers), 2, silent)
    (_, hints, *_), _ = wrong.wrong_claims(made, every_deck=False)
    assert "half: t1.double names twin" in hints.problems and "twin: t1.double names half" in hints.problems
    path.write_text(path.read_text().replace("id: twin", "id: twin\n    shares: [half]"))
    assignment, answers = frozen(folder, sandbox, tmp_path / "cache")
    cache = VerdictCache(tmp_path / "cache")
    made = ProofContext(StaffFolder(folder), assignment, answers, cache, keys(assignment, answers), 2, silent)
    (_, hints, *_), _ = wrong.wrong_claims(made, every_deck=False)
    assert not any("twin" in problem for problem in hints.problems)


def test_variants_are_submissions_of_the_reference_with_their_own_files(context, tmp_path) -> None:
    variants = tmp_path / "variants"
    for name, code in (("doubles", "return x + x"), ("wrong", "return x * x")):
        (variants / name).mkdir(parents=True)
        source = context.folder.text("toy.py")
        (variants / name / "toy.py").write_text(source.replace("return 2 * x", code))
    claim = right.variants_claim(context, variants)
    assert claim.figures == (f"1 of 2 variants in {variants} earns full marks",)
    assert [problem.split(" is ")[0] for problem in claim.problems] == ["wrong: t1.double"]
    assert right.variants_claim(context, tmp_path / "none").problems == (
        f"there are no variants in {tmp_path / 'none'}: write a right solution in another style into a folder there",
    )


def test_mutants_that_nothing_notices_are_told_with_their_place(context) -> None:
    claim = mutants.mutants_claim(context)
    assert claim.problems and all(re.match(r"toy\.py:\d+ \w+: `.*` became `.*`", problem) for problem in claim.problems)
    assert any("`X > 0` became `X >= 0`" in problem for problem in claim.problems)
    assert not any("2 * x" in problem for problem in claim.problems)


def test_a_mutant_with_a_reason_is_no_problem_and_a_stale_reason_is_one(context) -> None:
    path = context.folder.path / "mutants.yaml"
    open_ones = [problem.split(" ", 1)[1] for problem in mutants.mutants_claim(context).problems]
    groups = [{"where": f"toy.py {p.split(': ')[0]}", "change": p.split(": ", 1)[1]} for p in open_ones]
    lines = [f"- where: {g['where']}\n  why: It is the same.\n  changes: ['{g['change']}']\n" for g in groups]
    try:
        path.write_text("".join(lines))
        claim = mutants.mutants_claim(context)
        assert claim.proved and len(claim.groups) == 1 and claim.groups[0].title == "It is the same."
        assert [line.split(" ", 1)[1] for line in claim.groups[0].lines] == open_ones
        assert all(re.match(r"toy\.py:\d+ ", line) for line in claim.groups[0].lines)
        html = page(Proof((claim,)), context.assignment)
        assert "It is the same." in html and escape(claim.groups[0].lines[0]) in html
        shown = Console(file=StringIO(), width=200)
        write_in_terminal(Proof((claim,)), shown)
        assert f"    It is the same.\n        {claim.groups[0].lines[0]}\n" in shown.file.getvalue()
        gone = "- where: toy.py double\n  why: No.\n  changes: ['`2 * x` became `2`', '`3 * x` became `3`']\n"
        path.write_text("".join(lines) + gone)
        assert mutants.mutants_claim(context).problems == (
            "mutants.yaml: this mutant is listed and does not survive: toy.py double: `2 * x` became `2`",
            "mutants.yaml: this mutant is listed and not made any more: toy.py double: `3 * x` became `3`",
        )
    finally:
        path.unlink()


def test_a_second_proof_asks_nobody_again(context) -> None:
    right.reference_claim(context)
    again = replace(context, cache=VerdictCache(context.folder.path.parent / "cache"))
    assert right.reference_claim(again).proved and again.cache.misses == 0


def test_a_changed_file_asks_again_only_what_depends_on_it(context, tmp_path) -> None:
    right.reference_claim(context)
    folder = tmp_path / "toy"
    shutil.copytree(context.folder.path, folder)
    (folder / "helper_free.py").write_text((folder / "helper_free.py").read_text() + "\nMORE = 1\n")
    cache = VerdictCache(context.folder.path.parent / "cache")
    changed = replace(context, folder=StaffFolder(folder), cache=cache)
    assert right.reference_claim(changed).proved
    assert cache.misses == context.assignment.decks


def test_a_listed_mutant_meets_the_checks_of_its_own_question_alone(context) -> None:
    tried = mutants.mutants(context.folder, context.assignment)
    files = reference(context.folder, context.assignment).files
    mutant = next(one for one in tried if one.function == "scaled")
    assert [check.id for check in mutants.asked_of(context, mutant, files, explained=True)] == ["t1.scaled", "t1.slope"]
    assert [check.id for check in mutants.asked_of(context, mutant, files)] == ["t1.scaled", "t1.slope"]
    other = replace(mutant, question="t3")
    assert mutants.asked_of(context, other, files, explained=True) == []
    assert [check.id for check in mutants.asked_of(context, other, files)] == ["t1.scaled", "t1.slope"]


def test_how_long_it_takes_is_told_before_anything_runs(context, tmp_path) -> None:
    empty = replace(context, cache=VerdictCache(tmp_path / "none"))
    whole = forecast(empty, ["reference", "mistakes"], False, tmp_path)
    assert whole.runs == whole.new > context.assignment.decks * 5 and whole.processor > 0
    assert empty.cache.hits == empty.cache.misses == 0
    right.reference_claim(empty)
    assert forecast(empty, ["reference"], False, tmp_path).new == 0
    assert forecast(empty, ["reference", "mistakes"], False, tmp_path).new < whole.new


@pytest.mark.parametrize(
    ("found", "jobs", "said"),
    [
        (Forecast(9, 0, 0.0), 2, "9 runs, all of them known already: a few seconds."),
        (Forecast(9, 1, 0.2), 1, "9 runs, 1 of them new: about 1 second on 1 processor that is otherwise idle."),
        (
            Forecast(900, 800, 700.0),
            2,
            "900 runs, 800 of them new: about 5 minutes on 2 processors that are otherwise ",
        ),
    ],
)
def test_a_forecast_is_a_sentence(found, jobs, said) -> None:
    assert found.in_words(jobs).startswith(said)


@pytest.mark.parametrize("width", [50, 60, 200])
def test_a_matrix_that_is_wider_than_the_terminal_goes_on_below(width) -> None:
    checks = [f"q1.check{number}" for number in range(60)]
    idea = "an idea that takes a good many words to tell, more than there is room for"
    rows = [MistakeRow(f"mistake_{n}", "q1", idea, "", dict.fromkeys(checks, "caught")) for n in range(3)]
    shown = Console(file=StringIO(), width=width)
    write_in_terminal(Proof((), Matrix(tuple(rows))), shown)
    text = shown.file.getvalue()
    assert sum(line.count("○") for line in text.splitlines()) == 3 * 60 + 1  # the legend has one, too
    assert all(len(line.rstrip()) <= width for line in text.splitlines()) and "…" not in text
    assert all(word in text for word in ("room", "for", "60 q1.check59"))


def test_the_page_is_whole_and_escapes_what_it_shows(context) -> None:
    _, matrix = wrong.wrong_claims(context, every_deck=False)
    html = page(Proof((Claim("A <claim>", ("1 < 2",), ("not & yet",)),), matrix), context.assignment)
    assert "A &lt;claim&gt;" in html and "1 &lt; 2" in html and "not &amp; yet" in html
    assert "Not everything is proved." in html and "t1.double: own" in html
    assert "http:" not in html and "https:" not in html


def test_the_command_ends_with_1_when_something_is_not_proved(context, tmp_path) -> None:
    folder = context.folder.path
    save_answers(folder / "answers.npz", context.answers)
    words = ["--assignment", str(folder), "--part", "reference", "--part", "mistakes", "--jobs", "2"]
    done = run("prove", *words, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "NOT PROVED  Every check catches a mistake" in done.stdout and (tmp_path / "prove.html").exists()
    words = ["--assignment", str(folder), "--part", "reference"]
    done = run("prove", *words, cwd=tmp_path)
    assert done.returncode == 0 and "proved      The reference earns everything" in done.stdout


def test_a_right_solution_that_would_be_stopped_when_it_is_graded_is_not_proved(context, tmp_path) -> None:
    """Proofs have the limits that students meet, not the longer ones of assignment.yaml."""
    folder = tmp_path / "toy"
    shutil.copytree(context.folder.path, folder)
    yaml = folder / "assignment.yaml"
    yaml.write_text(yaml.read_text().replace("seconds: 2", "seconds: 20"))
    save_answers(folder / "answers.npz", context.answers)
    time_limits.write(folder / time_limits.PACE_NAME, Calibration(1e9, {"t1.double": 0.001}))
    patient = "import time\n    until = time.process_time() + 8\n    while time.process_time() < until:\n        pass"
    slow = folder / "variants" / "slow"
    slow.mkdir(parents=True)
    (slow / "toy.py").write_text(context.folder.text("toy.py").replace("return 2 * x", f"{patient}\n    return 2 * x"))
    done = run("prove", "--assignment", "toy", "--part", "variants", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    said = " ".join(done.stdout.split())
    assert "- slow: t1.double is error: Still running after 4 s of computing" in said


def test_a_changed_comment_asks_nobody_again_unless_a_verdict_tells_of_a_line(context, tmp_path) -> None:
    folder = tmp_path / "cache"

    def asked(code: str) -> tuple[int, str]:
        """How many verdicts were new, and what the first check says."""
        cache = VerdictCache(folder)
        source = context.folder.text("toy.py").replace("return 2 * x", code)
        one = Job(Submission("s", {"toy.py": source.encode(), "helper_free.py": b""}), 1, ("t1.double",))
        [report] = grade_all(replace(context, cache=cache), [one])
        return cache.misses, report.lines[0].verdict.message

    assert asked("return 3 * x")[0] == 1
    assert asked("# three times\n\n    return 3*x")[0] == 0
    new, first = asked("return 3 * y")
    assert new == 1 and "toy.py, line 9" in first
    new, second = asked("# three times\n    return 3 * y")
    assert new == 1 and "toy.py, line 10" in second
