"""Which files changed since the answers were frozen, so that nobody releases stale answers.

`freeze` keeps a digest of every file it reads beside the answers. In a staff folder the digests are compared with the
current files; bundles and kits ship only the answers, so there they are not checked.
"""

from __future__ import annotations

from autograder.answers.store import Answers
from autograder.records import Assignment
from autograder.spec.digests import frozen_files
from autograder.spec.staff_folder import StaffFolder


def changed(folder: StaffFolder, assignment: Assignment, answers: Answers) -> list[str]:
    """The files that differ from those that ``answers`` were frozen from; none in a bundle or a kit."""
    if not folder.modules("cases"):
        return []
    now, then = frozen_files(folder, assignment), answers.frozen_from
    return sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
