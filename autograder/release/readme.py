"""The README that students get: staff's student_readme.md, as far as it is about what this release holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from autograder.records import Assignment, Leaderboard, Question
from autograder.spec import text_files
from autograder.spec.markers import blocks
from autograder.spec.staff_folder import StaffFolder

README_SOURCE = "student_readme.md"
README = "README.md"
QUESTIONS_MARK = "<!-- questions -->"
ONLY = re.compile(r"^<!-- only (files|notebooks|handouts) -->\n(.*?)^<!-- end -->\n", re.M | re.S)
"""Lines for students whose stubs are files, whose stubs are notebooks, or who get the handouts with them."""


def readme(folder: StaffFolder, assignment: Assignment, names: Collection[str]) -> dict[str, bytes]:
    """The README, by its name, for a release of files with these names; nothing where staff wrote none."""
    path = folder.path / README_SOURCE
    if not path.exists():
        return {}
    kinds = {"notebooks" if any(name.endswith(".ipynb") for name in names) else "files"}
    kinds |= {"handouts"} if any(name.startswith("handouts/") for name in names) else set()
    text = ONLY.sub(lambda found: found[2] if found[1] in kinds else "", text_files.read(path))
    return {README: text.replace(QUESTIONS_MARK, questions_table(folder, assignment, names)).encode()}


def questions_table(folder: StaffFolder, assignment: Assignment, names: Collection[str]) -> str:
    """The questions with their points, and where each is answered, as a Markdown table."""
    points = {True: "+{:g} optional", False: "{:g}"}
    rows = []
    for question in assignment.questions:
        worth = points[question.optional].format(question.points) + (", by hand" if question.by_hand else "")
        worth += f", +{question.extra:g} optional" if question.extra else ""
        where = ", ".join(f"`{name}`" for name in dict.fromkeys(_answered_in(folder, assignment, question, names)))
        rows.append(f"| {question.id} | {question.title} | {worth} | {where} |")
    return "\n".join(["| question | what | points | where |", "|---|---|---|---|", *rows])


def _answered_in(
    folder: StaffFolder, assignment: Assignment, question: Question, names: Collection[str]
) -> Iterator[str]:
    """The question's notebook, or else the files with its blocks; the contest's bot; the files with results."""
    if (notebook := f"{question.id}.ipynb") in names:
        yield notebook
    else:
        for name in assignment.files:
            source = folder.text(name) if name.endswith(".py") else ""
            if any(block.question == question.id for block in blocks(source.splitlines())):
                yield name
    if assignment.contest and any(isinstance(entry, Leaderboard) for entry in question.entries):
        yield assignment.contest.entry
    for check in question.checks:
        yield from (name for name in check.reads if not name.endswith(".py"))
