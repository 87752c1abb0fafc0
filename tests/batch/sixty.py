"""A class of sixty as Gradescope exports it: right solutions, known mistakes, half-finished, hostile and damaged work.

All of it is made from what the other tests use. `sixty` is the class, `export` its zip, and `gradebook` the file that
Canvas would give for it. Entries of the same bytes have ids of the same deck, and so are graded once, as in any class.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, cycle, islice
from pathlib import Path

from autograder.freeze.reference import reference
from autograder.mistakes import catalogue
from autograder.prove.right import variants
from autograder.records import Assignment, Person, Submission
from autograder.release.folder import skeletons
from autograder.spec.cases import deck_for
from autograder.spec.staff_folder import StaffFolder
from tests.hostile.corpus import attacks
from tests.support.places import TESTS
from tests.support.real import real

Files = Mapping[str, bytes]
FIRST_ID = 381579001
HOME = "assignment_8046601_export"
RIGHT, MISTAKEN, WRONG, GAVE_UP, DIFFERENT = 1, 1, 1, 38, 18
STRANGE = {"new\nline.py": b"", "🎉.py": b"", "=cmd().txt": b""}
"""Files of odd names, beside which right work is right."""
ATTACKS = ("memory_bomb", "crash", "exit_at_import", "deep_sleep")
"""Attacks that need no name of the hostile assignment but ``double``."""
WITH_ALL_ELSE_RIGHT = "crash"
"""The attack beside which the other files are right; beside the others they do not load, and so cost little."""
DONE_FIRST = ("warmup.py", "search.py", "softmax.py", "gradients.py")
"""What is done where the rest is as it was handed out."""
NO_PYTHON = b"def f(:\n"
UNLOADABLE = {
    "search.py": "x = 1\n".encode("utf-16"),
    "softmax.py": b"import torch\n",
    "gradients.py": b"epsilon = np.finfo(float).eps\nimport numpy as np\n",
    "graph.py": b"def f(x)\n    return x\n",
    "sgd.py": b"from my_tools import helper\n",
    "network.py": b"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> main\n",
}
"""UTF-16, a package that is not there, a name too early, no colon, an own helper left at home, and a conflict."""


@dataclass(frozen=True)
class Member:
    """One entry of the export: its files (None: the yml names a folder that is not there), the outcome that its grading
    must come to (empty: depends on the machine), and whether it earns all points (None: nobody says).

    ``group`` is how many people handed it in; ``named`` is whether the yml knows it; ``sid`` is another student's;
    ``deck`` is that of its id.
    """

    what: str
    files: Files | None
    outcome: str = "graded"
    full: bool | None = None
    group: int = 1
    named: bool = True
    late: bool = False
    sid: str = ""
    deck: int = 1


def sixty(folder: StaffFolder, assignment: Assignment) -> list[Member]:
    """The class, in the order of its ids."""
    right = reference(folder, assignment)
    members = [*_right(right), *_wrong(folder, assignment, right), *_hostile(right), *_unloadable(right.files)]
    members += [*_odd(right.files), *_gave_up(right.files)]
    skeleton = {name: text.encode() for name, text in skeletons(folder, assignment).items()}
    half = skeleton | {name: right.files[name] for name in DONE_FIRST}
    members += [Member("half", half, group=3), Member("half, late", half, late=True)]
    members += [Member("skeleton", skeleton), Member("skeleton again", skeleton)]
    return members


def _right(right: Submission) -> Iterator[Member]:
    found = variants(right, TESTS / "variants")
    for one in found[:: len(found) // RIGHT][:RIGHT]:
        yield Member(f"right: {one.name}", {**one.files, **STRANGE}, full=True)


def _wrong(folder: StaffFolder, assignment: Assignment, right: Submission) -> Iterator[Member]:
    known, worth = catalogue.load(folder, assignment), {check.id: check.points for check in assignment.checks}
    for mistake in known[:: len(known) // MISTAKEN][:MISTAKEN]:
        costs = any(worth[check] for check in mistake.checks)
        yield Member(f"mistake: {mistake.id}", catalogue.submission(mistake, right).files, full=not costs, deck=2)
    for one in variants(right, TESTS / "wrong")[:WRONG]:
        yield Member(f"wrong: {one.name}", one.files, full=False, deck=3)


def _hostile(right: Submission) -> Iterator[Member]:
    for attack in attacks():
        if attack.name in ATTACKS:
            source = attack.files({})["work.py"].replace(b"def double(", b"def identity(")
            others = right.files if attack.name == WITH_ALL_ELSE_RIGHT else dict.fromkeys(right.files, NO_PYTHON)
            yield Member(f"hostile: {attack.name}", {**others, "warmup.py": source}, "", full=False)


def _unloadable(files: Files) -> Iterator[Member]:
    yield Member("unloadable: in six ways", {**files, **UNLOADABLE}, "crash", full=False)
    yield Member("unloadable: everything", dict.fromkeys(files, NO_PYTHON), "crash", full=False)


def _odd(files: Files) -> Iterator[Member]:
    yield Member("empty", {}, "missing files", full=False)
    yield Member("ten thousand", {f"f{number}.py": b"" for number in range(10_000)}, "unreadable")
    yield Member("packed", {"handed in.zip": packed(files)}, full=True)
    yield Member("corrupt", {"work.zip": packed(files)[:900]}, "unreadable")
    yield Member("bomb", {"work.zip": packed({"work.py": b"#" * (100 << 20)})}, "unreadable")
    yield Member("nested", {f"my work/final/{name}": data for name, data in files.items()}, full=True)
    yield Member("gone", None, "missing files")
    yield Member("unnamed", files, full=True, named=False)
    yield Member("one id", files, full=True, sid=student(0).id)


def _gave_up(files: Files) -> Iterator[Member]:
    """Who handed in a single file; each is handed in by several, with a comment of their own or copied to the byte."""
    for number, (name, data) in enumerate(islice(cycle(files.items()), GAVE_UP)):
        comment = b"# %d\n" % (number % DIFFERENT)
        yield Member(f"only {name}, {number}", {name: data + comment}, "missing files", full=False)


def packed(files: Files) -> bytes:
    """The files as a zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


# --- the class as files


def student(number: int) -> Person:
    """One of the course's students."""
    return Person(f"First{number:02} Last{number:02}", f"s{2000 + number}", f"student{number:02}@uni.example")


def people(members: Sequence[Member]) -> list[list[Person]]:
    """Whose each entry is."""
    found, known = [], 0
    for one in members:
        those = [student(known + place) for place in range(one.group)]
        found.append([replace(person, id=one.sid or person.id) for person in those])
        known += one.group
    return found


def keys(members: Sequence[Member]) -> dict[str, Member]:
    """Each entry by the name of its folder, which decides its deck; ids go up."""
    found: dict[str, Member] = {}
    ids = count(FIRST_ID)
    for one in members:
        names = (f"submission_{number}" for number in ids)
        found[next(name for name in names if deck_for(name, real().decks) == one.deck)] = one
    return found


def export(path: Path, members: Sequence[Member]) -> Path:
    """The class as the zip that Gradescope gives."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{HOME}/submission_metadata.yml", metadata(members))
        archive.writestr(f"{HOME}/.DS_Store", b"")
        for key, one in keys(members).items():
            folder = f"{HOME}/{key}"
            if one.files is not None:
                archive.writestr(f"{folder}/", b"")
            for name, data in (one.files or {}).items():
                archive.writestr(f"{folder}/{name}", data)
    return path


def metadata(members: Sequence[Member]) -> str:
    """submission_metadata.yml: who handed in what when, with the results of earlier attempts."""
    entries = []
    for number, (key, one, those) in enumerate(zip(keys(members), members, people(members), strict=True)):
        if one.named:
            who = "".join(f"  - :name: {p.name}\n    :sid: {p.id}\n    :email: {p.email}\n" for p in those)
            day = 15 if one.late else 11
            entries.append(ENTRY.format(key=key, who=who, day=day, minute=number))
    return "---\n" + "".join(entries)


ENTRY = """\
{key}:
  :submitters:
{who}  :created_at: 2026-12-{day} 18:{minute:02}:00.640553000 Z
  :score: 1.0
  :results:
    tests:
    - name: 'q0: a title'
      score: 1
      output: |
        submission_9:
          :submitters:
          - :name: Nobody
  :history:
  - :created_at: 2026-12-10 18:00:00.000000000 Z
    :score: 0.0
    :results:
      tests: []
"""


def gradebook(members: Sequence[Member]) -> bytes:
    """The class' gradebook as Canvas exports it, with one student more who handed nothing in."""
    everybody = dict.fromkeys(person.id for those in people(members) for person in those)
    numbers = [*(int(one[1:]) - 2000 for one in everybody), 99]
    rows = [
        f'"Last{n:02}, First{n:02}",{7000 + n},s{2000 + n},student{n:02}@uni.example,Section 1,\r\n' for n in numbers
    ]
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Networks (77)\r\n    Points Possible,,,,,100.00\r\n"
    return (head + "".join(rows)).encode()
