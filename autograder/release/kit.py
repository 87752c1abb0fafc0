"""The kit: the public part of an assignment, in the same form as the whole, which `autograder check` runs at home.

A hidden check leaves no trace in it: no id, no case, no answer, no probe and no law. Nor do the cases of public checks
on which submissions are graded: the kit has a deck of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml

from autograder.answers import npz
from autograder.answers import store as frozen
from autograder.answers.store import Answers
from autograder.checks import kind_of
from autograder.grading import time_limits
from autograder.grading.time_limits import Calibration
from autograder.records import Assignment, Check
from autograder.release import handed_out
from autograder.release.handed_out import HandedOut
from autograder.spec import staff_folder, yaml_document
from autograder.spec.cases import PUBLIC_DECK
from autograder.spec.slicing import sliced
from autograder.spec.staff_folder import StaffFolder

HEADER = "# Written by `autograder release`: the public checks of assignment.yaml. Changes here are lost.\n"
PLAYGROUND = "playground"
"""The folder with the playground's adapter, where an assignment has one."""
FOR_STAFF = ("seed", "decks", "contest", "most_per_mistake")
"""Settings that determine the cases of submissions, or concern staff alone."""
FOR_GRADING = ("carried",)
"""Settings of a check that only grading needs; their probes could help to solve a question."""
OF_THE_TERM = ("term",)
"""Settings of the late policy that need a file about everybody in the course."""
WAITS = ("after", "builds_on")
"""Settings that name the checks a check waits for."""
BY_HAND = '''"""The checks at Python's own prompt. Written by `autograder release`: changes here are lost."""

import os
import sys

_HERE, _path = os.path.dirname(os.path.abspath(__file__)), list(sys.path)
# beside a random.py of yours, what the checks need is still Python's own
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != os.path.dirname(_HERE)]

from pathlib import Path

from autograder.selfcheck import by_hand

KIT = Path(_HERE)
by_hand.probes_of(KIT)  # what the checks bring along can be imported: from probes... import ...
sys.path[:] = _path


def case(check, case, *names):
    """The inputs of a case by name, or only those that are named: kit.case("q1.example", "a case", "x", "y")."""
    return by_hand.case(KIT, check, case, *names)


def call(check, case):
    """Call the code in this folder as a check does, and return what the check would look at."""
    return by_hand.call(KIT, check, case)
'''
"""The kit's __init__.py, so that ``import kit`` works in a student's folder."""
SELFCHECK = "from autograder.selfcheck import by_hand\n"
PLAYGROUND_TOO = f"from autograder.playground import home\n{SELFCHECK}"
DATA_OF_THE_PLAYGROUND = '''

def data(name, noise=10, seed=1):
    """X, y, X_test, y_test: of "digits", or of "circle", "xor", "gauss" or "spiral" with noise in percent."""
    return home.data(KIT, name, noise, seed)
'''
"""What __init__.py holds besides where the assignment has a playground."""
PROGRAM = '''"""`python kit check`: the checks, also beside a file of yours that is named like a module of Python's."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) not in (HERE, os.path.dirname(HERE))]

try:
    from autograder.cli import main
except ModuleNotFoundError as error:
    sys.exit(
        f"This Python has no module {error.name}. Is the terminal outside of .venv? Enter it (README.md says how), "
        "then run: python -m pip install -r requirements.txt"
    )

main(prog_name="python kit")
'''
"""The kit's __main__.py. Python puts the kit's own folder on its path then, in which no file of a student's stands."""
MODULES: Mapping[str, str] = MappingProxyType({"__init__.py": BY_HAND, "__main__.py": PROGRAM})


def kit(folder: StaffFolder, assignment: Assignment, answers: Answers) -> dict[str, bytes]:
    """Every file of the kit, by its path there."""
    public = [check for check in assignment.checks if check.public]
    files = {
        staff_folder.SPEC_NAME: _public_spec(folder.spec, public).encode(),
        staff_folder.RELEASE_NAME: f"{assignment.release}\n".encode(),
        **{name: text.encode() for name, text in MODULES.items()},
    }
    probes = {name for check in public for name in kind_of(check).probes(check)}
    laws = {name for check in public for name in kind_of(check).laws(check)}
    for package, names in (("probes", probes), ("laws", laws), ("prompts", probes)):
        for module, text in sliced(package, folder.sources(package), names).items():
            files[f"{package}/{module}.py"] = text.encode()
    known = handed_out.handed_out(folder, assignment)
    files[handed_out.NAME] = handed_out.packed(HandedOut(names=known.names))
    rows = {key: row for key, row in answers.rows.items() if key[0] == PUBLIC_DECK}
    wrong = {key: row for key, row in answers.wrong.items() if key[0] == PUBLIC_DECK}
    files[staff_folder.ANSWERS_NAME] = npz.pack(frozen.tree_of(Answers(rows, wrong)))
    files.update(_playground(folder))
    if calibration := time_limits.read(folder.path / time_limits.PACE_NAME):
        # with the reference's times a check has the same time limit at home as when it is graded
        seconds = {check.id: calibration.checks[check.id] for check in public if check.id in calibration.checks}
        files[time_limits.PACE_NAME] = time_limits.to_bytes(Calibration(calibration.work, seconds))
    return files


def _playground(folder: StaffFolder) -> dict[str, bytes]:
    """The playground's adapter, what lies beside it, and a kit that gives its data; empty where there is none.

    Staff write it for students, so all of it is theirs.
    """
    paths = [path for path in (folder.path / PLAYGROUND).rglob("[!.]*") if path.is_file()]
    found = {
        path.relative_to(folder.path).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if "__pycache__" not in path.parts
    }
    with_data = BY_HAND.replace(SELFCHECK, PLAYGROUND_TOO) + DATA_OF_THE_PLAYGROUND
    return {**found, "__init__.py": with_data.encode()} if found else {}


def _public_spec(path: Path, public: list[Check]) -> str:
    """assignment.yaml with its public checks and their leaderboards alone; none of them waits for a hidden check."""
    data = yaml_document.read(path.read_text(encoding="utf-8")).data
    ids = {check.id for check in public}
    questions = []
    for question in data["questions"]:
        checks = [dict(check) for check in question.get("checks", ()) if {check["id"], check.get("of")} & ids]
        for check in checks:
            for key in FOR_GRADING:
                check.pop(key, None)
            waits = {key: [other for other in check.pop(key) if other in ids] for key in WAITS if key in check}
            check.update({key: waited_for for key, waited_for in waits.items() if waited_for})
        if checks:
            points = sum(check.get("points", 0) for check in checks if not check.get("optional"))
            hidden = {"hidden_points": left} if (left := round(question["points"] - points, 9)) else {}
            questions.append({**question, "points": points, **hidden, "checks": checks})
    data = {**{key: value for key, value in data.items() if key not in FOR_STAFF}, "questions": questions}
    if "late" in data:
        data["late"] = {key: value for key, value in data["late"].items() if key not in OF_THE_TERM}
    return HEADER + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)
