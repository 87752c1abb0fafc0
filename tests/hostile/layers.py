"""Which layer stops which attack: ``python -m tests.hostile.layers FOLDER WALL...`` grades nothing and runs everything.

A wall is named by the layers it lacks, as in ``user+landlock``. Behind each wall each attack is run once, and is
through when its answer is right. Run as an ordinary user without the three great layers, it shows that the attacks
are real; it cleans up after each of them.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from autograder.answers.store import save_answers
from autograder.grading.grader import payload_of
from autograder.records import Call, Case, Limits, Submission
from autograder.sandbox import Launch, Sandbox, SandboxBrokenError
from autograder.sandbox.testing import descendants
from autograder.sandbox.zygote_process import HERE as SANDBOX
from autograder.spec import staff_folder
from autograder.spec.slicing import sliced

from .arena import PR_SET_CHILD_SUBREAPER, Arena, _left_behind, arena
from .corpus import ASSIGNMENT, Attack, attacks

ONE_BY_ONE = ("user", "landlock", "seccomp", "privileges", "limits", "session", "parent", "descriptors")
NO_GREAT_ONE = "user+landlock+seccomp"
LIMITS = Limits(seconds=2, memory_mb=256, printed_kb=4)


def main(folder: Path, walls: Sequence[str]) -> None:
    """Write the names of the attacks that get through each wall to ``through.json``."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.environ["HOME"] = str(folder)
    with arena(folder) as place:
        through = {wall: _all_through(place, wall.split("+")) for wall in walls}
        told = {"tier": place.sandbox.tier.letter, "through": through}
    (folder / "through.json").write_text(json.dumps(told))


def _all_through(place: Arena, without: Sequence[str]) -> list[str]:
    with _wall(place, without) as sandbox:
        fitting = [attack for attack in attacks() if _fits(attack, without)]
        through = [attack.name for attack in fitting if _through(place, sandbox, attack, without)]
        _clean(place, sandbox)
    return through


def _wall(place: Arena, without: Sequence[str]) -> Sandbox:
    """A sandbox without these layers. The one that also hands a worker its pipes is there, and closes nothing else."""
    if list(without) != ["descriptors"]:
        return Sandbox(least="D", without=without)
    home = Path(shutil.copytree(SANDBOX, place.folder / "open"))
    text = (home / "wall" / "layers.py").read_text()
    for call, nothing in (("os.closerange(", "range("), ("answers == [", "True or answers == [")):
        assert call in text
        text = text.replace(call, nothing)
    (home / "wall" / "layers.py").write_text(text)
    return Sandbox(least="D", launch=Launch(home))


def _fits(attack: Attack, without: Sequence[str]) -> bool:
    return not attack.honest and attack.needs not in ("clock", *without)


def _through(place: Arena, sandbox: Sandbox, attack: Attack, without: Sequence[str]) -> bool:
    """Whether the attack's answer is right, which it is only if what it tried has worked; then clean up after it."""
    x = np.array([[41.40625, -17.8125, 3.25], [0.15625, 5.71875, -9.09375]])
    load = payload_of(place.assignment, Submission(attack.name, attack.files(place.places)))
    load = load.only(sliced("probes", load.probes, ["double"]))
    try:
        with sandbox.worker(load, LIMITS) as worker:
            [seen] = worker.run([Call("double", Case("the only one", {"x": x}))])
    except SandboxBrokenError:
        return False
    finally:
        if len(without) > 1:
            _clean(place, sandbox)
    return seen.outcome == "returned" and np.array_equal(seen.outputs.get("y", 0), 2 * x)


def _clean(place: Arena, sandbox: Sandbox) -> None:
    """Remove what an attack left: files, shared memory, processes, changes to the assignment."""
    for path in _left_behind(place):
        with suppress(OSError):
            Path(path).unlink() if not Path(path).is_dir() else Path(path).rmdir()
    libc = ctypes.CDLL(None)
    libc.shmctl(libc.shmget(place.key, 0, 0), 0, None)
    libc.msgctl(libc.msgget(place.key, 0), 0, None)
    keep = {*sandbox.processes(), *place.sandbox.processes()}
    for process in set(descendants(os.getpid())) - keep:
        os.kill(process, signal.SIGKILL)
    _restore(place.folder / "solution", place)


def _restore(solution: Path, place: Arena) -> None:
    if not (solution / staff_folder.ANSWERS_NAME).exists() or (solution / "work.py").stat().st_mode & 0o777 != 0o644:
        shutil.rmtree(solution)
        shutil.copytree(ASSIGNMENT, solution)
        save_answers(solution / staff_folder.ANSWERS_NAME, place.answers)


def table(through: Mapping[str, Sequence[str]]) -> list[str]:
    """Lines to print: a row for each attack that anything lets through, a column for each wall."""
    walls = list(through)
    names = sorted({name for names in through.values() for name in names})
    head = " " * 22 + " ".join(f"{wall:>13}" for wall in walls)
    rows = [f"{name:22}" + " ".join(f"{_cell(name in through[wall]):>13}" for wall in walls) for name in names]
    others = sum(not attack.honest for attack in attacks()) - len(names)
    return [
        head,
        *rows,
        f"The other {others} attacks get through none of these: only numbers come back, and they are wrong.",
    ]


def _cell(is_through: bool) -> str:
    return "THROUGH" if is_through else "-"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
