"""A class is judged again from what was observed, and a diff says who moves."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from autograder.answers.store import load_answers
from autograder.batch import ledger_reading, stored
from autograder.batch.class_results import GradedSubmission
from autograder.batch.ledger import ASSIGNMENT, GradingKey, Ledger, LedgerEntry
from autograder.batch.ledger_file import FILE, LedgerError
from autograder.batch.members import Roster, keep_roster, known_now
from autograder.batch.publish import PAGES, RESULTS, Publisher
from autograder.batch.rejudge import Release
from autograder.batch.rejudge_class import ClassRejudge
from autograder.batch.stored import hand_in_text
from autograder.batch.transcripts import KeptRuns, packed_array, unpacked_array
from autograder.batch.work import Graded
from autograder.cli import main
from autograder.commands.signals import Terminated
from autograder.intake.roster import Student
from autograder.records import HandIn, Person, SlipDays, SubmissionInfo
from autograder.spec import loader
from autograder.spec.term import Term
from tests.batch.conftest import hand_in
from tests.batch.test_batch import grades
from tests.support.toy import edited
from tests.support.warm import run


def rejudge(out: Path, staff: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run("rejudge", out, "--assignment", staff, *words)


def scores(out: Path) -> dict[str, float | None]:
    with Ledger(out) as ledger:
        return {one.key: one.score for one in ledger.submissions()}


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for name in (RESULTS, PAGES) for path in (out / name).iterdir()}


@pytest.mark.parametrize("trusting", [True, False])
def test_an_unchanged_assignment_gives_the_same_results_byte_for_byte(out: Path, staff: Path, trusting: bool) -> None:
    target = out.with_name("again")
    target.mkdir()
    assignment = loader.load(staff)
    with Ledger(out) as ledger:
        ledger.copy_to(target)
    with Ledger(target) as ledger:
        new = Release(assignment, load_answers(staff / "answers.npz", assignment))
        judged = ClassRejudge(ledger, Publisher(target, assignment), out, new, trusting=trusting).run()
    assert (judged.count, judged.unseen, judged.spared) == (6, {}, ())
    assert files(target) == files(out)
    assert scores(target) == scores(out)


def test_changed_points_and_tolerances_move_scores_and_diff_says_whose(out: Path, staff: Path) -> None:
    before = files(out)
    edited(staff, ("points: 6", "points: 9"), ("points: 3", "points: 6"))
    edited(staff, ("cases: scaled\n", "cases: scaled\n        atol: 100\n"))
    run("freeze", "--assignment", staff, cwd=staff.parent)
    done = rejudge(out, staff)
    assert done.returncode == 0 and "6 submissions judged again" in done.stdout, done.stderr
    assert files(out) == before
    new = out.with_name("out-rejudged")
    assert (scores(new)["ada"], scores(new)["cleo"]) == (14, 1)
    [bob] = [row for row in json.loads((new / RESULTS / "bob.json").read_bytes())["tests"] if "t1.slope" in row["name"]]
    assert "Not run yet" not in bob["output"]  # it was run before t1.scaled, which is right by now
    compared = run("diff", out, new, "--csv", out.parent / "moves.csv")
    assert compared.returncode == 0
    assert "ada ada: 11 -> 14 (+3) t1.scaled 3/3 -> 6/6 (passed)" in compared.stdout
    assert "Scores were out of 10 points, and are out of 13 now." in compared.stdout
    assert "out of" not in run("diff", out, out).stdout
    with (out.parent / "moves.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert rows["ada"]["by"] == "'+3"
    assert json.loads((new / RESULTS / "ada.json").read_bytes())["score"] == 14


def test_a_class_in_a_folder_that_may_not_be_written_is_judged_into_another_and_compared(
    out: Path, staff: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(staff, ("points: 6", "points: 9"), ("points: 3", "points: 6"))
    run("freeze", "--assignment", staff, cwd=staff.parent)
    monkeypatch.setattr(ledger_reading, "may_be_written", lambda path: False)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.rglob("*") if path.is_file()}
    new = out.with_name("elsewhere")
    words = ["rejudge", str(out), "--assignment", str(staff), "--to", str(new), "--jobs", "1"]
    for _ in range(2):
        judged = CliRunner().invoke(main, words)
        assert judged.exit_code == 0 and scores(new)["ada"] == 14, judged.output
        compared = CliRunner().invoke(main, ["diff", str(out), str(new)])
        assert compared.exit_code == 0 and "ada ada: 11 -> 14 (+3)" in compared.output
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.rglob("*") if path.is_file()} == before
    (out.parent / "file").write_text("")
    refused = CliRunner().invoke(main, [*words[:4], "--to", str(out.parent / "file" / "new")])
    assert refused.exit_code == 3 and "cannot be made (Not a directory): name a folder elsewhere" in refused.output


def test_never_lower_spares_whoever_would_lose(out: Path, staff: Path, classroom: Path) -> None:
    edited(staff, ("points: 6", "points: 4"), ("points: 3", "points: 1"))
    run("freeze", "--assignment", staff, cwd=staff.parent)
    done = rejudge(out, staff, "--never-lower")
    assert "would have lost points, and kept the earlier result" in done.stdout
    new = out.with_name("out-rejudged")
    assert scores(new)["ada"] == 11
    assert files(new)["ada.json"] == files(out)["ada.json"]
    assert "0 lose" in run("diff", out, new).stdout
    os.utime(classroom / "ada" / "toy.py", (1, 1))
    later = run("batch", classroom, "--assignment", staff, "--out", new)
    assert later.returncode == 0 and scores(new)["ada"] == 11, "nothing that follows takes the points away"
    assert files(new)["ada.json"] == files(out)["ada.json"]
    assert {row["out of"] for row in grades(new).values()} == {"8"}, "also of those who have no score"
    lower = rejudge(new, staff, "--to", new)
    assert lower.returncode == 0 and scores(new)["ada"] == 9


@pytest.mark.slow
def test_new_cases_are_named_and_can_be_run_alone(out: Path, staff: Path, classroom: Path) -> None:
    (path,) = [path for path in (staff / "cases").glob("*.py") if "def triple" in path.read_text()]
    path.write_text(path.read_text().replace('[Case("random"', '[Case("another", {"x": 77.0}), Case("random"'))
    run("freeze", "--assignment", staff, cwd=staff.parent)
    done = rejudge(out, staff)
    assert done.returncode == 3
    assert "must be run again, because t3.triple asks for what was not observed" in done.stdout
    new = out.with_name("out-rejudged")
    (classroom / "zoe").mkdir()
    again = run("batch", classroom, "--assignment", staff, "--out", new)
    assert again.returncode == 0
    assert scores(new) == {**scores(out), "zoe": 0}
    repeated = rejudge(out, staff)
    assert "so without results in" in repeated.stdout and "now: zoe." in repeated.stdout
    assert files(new).keys() == files(out).keys()
    assert repeated.returncode == 0 and "6 submissions judged again" in repeated.stdout, "what was run alone is kept"
    assert scores(new) == scores(out)


@pytest.mark.slow
def test_another_number_of_decks_makes_those_run_again_whose_deck_is_another_now(
    out: Path, staff: Path, classroom: Path
) -> None:
    before = scores(out)
    edited(staff, ("decks: 2", "decks: 1"))
    run("freeze", "--assignment", staff, cwd=staff.parent)
    new = out.with_name("out-rejudged")
    with Ledger(out) as ledger:
        moved = [entry.key for entry in ledger.entries().values() if entry.deck == 2]
    assert moved
    done = rejudge(out, staff)
    assert done.returncode == 3 and "because another deck asks for what was not observed" in done.stdout
    assert scores(new) == before, "nobody loses a point until then"
    compared = run("diff", out, new)
    runs_them = f"`autograder batch WHERE --out {new}` runs these alone."
    assert "must be run again" in compared.stderr and runs_them in compared.stderr and runs_them in done.stdout
    assert run("batch", classroom, "--assignment", staff, "--out", new).returncode == 0
    assert scores(new) == before and not run("diff", out, new).stderr
    again = rejudge(out, staff)
    assert again.returncode == 0, "what was run on its new deck is kept"
    with Ledger(new) as ledger:
        assert {entry.deck for entry in ledger.entries().values() if entry.content} == {1}
    assert scores(new) == before


def test_a_check_that_the_grader_fails_on_costs_the_submission_its_score_and_no_points(out: Path, staff: Path) -> None:
    target = out.with_name("again")
    target.mkdir()
    assignment = loader.load(staff)
    with Ledger(out) as ledger:
        ledger.copy_to(target)
    answers = load_answers(staff / "answers.npz", assignment)
    lost = {place: rows for place, rows in answers.rows.items() if place[1] != "t1.double"}
    with Ledger(target) as ledger:
        new = Release(assignment, replace(answers, rows=lost))
        ClassRejudge(ledger, Publisher(target, assignment), out, new).run()
        ada = ledger.submission("ada")
        assert (ada.outcome, ada.score, ada.reason) == ("broken", None, "The grader failed on t1.double.")
        assert not ledger.entries()["ada"].published, "a later batch grades it"


@pytest.mark.slow
def test_each_submission_is_compared_with_the_release_that_it_was_run_under(
    tmp_path: Path, staff: Path, toy_source: dict[str, str]
) -> None:
    where, outs = tmp_path / "class", [tmp_path / name for name in ("one", "two", "three", "fresh")]
    spec = (staff / "assignment.yaml").read_text()
    hand_in(where / "bob", toy_source, "return k * x", "return k + x")
    assert run("batch", where, "--assignment", staff, "--out", outs[0]).returncode == 0
    edited(staff, ("cases: scaled\n", "cases: scaled\n        atol: 100\n"))
    run("freeze", "--assignment", staff, cwd=tmp_path)
    assert rejudge(outs[0], staff, "--to", outs[1]).returncode == 0
    hand_in(where / "zoe", toy_source, "return k * x", "return x + k")
    assert run("batch", where, "--assignment", staff, "--out", outs[1]).returncode == 0
    (staff / "assignment.yaml").write_text(
        spec.replace("points: 6", "points: 7", 1).replace("points: 3", "points: 4", 1)
    )
    run("freeze", "--assignment", staff, cwd=tmp_path)
    assert rejudge(outs[1], staff, "--to", outs[2]).returncode == 0
    assert run("batch", where, "--assignment", staff, "--out", outs[3]).returncode == 0
    assert scores(outs[2]) == scores(outs[3]) and scores(outs[3])["zoe"] == scores(outs[3])["bob"]


def test_a_copy_is_never_made_over_the_ledger_of_another_class_and_keeps_what_was_graded_there(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "copy", "other")]
    for folder in folders:
        folder.mkdir()
    key, entry = GradingKey("c", 1, "r"), LedgerEntry("zoe", 0, "", "c", 1)
    with Ledger(folders[0]) as one, Ledger(folders[2]) as other:
        one.keep_assignment("toy")
        other.keep_assignment("toy")
        one.copy_to(folders[1])
        with Ledger(folders[1]) as copy:
            copy.keep(key, Graded("graded", "", b"r"))
            copy.enter(entry, GradedSubmission("zoe", (), None, "graded", "", 1.0, 1.0, 1.0))
        assert one.copy_to(folders[1]) == {"zoe"}
        with Ledger(folders[1]) as copy:
            assert copy.grading(key) is not None and copy.entries() == {}
        with pytest.raises(LedgerError, match="is the ledger of another class: name another folder with --to"):
            one.copy_to(folders[2])
        with pytest.raises(LedgerError, match="holds the gradings of the assignment 'toy', and not of 'hw2'"):
            one.keep_assignment("hw2")
        other.keep_notes({ASSIGNMENT: "hw2"})
    done = CliRunner().invoke(main, ["diff", str(folders[0]), str(folders[2])])
    assert done.exit_code == 2 and "and not of 'toy': give another folder" in done.output


def test_slip_days_of_a_ledger_that_says_nothing_of_a_roster_stay(tmp_path: Path) -> None:
    info = SubmissionInfo(slip_days=SlipDays(2))
    people = (Person("", "1"),), (Person("", "2"),)
    hand_ins = [HandIn(those[0].id, those[0].id, those, Path("x"), info=info) for those in people]
    entries = [LedgerEntry(one.key, 0, "", "", 1, "", hand_in_text(one)) for one in hand_ins]
    with Ledger(tmp_path) as ledger:
        kept = [one.info.slip_days for one in known_now(ledger, entries, Term(5, {}), "toy")]
        keep_roster(ledger, Roster("r.csv", (Student(Person("Ada", "1"), slip_days=1),)))
        known = known_now(ledger, entries, Term(5, {}), "toy")
    assert kept == [SlipDays(2), SlipDays(2)]
    assert [one.info.slip_days for one in known] == [SlipDays(1), SlipDays(5)]
    assert [one.people[0].name for one in known] == ["Ada", ""]


def test_a_judging_that_was_stopped_is_told_until_it_is_done(
    tmp_path: Path, staff: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(self: ClassRejudge) -> None:
        raise Terminated

    words = ["rejudge", str(tmp_path / "out"), "--assignment", str(staff)]
    (tmp_path / "out").mkdir()
    with Ledger(tmp_path / "out") as ledger:
        ledger.keep_assignment("toy")
    with monkeypatch.context() as patched:
        patched.setattr(ClassRejudge, "run", stopped)
        done = CliRunner().invoke(main, words)
    assert done.exit_code == 130 and "out-rejudged is judged in part. The same command judges all of it." in done.output
    compare = ["diff", str(tmp_path / "out"), str(tmp_path / "out-rejudged")]
    assert "out-rejudged is judged in part" in CliRunner().invoke(main, compare).output
    assert CliRunner().invoke(main, words).exit_code == 0
    assert "in part" not in CliRunner().invoke(main, compare).output


def test_without_a_ledger_there_is_nothing_to_judge(tmp_path: Path, staff: Path) -> None:
    done = rejudge(tmp_path, staff)
    assert done.returncode == 2
    assert "holds no ledger; `autograder batch` writes one." in done.stderr


@pytest.mark.parametrize("dtype", ["<f8", "<f4", "<i8", "|i1", ">f8"])
def test_arrays_come_back_bit_for_bit(dtype: str) -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(size=(40, 30)).astype(dtype)
    array = (base.astype("<f8") * (1 + 1e-15)).astype(dtype)
    array.reshape(-1)[7] = np.nan if array.dtype.kind == "f" else 99
    near, alone = packed_array(array, base), packed_array(array, None)
    for packed in (near, alone):
        back = unpacked_array(packed, lambda digest: base)
        assert back.dtype == array.dtype and back.tobytes() == array.tobytes()
    assert len(near.data) <= len(alone.data)
    assert packed_array(base, base).data == b""


def test_runs_are_found_by_their_check_whatever_texts_stand_in_them() -> None:
    sly = 'said {"t2.two":[{"calls":[]}],"t3.three":[{"calls":\\"'
    runs = {name: [{"calls": [[sly, {"t2.two": []}]], "verdict": name}] * 2 for name in ("t1.one", "t3.three", 'a"b\\')}
    kept = KeptRuns(stored.packed(runs))
    assert {name: kept.of(name) for name in runs} == runs
    assert kept.of("t2.two") == []


def test_a_copy_of_the_ledger_is_a_ledger(out: Path, tmp_path: Path) -> None:
    with Ledger(out) as ledger:
        ledger.copy_to(tmp_path)
    shutil.rmtree(out)
    assert scores(tmp_path)["ada"] == 11 and (tmp_path / FILE).is_file()
