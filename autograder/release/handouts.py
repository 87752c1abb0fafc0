"""The pages for students that go with a release, where they have been built for it. The door is `for_students`."""

from __future__ import annotations

from pathlib import Path

from autograder.spec.loader import RELEASE_NAME

NAMES = ("student.html", "student.pdf", "frameworks.html", "frameworks.pdf")
"""Those of the built pages that students get; the others are for staff."""


def for_students(folder: Path, release: str) -> dict[str, bytes]:
    """The students' pages in ``folder``, by their path in the zip; none when the folder's are of another release."""
    mark = folder / RELEASE_NAME
    if not mark.is_file() or mark.read_text(encoding="utf-8").strip() != release:
        return {}
    return {f"handouts/{name}": (folder / name).read_bytes() for name in NAMES if (folder / name).is_file()}
