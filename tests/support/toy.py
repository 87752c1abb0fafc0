"""The toy assignment: copies of its folder that tests may change, with known mistakes and frozen."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

from autograder.answers.store import Answers
from autograder.freeze.mistakes import Kept, add_wrong_answers
from autograder.freeze.reference import freeze
from autograder.grading.cache import VerdictCache
from autograder.records import Assignment, silent
from autograder.sandbox import Sandbox
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import TOY

REFERENCE = ("toy.py", "helper_free.py")

MISTAKES = """\
question: t1
file: toy.py
mistakes:
  - id: half
    idea: double halves
    within: double
    with: return x / 2
    checks: [t1.double]
    hint: Is twice a number larger or smaller?
  - id: absolute
    idea: double forgets the sign
    within: double
    replace: "2 * x"
    with: "2 * abs(x)"
    checks: [t1.double]
    hint: What is twice a negative number?
  - id: shifted
    idea: scaled adds k
    within: scaled
    replace: "k * x"
    with: "k + x"
    checks: [t1.scaled]
    hint: What does scaled give for x = 0?
  - id: no_upstream
    idea: The upstream gradient is left out
    within: scaled_backward
    with: return k + 0 * dz
    checks: [t1.slope]
    hint: What arrives from above?
"""
MORE = """\
question: t2
file: toy.py
mistakes:
  - id: sorted
    idea: The numbers are not shuffled
    within: shuffled
    with: return np.arange(n)
    checks: [t2.order]
    hint: Where does chance come in?
  - id: replaced
    idea: Numbers are drawn with replacement
    within: shuffled
    with: return rng.integers(0, n, size=n)
    checks: [t2.order]
    hint: Is every number there?
  - id: all_ones
    idea: Everything is called positive
    within: classify
    with: return np.ones(len(X), dtype=int)
    checks: [t2.classify]
    hint: What is a negative number called?
"""


def copy_of_toy(folder: Path) -> Path:
    """The toy's staff folder as ``folder``."""
    return Path(shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("__pycache__")))


def toy_with_mistakes(folder: Path, mistakes: str = MISTAKES) -> Path:
    """The toy's staff folder, with these mistakes of its first question and some of its second."""
    copy_of_toy(folder)
    (folder / "mistakes").mkdir()
    (folder / "mistakes" / "t1.yaml").write_text(mistakes)
    (folder / "mistakes" / "t2.yaml").write_text(MORE)
    return folder


def edited(folder: Path, *changes: tuple[str, str], name: str = staff_folder.SPEC_NAME) -> Path:
    """The folder, after these texts in one of its files were replaced, each where it stands first."""
    path = folder / name
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)
    return folder


def frozen(folder: Path, sandbox: Sandbox, cache: Path) -> tuple[Assignment, Answers]:
    """The assignment of a folder, with its answers and what its mistakes show."""
    assignment = loader.load(folder)
    answers = freeze(StaffFolder(folder), assignment, sandbox)
    return assignment, add_wrong_answers(StaffFolder(folder), assignment, answers, Kept(VerdictCache(cache)), 2, silent)


def with_function(source: dict[str, str], code: str) -> dict[str, str]:
    """The toy reference with functions redefined below it."""
    return {**source, "toy.py": source["toy.py"] + "\n\n" + textwrap.dedent(code)}


def with_a_mistake(folder: Path, idea: str = "half", hint: str = "Is it half?") -> Path:
    """The toy's folder with one known mistake, whose idea and hint are these, as YAML."""
    (folder / "mistakes").mkdir()
    (folder / "mistakes" / "t1.yaml").write_text(
        "question: t1\nfile: toy.py\nmistakes:\n  - id: half\n"
        f"    idea: {idea}\n    replace: 2 * x\n    with: x\n    checks: [t1.double]\n"
        f"    hint: {hint}\n"
    )
    return folder
