"""Gradescope's own steps: build an image from a bundle, then run it on a submission."""

from __future__ import annotations

import json
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from autograder.errors import MachineError, StaffError, UsageError
from autograder.gradescope.bundle import SCRIPTS
from autograder.gradescope.rehearse.container import Container, run_in
from autograder.gradescope.rehearse.limits import GRADESCOPE, Machine, limited
from autograder.gradescope.schema import problems_of

SETUP_SECONDS = 900.0
MAX_RESULTS = 16 << 20
METADATA: Mapping[str, Any] = {
    "id": 1,
    "created_at": "2026-01-01T12:00:00.000000-08:00",
    "assignment": {
        "id": 1,
        "course_id": 1,
        "title": "Rehearsal",
        "due_date": "2026-01-02T23:59:00.000000-08:00",
        "late_due_date": None,
        "release_date": "2025-12-01T00:00:00.000000-08:00",
        "group_size": None,
        "group_submission": False,
        "total_points": "100.0",
    },
    "submission_method": "upload",
    "users": [{"id": 1, "name": "Rehearsal", "email": "rehearsal@school.example"}],
    "previous_submissions": [],
}


class NoBundleError(StaffError):
    """The file is not an autograder.zip; the message says what is missing."""


class SetupFailedError(MachineError):
    """setup.sh failed; the message ends with its output."""


class MetadataError(UsageError):
    """The file is not a submission_metadata.json."""


@dataclass(frozen=True)
class Image:
    """A bundle whose setup.sh has run: the container that holds its /autograder, setup.sh's output, and its seconds."""

    container: Container
    printed: str
    seconds: float


@dataclass(frozen=True)
class Rehearsal:
    """One submission's run: exit status (None: stopped by the platform's time limit), results, and their problems."""

    status: int | None
    results: Mapping[str, Any] | None
    problems: tuple[str, ...]
    printed: str
    limits: str
    seconds: float


def read_metadata(path: Path) -> Mapping[str, Any]:
    """A submission_metadata.json to rehearse with. Raises `MetadataError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise MetadataError(f"{path} is not JSON: {error}.") from error
    if not isinstance(data, dict):
        raise MetadataError(f"{path} is not a JSON object, as Gradescope's submission_metadata.json is.")
    return data


def image_of(bundle: Path, container: Container) -> Image:
    """Unpack the bundle in the container as the platform does, and run its setup.sh.

    Raises `NoBundleError` and `SetupFailedError`.
    """
    home = container.root / "autograder"
    (home / "source").mkdir(parents=True)
    try:
        _unzip(bundle, home / "source")
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise NoBundleError(f"{bundle} is not a readable zip: {error}.") from error
    missing = [name for name in SCRIPTS if not (home / "source" / name).is_file()]
    if missing:
        raise NoBundleError(f"{bundle} has no {' and no '.join(missing)} at its root, which the platform runs.")
    shutil.copy2(home / "source" / "run_autograder", home / "run_autograder")
    os.chmod(home / "run_autograder", 0o755)
    started = monotonic()
    done = run_in(container, ["bash", "/autograder/source/setup.sh"], SETUP_SECONDS)
    if done.status != 0:
        raise SetupFailedError(f"setup.sh ended with status {done.status}. It printed:\n{done.printed}")
    return Image(container, done.printed, monotonic() - started)


def run(
    image: Image,
    submission: Path,
    folder: Path,
    metadata: Mapping[str, Any] | None = METADATA,
    machine: Machine = GRADESCOPE,
) -> Rehearsal:
    """Run a fresh copy of the image, made in ``folder``, on a submission, without a network and under the limits."""
    home = folder / "autograder"
    shutil.copytree(image.container.root / "autograder", home, symlinks=True, copy_function=_link)
    (home / "results").mkdir()
    _hand_in(submission, home / "submission")
    if metadata is not None:
        (home / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    started = monotonic()
    with limited(machine) as enforcement:
        container = replace(image.container, root=folder, network=False)
        done = run_in(container, ["/autograder/run_autograder"], machine.seconds, enforcement)
    (home / "results" / "stdout").write_text(done.printed, encoding="utf-8")
    results, problems = _read(home / "results" / "results.json")
    if done.status is None:
        late = "The time limit of the platform was reached: the submission gets 0 and no test is shown."
        problems = (late, *problems)
    elif done.status != 0:
        problems = (f"run_autograder ended with status {done.status}.", *problems)
    return Rehearsal(done.status, results, problems, done.printed, enforcement.words, monotonic() - started)


def _link(source: str, target: str) -> None:
    """Another name for a file of the image; a copy where links fail.

    Nothing on the platform's side writes into it.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _read(path: Path) -> tuple[Mapping[str, Any] | None, tuple[str, ...]]:
    """The results, and everything that is wrong with them."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(MAX_RESULTS), parse_constant=_refuse)
    except OSError as error:
        return None, (f"There is no results.json to read: {error.strerror}.",)
    except (ValueError, RecursionError) as error:
        return None, (f"results.json is not JSON: {error}.",)
    return data if isinstance(data, dict) else None, tuple(problems_of(data))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number")


def _unzip(archive: Path, target: Path) -> None:
    """Unpack with the modes that the zip gives."""
    with zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            path = Path(opened.extract(info, target))
            mode = stat.S_IMODE(info.external_attr >> 16)
            if mode and not info.is_dir():
                path.chmod(mode)


def _hand_in(submission: Path, target: Path) -> None:
    """Put the files where the platform puts them: a zip is unpacked, a single file stands alone."""
    if submission.is_dir():
        shutil.copytree(submission, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        return
    target.mkdir()
    if submission.suffix.lower() == ".zip":
        _unzip(submission, target)
    else:
        shutil.copy2(submission, target / submission.name)
