"""autograder.zip: what Gradescope unpacks into /autograder/source.

It holds the frozen answers of all decks and the framework. The reference, the case functions and the sources of the
mistakes are not in it, so nobody can read them there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files as resources

from autograder.grading import time_limits
from autograder.records import Assignment
from autograder.release import dependencies, handed_out
from autograder.release.archive import zipped
from autograder.release.wheel import Wheel
from autograder.spec.staff_folder import DATA, TERM_NAME, StaffFolder

SCRIPTS = ("setup.sh", "run_autograder")
GRADING = "grading"
WRITER = "gradescope-utils"
"""The package that writes results.json; the grading machine needs it besides the framework."""
OFFLINE_MARK = "wheels/offline"
STOP_AFTER_MORE_SECONDS = 60
"""How long after the assignment's own total time the platform's script stops the grader."""


def bundle(
    folder: StaffFolder, assignment: Assignment, wheel: Wheel, wheels: Mapping[str, bytes], pythons: Sequence[str]
) -> bytes:
    """The bytes of autograder.zip.

    ``wheels`` are for these ``pythons``, and empty to install from the package index.
    """
    here = resources("autograder.gradescope")
    files = {  # a shell needs the line ends of Unix, even in a bundle from a checkout on Windows
        **{name: (here / name).read_bytes().replace(b"\r\n", b"\n") for name in SCRIPTS},
        "RELEASE": f"{assignment.release}\n".encode(),
        "requirements.txt": dependencies.requirements_text(packages(assignment)).encode(),
        "stop_after": f"{assignment.total_seconds + STOP_AFTER_MORE_SECONDS:g}\n".encode(),
        f"wheels/{wheel.name}": wheel.data,
        **{f"wheels/{name}": data for name, data in wheels.items()},
        **{f"{GRADING}/{name}": data for name, data in grading_folder(folder, assignment).items()},
        f"{GRADING}/{handed_out.NAME}": handed_out.packed(handed_out.handed_out(folder, assignment)),
    }
    if wheels:
        files[OFFLINE_MARK] = "".join(f"{python.replace('.', '')}\n" for python in pythons).encode()
    return zipped(files, executable=SCRIPTS)


def packages(assignment: Assignment) -> dict[str, str]:
    """Every package that grading on Gradescope needs, with its version."""
    return dependencies.pinned([WRITER, *assignment.packages])


def grading_folder(folder: StaffFolder, assignment: Assignment) -> dict[str, bytes]:
    """The assignment as a grading machine needs it."""
    paths = [folder.spec, folder.answers, folder.path / time_limits.PACE_NAME]
    found = {TERM_NAME: folder.term.read_bytes()} if folder.term.exists() else {}
    paths += [path for package in ("probes", "laws", "prompts") for path in folder.modules(package)]
    found |= {folder.relative(path): path.read_bytes() for path in paths if path.exists()}
    return found | {f"{DATA}/{name}": data for name, data in assignment.data.items()}
