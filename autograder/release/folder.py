"""The whole assignment folder that students get."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from autograder.answers.store import Answers
from autograder.errors import UsageError
from autograder.records import Assignment
from autograder.release import dependencies, notebooks
from autograder.release.kit import kit
from autograder.release.readme import readme
from autograder.release.skeleton import SkeletonError, skeleton
from autograder.sandbox.packages import NAME, normalized, versions
from autograder.spec import text_files
from autograder.spec.errors import StaffTextError
from autograder.spec.staff_folder import DATA, RELEASE_NAME, StaffFolder

REQUIREMENTS = "requirements.txt"
JUPYTER = b"jupyterlab>=4\n"
"""What students need besides to open notebooks."""


def assignment_files(folder: StaffFolder, assignment: Assignment, answers: Answers) -> dict[str, bytes]:
    """Stubs, README, requirements and kit, by path.

    Raises `SkeletonError` with every problem in the reference's markers.
    """
    files = {name: text.encode() for name, text in skeletons(folder, assignment).items()}
    if requirements := _requirements(folder, assignment):
        files[REQUIREMENTS] = requirements
    files.update({f"{DATA}/{name}": data for name, data in assignment.data.items()})
    files.update({f"kit/{name}": data for name, data in kit(folder, assignment, answers).items()})
    return {**files, **readme(folder, assignment, files)}


def _requirements(folder: StaffFolder, assignment: Assignment) -> bytes:
    """Staff's requirements, and a line for each package of the assignment that they do not mention."""
    path = folder.path / REQUIREMENTS
    text = text_files.read(path) if path.exists() else ""
    named = {normalized(found.group()) for line in text.splitlines() if (found := NAME.match(line.strip()))}
    missing = [(name, pin) for name, pin in versions(assignment.packages).items() if normalized(name) not in named]
    rows = [row for name, pin in missing for row in dependencies.rows_of(name, pin)]
    end = "" if not text or text.endswith("\n") else "\n"
    return (text + end + "".join(f"{row}\n" for row in rows)).encode()


def as_notebooks(folder: StaffFolder, assignment: Assignment, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The folder with notebooks, one for each question, in place of the stubs that stand in them."""
    instead = notebooks.replaced(folder, assignment)
    kept = {name: data for name, data in files.items() if name not in instead}
    kept[REQUIREMENTS] = kept.get(REQUIREMENTS, b"") + JUPYTER
    kept |= notebooks.notebooks(folder, assignment)
    return {**kept, **readme(folder, assignment, kept)}


def skeletons(folder: StaffFolder, assignment: Assignment) -> dict[str, str]:
    """The stub of every file a student edits. Raises `SkeletonError` with every problem in the markers."""
    questions = [question.id for question in assignment.questions]
    texts: dict[str, str] = {}
    problems: list[str] = []
    for name in assignment.files:
        if not name.endswith(".py"):  # a file with results, which students make themselves
            continue
        path = folder.path / name
        try:
            texts[name] = skeleton(str(path), text_files.read(path), questions)
        except (SkeletonError, StaffTextError, OSError) as error:
            problems.append(str(error))
    if problems:
        raise SkeletonError("\n".join(problems))
    return texts


class NotAReleaseError(UsageError):
    """The folder holds something other than an earlier release, which must not be overwritten."""


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` hold exactly ``files``; other files of an earlier release are removed.

    Raises `NotAReleaseError`, and changes nothing, when ``target`` holds anything but an earlier release.
    """
    if (
        target.exists()
        and not (target / "kit" / RELEASE_NAME).is_file()
        and (target.is_file() or any(target.iterdir()))
    ):
        raise NotAReleaseError(f"{target} is not an earlier release and not empty; name a new or an empty folder.")
    for name, data in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for path in stale(target, files):
        path.unlink()
    for leftover in [path for path in target.rglob("*") if path.is_dir() and not any(path.iterdir())]:
        shutil.rmtree(leftover)


def stale(target: Path, files: Mapping[str, bytes]) -> list[Path]:
    """The files in ``target`` that are not in ``files``."""
    present = [path for path in target.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [path for path in present if path.relative_to(target).as_posix() not in files]
