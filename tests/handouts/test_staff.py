"""What the staff handout says to do works when it is done."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from autograder.cli import main
from autograder.spec import DatesText, LateText

from .conftest import HANDOUTS, ROOT
from .snippets import BLOCK, blocks

STAFF = HANDOUTS / "staff.md"
FILE = re.compile(r'file="([^"]+)"')
LITERAL = "import numpy as np\n\n\ndef softplus(x):\n    return np.log(1 + np.exp(x))\n"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy assignment, grown by the question that the handout adds step by step, and frozen."""
    folder = tmp_path_factory.mktemp("grown") / "solution"
    shutil.copytree(ROOT / "tests" / "toy", folder)
    for match in BLOCK.finditer(STAFF.read_text(encoding="utf-8")):
        if name := FILE.search(match["info"]):
            path = folder / name[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(match["code"], encoding="utf-8")
    spec = folder / "assignment.yaml"
    [question] = [block.code for block in blocks(STAFF, "yaml") if "into" in block.classes]
    text = spec.read_text(encoding="utf-8").replace("helper_free.py]", "helper_free.py, softplus.py]")
    spec.write_text(text.rstrip("\n") + "\n" + question, encoding="utf-8")
    run("freeze", "--assignment", str(folder))
    return folder


def run(*words: str, status: int = 0) -> str:
    """One command, in this process."""
    done = CliRunner().invoke(main, list(words), env={"COLUMNS": "100"})
    assert done.exit_code == status, done.output
    return " ".join(done.output.split())


def grade(grown: Path, submission: Path, question: str, results: Path) -> str:
    return run("grade", str(submission), "--assignment", str(grown), "-q", question, "--results", str(results))


def test_the_question_that_the_handout_adds_gives_its_reference_full_marks(grown: Path, tmp_path: Path) -> None:
    grade(grown, grown, "q12", tmp_path / "results.json")
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["score"] == 2


def test_the_mistake_that_the_handout_adds_is_recognised(grown: Path, tmp_path: Path) -> None:
    student = tmp_path / "ada"
    student.mkdir()
    (student / "softplus.py").write_text(LITERAL, encoding="utf-8")
    assert "Where did it become infinite?" in grade(grown, student, "q12.softplus", tmp_path / "results.json")


def test_the_late_policy_in_the_handout_is_one_that_the_spec_takes() -> None:
    [block] = [block for block in blocks(STAFF, "yaml") if "policy" in block.classes]
    policy = yaml.safe_load(block.code)
    LateText.model_validate(policy["late"])
    DatesText.model_validate(policy["dates"])
    assert isinstance(policy["hints_per_day"], int)


def test_the_files_that_the_handout_writes_are_those_of_the_question() -> None:
    names = FILE.findall(STAFF.read_text(encoding="utf-8"))
    assert names == ["softplus.py", "probes/softplus.py", "cases/softplus.py", "laws/softplus.py", "mistakes/q12.yaml"]
