"""Where hostile submissions are graded, one after another: ``python -m tests.hostile.arena SCENE``.

It runs as a process of its own, so that it can be put into an envelope (another user, fewer capabilities), and
writes a JSON list: for each attack its status, and which of the six invariants did not hold.
"""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.answers.store import Answers, save_answers
from autograder.freeze.reference import freeze
from autograder.gradescope import results as gradescope
from autograder.grading.grader import Grader
from autograder.records import Assignment, Report, Submission
from autograder.sandbox import Launch, Sandbox
from autograder.sandbox.testing import descendants
from autograder.sandbox.zygote_process import HERE as SANDBOX
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder
from autograder.writers.files import write_whole
from tests.support.limits import with_limits

from .corpus import ASSIGNMENT, CANARIES, Attack, attacks

PR_SET_CHILD_SUBREAPER = 36
GRADER_MEMORY_KB = 300 * 1024
SOON = 60.0
"""Seconds within which what was killed is gone, also on a busy machine."""
HURRY = 0.25
"""Processor seconds that a check has where an attack is a matter of the clock and uses up all of them.

Honest neighbours need a tenth.
"""


@dataclass(frozen=True)
class Arena:
    """An assignment with its answers, a sandbox, and the places that attacks are told of."""

    folder: Path
    assignment: Assignment
    answers: Answers
    sandbox: Sandbox
    port: int
    key: int

    @property
    def mark(self) -> str:
        """A word that is in the name of everything an attack leaves behind."""
        return f"left-behind-{self.folder.name}"

    @property
    def places(self) -> dict[str, str]:
        """What is filled in between ``@`` signs."""
        return {
            "SOLUTION": str(self.folder / "solution"),
            "RESULTS": str(self.folder / "results.json"),
            "METADATA": str(self.folder / "metadata.json"),
            "GRADER": str(os.getpid()),
            "PORT": str(self.port),
            "KEY": str(self.key),
            "MARK": self.mark,
        }


@contextmanager
def arena(folder: Path, abi: int = 0, packages: Sequence[str] = ()) -> Iterator[Arena]:
    """A fresh assignment in `folder`, its reference frozen, and a sandbox, perhaps with an older Landlock.

    Students may import the packages, which the process that workers are forked from has imported.
    """
    folder.chmod(0o700)
    solution = folder / "solution"
    shutil.copytree(ASSIGNMENT, solution)
    (folder / "metadata.json").write_text('{"users": []}')
    (folder / "metadata.json").chmod(0o600)
    assignment = loader.load(solution)
    home = old_landlock(folder, abi) if abi else SANDBOX
    with Sandbox() as sandbox:
        answers = freeze(StaffFolder(solution), assignment, sandbox)
    assignment = replace(assignment, packages=tuple(packages))
    save_answers(solution / staff_folder.ANSWERS_NAME, answers)
    kept = StaffFolder(solution).secrets(assignment.files)
    with socket.create_server(("127.0.0.1", 0)) as server, Sandbox(secrets=kept, launch=Launch(home)) as sandbox:
        yield Arena(folder, assignment, answers, sandbox, server.getsockname()[1], 1 + secrets.randbelow(1 << 30))


def old_landlock(folder: Path, abi: int) -> Path:
    """A copy of the sandbox that takes the kernel's Landlock for one of this version."""
    home = Path(shutil.copytree(SANDBOX, folder / "sandbox"))
    module = home / "wall" / "landlock.py"
    text, asks = module.read_text(), "return kernel.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)"
    assert asks in text
    module.write_text(text.replace(asks, f"return min({abi}, kernel.syscall(CREATE_RULESET, None, 0, VERSION_FLAG))"))
    return home


def _peak_kb() -> int:
    """The most memory that this process has had; getrusage would count that of whoever started it, too."""
    [peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(peak.split()[1])


def main(folder: Path, abi: int, *packages: str) -> None:
    """Grade the whole corpus and write what came of it to ``rows.json``."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.environ["HOME"] = str(folder)
    with arena(folder, abi, packages) as place:
        rows = [_row(place, attack) for attack in attacks()]
    tier = place.sandbox.tier
    (folder / "rows.json").write_text(
        json.dumps({"tier": tier.letter, "layers": tier.layers, "memory_kb": _peak_kb(), "rows": rows})
    )


def _row(place: Arena, attack: Attack) -> dict[str, object]:
    """Grade one attack as the grade command would, and look at everything it might have touched."""
    results = place.folder / "results.json"
    write_whole(results, gradescope.placeholder())
    before = _tree(place.folder)
    submission = Submission(attack.name, attack.files(place.places))
    assignment = with_limits(place.assignment, seconds=HURRY) if attack.needs == "clock" else place.assignment
    report = Grader(assignment, place.answers, place.sandbox).grade(submission)
    touched = _tree(place.folder) != before
    left = _left_behind(place)
    survivors = _survivors(place)
    write_whole(results, gradescope.results(report))
    status = next(line.verdict.status for line in report.lines if line.check.id == "target.double")
    broken = {
        "valid results": not _valid(results, report),
        "score": not attack.honest and report.score > 2,
        "neighbours": any(line.verdict.status != "passed" for line in report.lines if line.check.id != "target.double"),
        "survivors": bool(survivors),
        "untouched": touched or bool(left),
        "leaks": bool(_leaks(results)),
    }
    details = [*left, *map(str, survivors), *_leaks(results)]
    return {
        "attack": attack.name,
        "status": status,
        "broken": [name for name, is_broken in broken.items() if is_broken],
        "details": details,
        "seen": results.read_text(),
    }


def _valid(results: Path, report: Report) -> bool:
    """The file is JSON with every check in it, and nothing is put down to us."""
    data = json.loads(results.read_text())
    return len(data["tests"]) == len(report.lines) and not report.broken


def _leaks(results: Path) -> list[str]:
    """Canaries in what a student may see."""
    text = results.read_text()
    return [canary for canary in CANARIES if canary in text]


def _tree(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns)
    return found


def _left_behind(place: Arena) -> list[str]:
    """Files with the mark in places that are the same for every submission, and shared memory with the key."""
    folders = ["/tmp", "/dev/shm", str(place.folder), os.path.dirname(np.__file__), str(SANDBOX)]
    library = os.path.dirname(os.__file__)
    folders += [library, f"{library}/__pycache__"]
    found = [
        f"{folder}/{name}"
        for folder in folders
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if place.mark in name
    ]
    found = [path for path in found if path != str(place.folder)]
    for kind in ("shm", "msg"):
        rows = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]
        found += [f"{kind} {row.split()[0]}" for row in rows if int(row.split()[0]) == place.key]
    return found


def _survivors(place: Arena) -> list[int]:
    """Processes that come from us and are neither the zygote nor the one worker started ahead."""
    until = time.monotonic() + SOON
    while True:
        family = descendants(os.getpid())
        expected = 2 if place.sandbox.processes() else 0
        if len(family) <= expected:
            return []
        if time.monotonic() > until:
            return family
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
