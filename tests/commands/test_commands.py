"""The commands as their users run them: what they print, what they write, and the status they end with."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.commands import ENVIRONMENT, command
from tests.support.commands import run as start
from tests.support.places import ROOT, TOY
from tests.support.toy import REFERENCE, copy_of_toy
from tests.support.waiting import wait_for
from tests.support.warm import run


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A staff folder with the toy assignment as ``solution``, frozen by the command itself."""
    home = tmp_path_factory.mktemp("staff")
    copy_of_toy(home / "solution")
    done = run("freeze", cwd=home)
    assert done.returncode == 0, done.stderr
    assert "answers.npz: " in done.stdout
    done = run("release", "--to", "assignment", cwd=home)
    assert done.returncode == 0, done.stderr
    return home


def hand_in(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "hand-in"
    folder.mkdir()
    for name in REFERENCE:
        shutil.copy(TOY / name, folder)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal here")
@pytest.mark.parametrize("words", [["freeze"], ["release", "--dirty"], ["prove"], ["schema"], ["doctor"]], ids=" ".join)
@pytest.mark.parametrize("module", ["numpy", "autograder.commands.{}"])
def test_ctrl_c_ends_any_command_in_a_word_also_while_it_is_imported(home, tmp_path, words, module):
    """Sent by whatever imports that module first, in the middle of its import."""
    name = module.format(words[0])
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING.format(name=name))
    done = start(*words, cwd=home, env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


INTERRUPTING = """\
import os, signal, sys

class Finder:
    def find_spec(name, path=None, target=None):
        if name == "{name}":
            sys.meta_path.remove(Finder)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder)
"""


def test_grading_prints_a_report_and_writes_results(home, tmp_path):
    done = start("grade", hand_in(tmp_path), "--results", tmp_path / "r.json", cwd=home)
    assert done.returncode == 0, done.stderr
    assert "Total 10 of 10, and 1 of 1 optional point" in done.stdout
    assert "t1.double" not in done.stdout and "6 of 6 checks pass" in done.stdout
    assert json.loads((tmp_path / "r.json").read_text())["score"] == 11
    assert sorted(os.listdir(tmp_path)) == ["hand-in", "r.json"]


def test_a_wrong_submission_is_still_graded_with_status_zero(home, tmp_path):
    done = run(
        "grade", hand_in(tmp_path, toy="def double(x):\n    return x\n"), "--results", tmp_path / "r.json", cwd=home
    )
    assert done.returncode == 0
    assert "value is 2, expected 4." in done.stdout and "toy.py has no scaled" in done.stdout


def test_json_goes_to_standard_output_and_nothing_else_does(home, tmp_path):
    done = start("grade", hand_in(tmp_path), "--results", tmp_path / "r.json", "--json", cwd=home)
    assert json.loads(done.stdout)["score"] == 11
    assert done.stderr == ""


def test_one_question_can_be_graded_alone_and_every_check_be_listed(home, tmp_path):
    done = run("grade", hand_in(tmp_path), "-q", "t2", "--all", "--results", tmp_path / "r.json", cwd=home)
    assert "t2.order" in done.stdout and "t1.double" not in done.stdout
    assert json.loads((tmp_path / "r.json").read_text())["score"] == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grade", "nowhere"], "nowhere: there is no such file or folder."),
        (
            ["grade", "solution", "-q", "t9"],
            "this assignment has no question or check 't9'; its questions are t1, t2, t3.",
        ),
        (
            ["grade", "solution", "-q", "T2.x"],
            "this assignment has no question or check 't2.x'; the checks of t2 are",
        ),
        (
            ["grade", "solution", "-q", "t2.ordr"],
            "the checks of t2 are t2.order, t2.classify, t2.board. Did you mean 't2.order'?",
        ),
        (
            ["grade", "solution", "-q", "t2.double"],
            "the checks of t2 are t2.order, t2.classify, t2.board.\n",
        ),
        (
            ["grade", "solution", "-q", "t2.board", "--case", "x"],
            "t2.board has no cases of its own; name the check that it ranks, t2.classify.",
        ),
        (["grade"], "Missing argument 'PATH'"),
        (["grad"], "No such command 'grad'"),
        (["check"], "There is no kit here."),
    ],
)
def test_bad_usage_is_a_sentence_and_status_two(home, tmp_path, words, said):
    done = run(*words, cwd=home)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


def test_a_broken_spec_grades_nothing_and_is_staffs_to_mend(home, tmp_path):
    staff = shutil.copytree(home, tmp_path / "staff")
    spec = staff / "solution" / "assignment.yaml"
    spec.write_text(spec.read_text().replace("kind: output", "kind: outptu").replace("seed: 1", "seed: no"))
    (staff / "results.json").write_text('{"score": 100}')
    done = run("grade", hand_in(tmp_path), cwd=staff)
    assert done.returncode == 3
    assert "did not finish" in (staff / "results.json").read_text()
    assert done.stderr.count("assignment.yaml:") >= 4 and "Did you mean 'output'?" in done.stderr
    assert "Total" not in done.stdout


def test_missing_answers_are_staffs_to_mend(home, tmp_path):
    staff = shutil.copytree(home, tmp_path / "staff")
    (staff / "solution" / "answers.npz").unlink()
    done = run("grade", hand_in(tmp_path), cwd=staff)
    assert done.returncode == 3 and "autograder freeze" in done.stderr
    assert "did not finish" in (staff / "results.json").read_text()


def test_results_that_cannot_be_written_are_said(home, tmp_path):
    done = run("grade", hand_in(tmp_path), "--results", tmp_path / "no" / "r.json", cwd=home)
    assert done.returncode == 3 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


def test_a_name_from_anywhere_prints_in_a_c_locale(home, tmp_path):
    folder = hand_in(tmp_path).rename(tmp_path / "žofie Ωmega")
    done = start(
        "grade", folder, "--results", tmp_path / "r.json", cwd=home, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0, done.stderr
    assert "Total 10 of 10" in done.stdout


@pytest.mark.slow
def test_a_platforms_stop_leaves_a_partial_report(home, tmp_path):
    """Three functions hang for longer than a save takes to come due, so that grading saves after the first of them
    and is at work on the others when it is stopped."""
    patient = shutil.copytree(home, tmp_path / "staff")
    spec = patient / "solution" / "assignment.yaml"
    spec.write_text(spec.read_text().replace("seconds: 2,", "seconds: 12,", 1))
    assert run("freeze", cwd=patient).returncode == 0
    hangs = "\nimport time\n\ndef {name}(*arguments):\n    time.sleep(60)\n"
    toy = (TOY / "toy.py").read_text() + hangs.format(name="shuffled") + hangs.format(name="classify")
    folder = hand_in(tmp_path, toy=toy, helper_free=hangs.format(name="triple"))
    results = tmp_path / "r.json"
    words = command("grade", folder, "--results", results)
    process = subprocess.Popen(
        words, cwd=patient, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(lambda: json.loads(results.read_text())["tests"] if results.exists() else [], "a first result")
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate()
    finally:
        process.kill()
    data = json.loads(results.read_text())
    assert process.returncode == 3 and "stopped from outside" in stderr
    assert len(data["tests"]) == 6 and data["score"] == 6
    assert "grading was stopped before it. This is not your fault" in data["tests"][-1]["output"]
    unreached = {test["name"].split(":")[0] for test in data["tests"] if "Not reached" in test["output"]}
    asked = {row["check"] for row in data["extra_data"]["findings"] if "Grade this submission again" in row["finding"]}
    assert unreached and asked == unreached
    assert data["output"].splitlines()[0] == (
        f"Grading was stopped before it had reached {len(asked)} of 6 checks. "
        "This is not your fault; course staff will run it again."
    )


def test_a_student_checks_at_home_and_reads_what_to_do_next(home, tmp_path):
    mine = shutil.copytree(home / "assignment", tmp_path / "mine")
    done = run("check", cwd=mine)
    assert done.returncode == 1
    assert " t1.double: double gives twice its argument\n" in re.sub(" +\n", "\n", done.stdout)
    assert "t1.slope" in done.stdout and "is the slope" not in done.stdout
    assert "t1.slope: scaled_backward is the slope" in run("check", "--all", cwd=mine).stdout
    assert "Not written yet: t1: double." in done.stdout and "python kit check t1" in done.stdout
    toy = mine / "toy.py"
    toy.write_text(toy.read_text().replace('raise NotImplementedError("t1: double")', "return 2 * x"))
    assert run("check", "t1.double", cwd=mine).returncode == 0
    toy.unlink()
    done = run("check", cwd=mine)
    assert "Note: This folder has no toy.py. What needs it cannot be checked." in done.stdout
    assert "Not handed in" not in done.stdout
    shutil.copy(TOY / "toy.py", toy)
    done = run("check", cwd=mine)
    assert done.returncode == 0 and "All public checks pass." in done.stdout


@pytest.mark.parametrize("name", ["random", "copy", "numbers", "string", "yaml", "click"])
def test_a_file_named_like_a_module_that_we_import_does_not_stop_the_check_at_home(home, tmp_path, name):
    mine = shutil.copytree(home / "assignment", tmp_path / "mine")
    shutil.copy(TOY / "toy.py", mine / "toy.py")
    (mine / f"{name}.py").write_text("raise SystemExit('this is the wrong module')\n")
    done = start("check", "t1", cwd=mine)
    assert done.returncode == 0 and "All public checks pass." in done.stdout, done.stderr
    told = f"{name}.py has the name of one of Python's own modules" in " ".join(done.stdout.split())
    assert told == (name in sys.stdlib_module_names)


def test_staff_may_work_in_the_folder_that_the_framework_is_in(tmp_path):
    shutil.copytree(ROOT / "autograder", tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "autograder" / "__init__.py").write_text('__version__ = "of this very folder"\n')
    assert "of this very folder" in start("--version", cwd=tmp_path, env={"PYTHONPATH": ""}).stdout


def test_a_loop_without_end_is_told_at_home_with_its_line(home, tmp_path):
    mine = shutil.copytree(home / "assignment", tmp_path / "mine")
    (mine / "toy.py").write_text("def double(x):\n    while True:\n        pass\n")
    done = run("check", "t1.double", cwd=mine)
    told = " ".join(done.stdout.split())
    assert "toy.py, line 2, in double" in told or "toy.py, line 3, in double" in told
    assert re.search(r"Still running after [\d.]+ s", done.stdout)


def test_watching_runs_again_when_a_file_is_saved(home, tmp_path):
    mine = shutil.copytree(home / "assignment", tmp_path / "mine")
    process = subprocess.Popen(
        command("check", "t1.double", "--watch"),
        cwd=mine,
        env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Next:"):
                break
        shutil.copy(TOY / "toy.py", mine / "toy.py")
        for line in process.stdout:
            if "t1.double passes" in line:
                break
        else:
            pytest.fail("the second run never came")
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("toy.py", b"\xef\xbb\xbf" + (TOY / "toy.py").read_bytes(), "Total 10 of 10"),
        ("toy.py", (TOY / "toy.py").read_bytes().replace(b"\n", b"\r\n"), "Total 10 of 10"),
        ("Toy.PY", (TOY / "toy.py").read_bytes(), "Toy.PY was taken for toy.py"),
        ("toy.py", b"", "toy.py is empty."),
        ("toy.py", b"def double(x:\n    return 2 * x\n", "SyntaxError"),
        ("toy.py", (TOY / "toy.py").read_text().encode("utf-16"), "UTF-8"),
        ("toy.py", b"# coding: utf-7\n+AHg-", "toy.py"),
        ("random.py", b"def permutation(n):\n    return 0\n", "random.py has the name of one of Python's own modules"),
    ],
    ids=["BOM", "CRLF", "case", "empty", "syntax", "utf-16", "codec cookie", "random.py"],
)
def test_odd_files_give_a_sentence_and_the_rest_is_graded(home, tmp_path, name, content, words):
    folder = hand_in(tmp_path)
    if name.lower() == "toy.py":
        (folder / "toy.py").unlink()
    (folder / name).write_bytes(content)
    done = run("grade", folder, "--results", tmp_path / "r.json", cwd=home)
    assert done.returncode == 0, done.stderr
    assert words in " ".join(done.stdout.split())
    assert "1 of 1 optional point" in done.stdout


def test_a_zip_with_a_folder_around_and_a_macs_files_is_graded(home, tmp_path):
    path = tmp_path / "mine.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("toy.py", "helper_free.py"):
            archive.write(TOY / name, f"my homework/{name}")
        archive.writestr("__MACOSX/my homework/._toy.py", b"\0\5\x16\7")
    done = run("grade", path, "--results", tmp_path / "r.json", cwd=home)
    assert done.returncode == 0
    assert "Total 10 of 10" in done.stdout and "in the folder my homework" in done.stdout


def test_help_names_every_command_and_every_command_has_help(home):
    from autograder.cli import COMMANDS

    listed = start("--help", cwd=home).stdout
    for name in COMMANDS:
        assert name in listed
        done = run(name, "--help", cwd=home)
        assert done.returncode == 0 and "Usage:" in done.stdout


@pytest.mark.parametrize("out", ["a_file", "a_file/deeper"])
def test_where_nothing_can_be_written_the_command_ends_with_staffs_status(
    tmp_path: Path, toy_folder: Path, out: str
) -> None:
    (tmp_path / "a_file").write_text("")
    (tmp_path / "class" / "ada").mkdir(parents=True)
    done = run("batch", tmp_path / "class", "--assignment", toy_folder, "--out", tmp_path / out)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert str(tmp_path / "a_file") in done.stderr
