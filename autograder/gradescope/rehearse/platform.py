"""Gradescope's own steps: build an image from a bundle, then run it on a submission. The doors are `image_of` and `run`."""

from __future__ import annotations

import json
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from autograder.errors import MachineError, UsageError
from autograder.gradescope.bundle import SCRIPTS
from autograder.gradescope.rehearse.container import Ended, Room, run_in
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


class NoBundleError(UsageError):
    """The file is no autograder.zip; the message says what it lacks."""


class SetupFailedError(MachineError):
    """setup.sh did not succeed; the message ends with what it printed."""


@dataclass(frozen=True)
class Image:
    """A bundle whose setup.sh has run: the folder that holds its /autograder, and how the room looked."""

    root: Path
    shown: tuple[str, ...]
    environment: Mapping[str, str]
    printed: str
    seconds: float


@dataclass(frozen=True)
class Rehearsed:
    """One submission's run: exit status (None: stopped by the platform's time limit), results, and what is wrong with them."""

    status: int | None
    results: Mapping[str, Any] | None
    problems: tuple[str, ...]
    printed: str
    limits: str
    seconds: float


def image_of(
    bundle: Path,
    folder: Path,
    shown: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    network: bool = True,
) -> Image:
    """Unpack the bundle as the platform does and run its setup.sh. Raises `NoBundleError` and `SetupFailedError`."""
    home = folder / "autograder"
    (home / "source").mkdir(parents=True)
    try:
        _unzip(bundle, home / "source")
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise NoBundleError(f"{bundle} is no zip that can be read: {error}.") from error
    lacking = [name for name in SCRIPTS if not (home / "source" / name).is_file()]
    if lacking:
        raise NoBundleError(f"{bundle} has no {' and no '.join(lacking)} at its root, which the platform runs.")
    shutil.copy2(home / "source" / "run_autograder", home / "run_autograder")
    os.chmod(home / "run_autograder", 0o755)
    started = monotonic()
    room = Room(folder, shown, network, environment)
    ended = run_in(room, ["bash", "/autograder/source/setup.sh"], SETUP_SECONDS)
    if ended.status != 0:
        raise SetupFailedError(f"setup.sh ended with status {ended.status}. It printed:\n{ended.printed}")
    return Image(folder, shown, environment or {}, ended.printed, monotonic() - started)


def run(
    image: Image,
    submission: Path,
    folder: Path,
    metadata: Mapping[str, Any] | None = METADATA,
    machine: Machine = GRADESCOPE,
) -> Rehearsed:
    """Run a fresh copy of the image, made in ``folder``, on a submission, without a network and under the limits."""
    home = folder / "autograder"
    shutil.copytree(image.root / "autograder", home, symlinks=True, copy_function=_linked)
    (home / "results").mkdir()
    _hand_in(submission, home / "submission")
    if metadata is not None:
        (home / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    started = monotonic()
    with limited(machine) as limits:
        room = Room(folder, image.shown, False, image.environment)
        ended = run_in(room, ["/autograder/run_autograder"], machine.seconds, limits)
    (home / "results" / "stdout").write_text(ended.printed, encoding="utf-8")
    results, problems = _read(home / "results" / "results.json", ended)
    return Rehearsed(ended.status, results, problems, ended.printed, limits.words, monotonic() - started)


def _linked(source: str, target: str) -> None:
    """Another name for a file of the image: nothing on the platform's side ever writes into one."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # Another file system, or one without links: the bytes are copied instead.
        shutil.copy2(source, target, follow_symlinks=False)


def _read(path: Path, ended: Ended) -> tuple[Mapping[str, Any] | None, tuple[str, ...]]:
    """The results, and all that is wrong with the run."""
    problems = [] if ended.status == 0 else [_how_it_ended(ended)]
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(MAX_RESULTS), parse_constant=_refuse)
    except OSError as error:
        return None, (*problems, f"There is no results.json to read: {error.strerror}.")
    except (ValueError, RecursionError) as error:
        return None, (*problems, f"results.json is not JSON: {error}.")
    return data if isinstance(data, dict) else None, (*problems, *problems_of(data))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _how_it_ended(ended: Ended) -> str:
    if ended.status is None:
        return "The time limit of the platform was reached: the submission gets 0 and no test is shown."
    return f"run_autograder ended with status {ended.status}."


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
