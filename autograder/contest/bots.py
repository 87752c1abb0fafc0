"""Staff's bots: the reference with another entry file, graded like everybody's."""

from __future__ import annotations

from pathlib import Path

from autograder.contest.entries import Entry, submission_digest
from autograder.records import Assignment, Contest, Submission


def staff_bots(folder: Path, assignment: Assignment, contest: Contest) -> list[Entry]:
    """Every bot of the folder that the contest names, in order of file name; ``pseudonym`` is the name in words."""
    reference = {name: (folder / name).read_bytes() for name in assignment.files}
    bots = []
    for path in sorted((folder / contest.bots).glob("*.py")):
        submission = Submission(path.stem, {**reference, contest.entry: path.read_bytes()})
        name = path.stem.replace("_", " ")
        bots.append(Entry(f"staff {path.stem}", submission_digest(submission), (), submission, contest.closes[0], name))
    return bots
