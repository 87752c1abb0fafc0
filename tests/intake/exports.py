"""Small classes as each platform packs them, written from what the platforms' own code writes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

GRADESCOPE_YML = """\
---
submission_381579075:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0201'
    :email: ada@example.edu
  - :name: Alan Turing
    :sid: '202'
  :created_at: 2023-09-21 04:06:55.640553000 Z
  :score: 18.5
  :results:
    tests:
    - name: 'q1: a title'
      output: |
        submission_9:
          :submitters:
          - :name: Nobody
    stdout_visibility: hidden
  :history:
  - :created_at: 2023-09-20 04:06:55.640553000 Z
    :score: 1
    :results: {tests: [{name: a}]}
  - :results:
      tests: []
    :created_at: 2023-09-21 01:00:00.000000000 Z
submission_2:
  :submitters: [{:name: Grace Hopper, :sid: '203'}]
  :created_at: 2023-09-21 05:00:00 -0700
submission_77:
  :submitters:
  - :name: Gone
  :created_at: 2023-09-21 05:00:00 Z
"""
GITHUB_GRADES = """\
assignment_name,github_username,roster_identifier,student_repository_name,submission_timestamp,group_name
hw1,ada,Ada Lovelace,hw1-ada,2023-09-21 04:06:55 UTC,
hw1,alan,Alan Turing,hw1-pair,2023-09-21 05:00:00 UTC,pair
hw1,grace,Grace Hopper,hw1-pair,2023-09-21 06:00:00 UTC,pair
hw1,gone,Gone,hw1-gone,,
"""

Files = Mapping[str, "str | bytes"]


def gradescope(files: Files) -> dict[str, str | bytes]:
    """An export: two folders that the yml names, one that it does not name, a yml entry without a folder."""
    home = "assignment_8046601_export"
    names = ("submission_381579075", "submission_2", "submission_3")
    return {
        f"{home}/submission_metadata.yml": GRADESCOPE_YML,
        f"{home}/.DS_Store": "",
        f"__MACOSX/{home}/._submission_2": "",
        **{f"{home}/{name}/{path}": data for name in names for path, data in files.items()},
    }


def canvas(files: Files) -> dict[str, str | bytes]:
    """A download: an attempt, a further attempt beside the first, a late one, text, an anonymous one."""
    found: dict[str, str | bytes] = {}
    for path, data in files.items():
        stem, dot, ending = path.rpartition(".")
        found[f"lovelaceada_1001_5001_{path}"] = data
        found[f"žofienováková_1002_5002_{path}"] = "old = 1\n"
        found[f"žofienováková_1002_5003_{stem}-1{dot}{ending}"] = data
        found[f"turingalan_LATE_1003_5004_{path}"] = data
        found[f"anon_xY3z_5006_{path}"] = data
    found["hoppergrace_1004_text.html"] = "<p>See my repository.</p>"
    return found


def moodle(files: Files) -> dict[str, str | bytes]:
    """A download in folders, with and without the last underscore, one in the flat form, and one of online text."""
    found: dict[str, str | bytes] = {}
    for path, data in files.items():
        found[f"Ada Lovelace_11_assignsubmission_file_/{path}"] = data
        found[f"Žofie Nováková_12_assignsubmission_file/deep/{path}"] = data
        found[f"Participant_13_assignsubmission_file_{path}"] = data
    found["Ada Lovelace_11_assignsubmission_onlinetext_/onlinetext.html"] = "<p>hello</p>"
    found["Grace Hopper_14_assignsubmission_onlinetext_/onlinetext.html"] = "<p>hello</p>"
    return found


def github(files: Files) -> dict[str, str | bytes]:
    """Clones beside the classroom's list: one student, one pair, one repository that was not cloned."""
    names = ("hw1-ada", "hw1-pair")
    clones = {f"hw1-submissions/{name}/{path}": data for name in names for path, data in files.items()}
    return {"hw1-submissions/grades.csv": GITHUB_GRADES, **clones, "hw1-submissions/hw1-ada/.git/HEAD": "ref: main\n"}


def nbgrader(files: Files) -> dict[str, str | bytes]:
    """A course folder: two students of this assignment, one who has only an earlier one."""
    found: dict[str, str | bytes] = {}
    for student, stamp in (("ada", "2023-09-21 04:06:55.640553 UTC"), ("alan", "2015-02-02 15:58:23.948203 PST")):
        home = f"course/submitted/{student}/nets"
        found |= {f"{home}/{path}": data for path, data in files.items()}
        found[f"{home}/timestamp.txt"] = stamp
    found["course/submitted/grace/ps1/timestamp.txt"] = "2023-09-01 00:00:00 UTC"
    found["course/submitted/grace/ps1/ps1.py"] = ""
    found["course/submitted/ada/ps1/ps1.py"] = ""
    found["course/source/nets/solution.py"] = ""
    return found


def autolab(files: Files) -> dict[str, str | bytes]:
    """A download of files that are one hand-in each, of which the last version counts."""
    (first, data), *_ = files.items()
    return {f"ada_l@example.edu_1_{first}": "old = 1\n", f"ada_l@example.edu_10_{first}": data,
            f"alan@example.edu_2_{first}": data}  # fmt: skip


def brightspace(files: Files) -> dict[str, str | bytes]:
    """A download in folders: an attempt, two attempts of one student, a group; and Brightspace's own list."""
    found: dict[str, str | bytes] = {"index.html": "<html>Ada Lovelace</html>"}
    for path, data in files.items():
        found[f"1001-77 - Ada Lovelace - Mar 1, 2026 1159 PM/{path}"] = data
        found[f"1002-77 - Mary-Ann Nováková - Feb 28, 2026 1201 AM/{path}"] = data
        found[f"1002-77 - Mary-Ann Nováková - Feb 27, 2026 1131 AM/{path}"] = "old = 1\n"
        found[f"2001-77 - Group 1 - Mar 2, 2026 205 AM/{path}"] = data
    return found


RECEIPT = """\
Name: {name} ({user})
Assignment: Homework_1
Date Submitted: Sunday, March 1, 2026 11:59:00 PM {zone}
Current Grade: Needs Grading

Submission Field:
There is no student submission text data for this assignment.

Comments:
Date Submitted: never XYZ

Files:
\tOriginal filename: nn.py
"""


def blackboard(files: Files, zone: str = "PST") -> dict[str, str | bytes]:
    """A download: an attempt with its receipt, two attempts of one student, one without a receipt, and text alone."""
    found: dict[str, str | bytes] = {}
    late, early = "attempt_2026-03-01-23-59-00", "attempt_2026-02-27-11-31-00"
    for path, data in files.items():
        found[f"Homework_1_ada_l_{late}_{path}"] = data
        found[f"Homework_1_zofie_{late}_{path}"] = data
        found[f"Homework_1_zofie_{early}_{path}"] = "old = 1\n"
        found[f"Homework_1_alan_{late}_{path}"] = data
    for user, name in (("ada_l", "Ada (A.) Lovelace"), ("zofie", "Žofie Nováková"), ("grace", "Grace Hopper")):
        found[f"Homework_1_{user}_{late}.txt"] = RECEIPT.format(name=name, user=user, zone=zone)
    found[f"Homework_1_zofie_{early}.txt"] = RECEIPT.format(name="Žofie Nováková", user="zofie", zone=zone)
    return found


PLATFORMS: dict[str, Callable[[Files], dict[str, str | bytes]]] = {
    "gradescope": gradescope, "canvas": canvas, "moodle": moodle, "github": github, "nbgrader": nbgrader,
    "autolab": autolab, "brightspace": brightspace, "blackboard": blackboard,
}  # fmt: skip


def as_folder(place: Path, tree: Files) -> Path:
    """The tree as a folder."""
    for name, data in tree.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return place


def as_zip(path: Path, tree: Files) -> Path:
    """The tree as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tree.items():
            archive.writestr(name, data)
    return path
