"""The folder in which everything is laid out that graders grade: the student's code, the checks, a class."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.records import Rng
from autograder.spec import loader, staff_code
from autograder.spec.cases import decks_of, draw
from tests.support.places import ROOT, SOLUTION

HERE = Path(__file__).parent
TWELVE = HERE / "twelve"
STUDENT = ("layers.py", "softmax.py", "sgd.py", "network.py")
OWN_IMPORTS = tuple(f"from {name[:-3]} import" for name in STUDENT)
CLASS = 100


@dataclass(frozen=True)
class Place:
    """A folder of a bench, with a virtual environment for each grader below ``environments``."""

    folder: Path
    environments: Path

    @property
    def staff(self) -> Path:
        return self.folder / "staff"

    @property
    def common(self) -> Path:
        """The modules that all peers' tests import."""
        return self.folder / "common"

    def submission(self, number: int) -> Path:
        """The folder that one student handed in."""
        return self.folder / "class" / f"s{number:04}"

    def python(self, grader: str) -> str:
        return str(self.environments / grader / "bin" / "python")


def lay_out(place: Place, students: int) -> None:
    """Write the shared files, freeze our own answers, and make a class, everybody with a file of their own."""
    shutil.rmtree(place.folder, ignore_errors=True)
    shutil.copytree(TWELVE / "staff", place.staff)
    code = student_code()
    (place.staff / "work.py").write_text(code)
    write_digits(place.staff / "digits.npz")
    place.common.mkdir()
    for name in ("twelve.py", "local.py", "bare.py", "floor.py"):
        shutil.copy(TWELVE / name, place.common)
    shutil.copy(TWELVE / "staff" / "probes" / "twelve.py", place.common / "probes_of_twelve.py")
    for number in range(students):
        place.submission(number).mkdir(parents=True)
        (place.submission(number) / "work.py").write_text(f"# {number}\n{code}")
    write_data(place)


def student_code() -> str:
    """The reference's files as one, the imports from each other left out."""
    lines = [line for name in STUDENT for line in (SOLUTION / name).read_text().splitlines(keepends=True)]
    return "".join(line for line in lines if not line.startswith(OWN_IMPORTS))


def write_digits(path: Path) -> None:
    """The digits with the labels of the test rows."""
    data = SOLUTION / "data"
    with np.load(data / "digits.npz") as digits, np.load(data / "digits_test_labels.npz") as labels:
        [y_test] = labels.values()
        np.savez(path, **dict(digits.items()), y_test=y_test)


def write_data(place: Place) -> None:
    """What the peers' tests load: inputs of our own cases, and what the reference gives for them."""
    assignment = loader.load(place.staff)
    cases = staff_code.functions(place.staff, "cases")
    data: dict[str, object] = {}
    for check in assignment.checks:
        [case] = draw(check, cases[check.cases], assignment.seed or 0, decks_of(check, 1)[0])
        values = {**case.inputs, **case.keep}
        data |= {f"{check.cases}.{name}": of.seed if isinstance(of, Rng) else of for name, of in values.items()}
    np.savez(place.common / "data.npz", **data)
    subprocess.run(
        [sys.executable, "-c", RIGHT],
        cwd=place.common,
        env={**os.environ, "PYTHONPATH": f"{place.common}:{place.staff}"},
        check=True,
    )


RIGHT = """
import numpy as np, local, twelve
call, right = local.caller(), dict(twelve.DATA)
for name in twelve.CHECKS:
    outputs = call(name, twelve.given(name))
    for key, value in outputs.items() if isinstance(outputs, dict) else [("", outputs)]:
        right[f"right.{name}.{key}".rstrip(".")] = value
np.savez("data.npz", **right)
"""


def install_own(place: Place) -> None:
    """Put this very tree where a release would be installed: an editable install starts more slowly."""
    [site] = (place.environments / "autograder" / "lib").glob("python3*/site-packages")
    shutil.rmtree(site / "autograder")
    shutil.copytree(ROOT / "autograder", site / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [place.python("autograder"), "-m", "compileall", "-q", str(site / "autograder")],
        check=False,
        capture_output=True,
    )


def own_words(place: Place, *words: object) -> list[str]:
    """A command of our own grader, as it is installed."""
    return [place.python("autograder"), "-m", "autograder", *map(str, words)]


def freeze(place: Place) -> None:
    """Freeze our answers as staff do."""
    words = own_words(place, "freeze", "--assignment", place.staff)
    subprocess.run(words, cwd=place.folder, check=True, capture_output=True)
