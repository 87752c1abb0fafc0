"""What the handouts for staff say to do works when it is done."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from press import code

from autograder.checks import KINDS
from autograder.mistakes import catalogue
from autograder.spec import loader, schema
from autograder.spec.staff_folder import StaffFolder
from tests.hostile import conftest as hostile
from tests.hostile.corpus import attacks
from tests.hostile.envelopes import Envelope
from tests.support.places import ROOT
from tests.support.toy import copy_of_toy

from .conftest import WRITTEN

pytestmark = pytest.mark.slow

STAFF = (WRITTEN / "staff.md").read_text(encoding="utf-8")
PROVE = (WRITTEN / "staff-prove.md").read_text(encoding="utf-8")
EVERY = [block for language in ("python", "yaml") for block in code.blocks(STAFF, language)]
LITERAL = "import numpy as np\n\n\ndef softplus(x):\n    return np.log(1 + np.exp(x))\n"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy assignment and the framework, grown by everything that the handout adds step by step, and frozen."""
    staff = tmp_path_factory.mktemp("grown")
    copy_of_toy(staff / "solution")
    shutil.copytree(ROOT / "autograder", staff / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    for block in EVERY:
        if name := block.attribute("file"):
            path = _place(staff, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.code, encoding="utf-8")
    kinds = staff / "autograder" / "checks" / "__init__.py"
    _replaced(kinds, "import accuracy, ", "import accuracy, between, ")
    _replaced(staff / "solution" / "assignment.yaml", "helper_free.py]", "helper_free.py, softplus.py]")
    for block in EVERY:
        if name := block.attribute("into"):
            _insert(_place(staff, name), block.attribute("after"), block.code)
    _replaced(
        staff / "solution" / "assignment.yaml",
        "title: A smooth ReLU\n    points: 2",
        "title: A smooth ReLU\n    points: 3",
    )
    autograder(staff, "freeze")
    return staff


def _place(staff: Path, name: str) -> Path:
    """A file of the framework by its path, and one of the assignment within its folder."""
    return staff / name if name.startswith("autograder/") else staff / "solution" / name


def _insert(path: Path, after: str, text: str) -> None:
    """Put ``text`` below the line that holds ``after``, or at the end."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if after in line]
    assert found, f"{path.name} has no line with {after!r}"
    at = found[0] if after else len(lines)
    path.write_text("\n".join([*lines[:at], text.rstrip("\n"), *lines[at:], ""]), encoding="utf-8")


def _replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def autograder(staff: Path, *words: str, status: int = 0) -> str:
    """One command of the grown framework."""
    environment = {**os.environ, "COLUMNS": "100", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "autograder", *words]
    done = subprocess.run(command, cwd=staff, env=environment, capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def test_the_question_that_the_handout_adds_gives_its_reference_full_marks(grown: Path, tmp_path: Path) -> None:
    autograder(grown, "grade", "solution", "-q", "q12", "--results", str(tmp_path / "r.json"))
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["score"] == 3


def test_the_mistake_that_the_handout_adds_is_recognised(grown: Path, tmp_path: Path) -> None:
    student = _handed_in(tmp_path, LITERAL)
    said = autograder(grown, "grade", student, "-q", "q12.softplus", "--results", str(tmp_path / "r.json"))
    assert "Where did it become infinite?" in said


def test_the_case_that_the_handout_adds_is_one_of_the_checks(grown: Path, tmp_path: Path) -> None:
    student = _handed_in(tmp_path, LITERAL.replace("return ", "return (np.abs(x) > 0) * "))
    words = ["grade", student, "-q", "q12.softplus", "--case", "at zero", "--results", str(tmp_path / "r.json")]
    assert "What is log 2?" in autograder(grown, *words)


def test_the_check_that_the_handout_adds_looks_at_shapes(grown: Path, tmp_path: Path) -> None:
    student = _handed_in(tmp_path, LITERAL.replace("np.log(1 + np.exp(x))", "np.logaddexp(0, x).ravel()"))
    said = autograder(grown, "grade", student, "-q", "q12.shapes", "--results", str(tmp_path / "r.json"))
    assert "softplus keeps the shape of its argument" in said and "What is the shape of what you return?" in said


def test_the_kind_that_the_handout_adds_judges_and_has_words_for_the_tables(grown: Path, tmp_path: Path) -> None:
    student = _handed_in(tmp_path, LITERAL.replace("np.log(1 + np.exp(x))", "np.logaddexp(0, x) - 1"))
    said = autograder(grown, "grade", student, "-q", "q12.positive", "--results", str(tmp_path / "r.json"))
    assert "Every number must lie between 0 and 100000." in said
    words = "from autograder.checks import KINDS; print(KINDS['between'].words)"
    told = subprocess.run([sys.executable, "-c", words], cwd=grown, capture_output=True, text=True, check=True).stdout
    assert told == "two bounds\n"


def _handed_in(folder: Path, softplus: str) -> str:
    (folder / "ada").mkdir()
    (folder / "ada" / "softplus.py").write_text(softplus, encoding="utf-8")
    return str(folder / "ada")


def test_the_settings_of_every_kind_are_in_the_handout(filled: Callable[[str], str]) -> None:
    for name, kind in KINDS.items():
        [row] = [line for line in filled("staff").splitlines() if line.startswith(f"| `{name}` |")]
        assert all(f"`{field.name}`" in row for field in fields(kind.options))


def test_the_late_policy_in_the_handout_is_the_one_of_the_assignment(filled: Callable[[str], str]) -> None:
    [block] = [yaml.safe_load(one.code) for one in code.blocks(filled("staff"), "yaml") if "late:" in one.code]
    assert schema.LateText.model_validate(block["late"]).model_dump() == vars(loader.load(ROOT / "solution").late)
    assert "| 2 days 1 hour late | 3 | 2 | 8 |" in filled("staff")
    assert "| 21 days late | 21 | 2 | 40 |" in filled("staff")


def test_the_mistake_that_is_shown_is_one_that_the_assignment_takes(tmp_path: Path) -> None:
    [shown] = [block for block in code.blocks(PROVE, "yaml") if "mistake" in block.classes]
    shutil.copytree(ROOT / "solution", tmp_path / "solution", ignore=shutil.ignore_patterns("mistakes", "*.npz"))
    (tmp_path / "solution" / "mistakes").mkdir()
    (tmp_path / "solution" / "mistakes" / "q4.yaml").write_text(shown.code, encoding="utf-8")
    folder = tmp_path / "solution"
    [mistake] = catalogue.load(StaffFolder(folder), loader.load(folder))
    known = {check.id for check in loader.load(ROOT / "solution").checks}
    assert set(mistake.checks) <= known and mistake.question == "q4"


def test_the_line_of_the_attacks_is_the_one_that_the_tests_print(filled: Callable[[str], str]) -> None:
    rows = {attack.name: {"status": attack.expect, "broken": []} for attack in attacks()}
    said = hostile.summary(hostile.Outcome(Envelope("root", (), 0), rows, "A", frozenset({"landlock"})))
    assert f"```text\n{said}\n```" in filled("staff-security")


def test_the_steps_before_a_release_build_the_handouts_and_release_what_is_committed() -> None:
    [before] = re.findall(r"\*\*Before it is released\*\*\n\n(.*?)\n\n\*\*", STAFF, re.S)
    steps = ("`make freeze release`", "commit", "`make handouts`", "`python -m autograder release`")
    order = [before.index(step) for step in steps]
    assert order == sorted(order) and "--dirty" not in before
