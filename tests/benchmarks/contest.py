"""What is measured as whole commands: one submission, a batch, the limits, and how these grow."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from tests.benchmarks import proof
from tests.benchmarks.peers import Peer, install
from tests.benchmarks.place import Place, freeze, install_own, own_words
from tests.benchmarks.runner import Command, FailedError, Measure, Taken, in_turns, run
from tests.support.places import ROOT

Tell: TypeAlias = "Callable[[str], None]"
OURS, FLOOR, BARE, PYTHON, NUMPY, START = (
    "autograder",
    "fork without a wall",
    "bare calls",
    "python",
    "import numpy",
    "check q0",
)
FLOOR_ON = f"{FLOOR}, cores: "
OWN = Peer(
    OURS,
    [f"{ROOT}[gradescope,web]"],
    lambda place, many: freeze(place),
    lambda place, many: graded(place) if many == 1 else batch(place, many),
    "a wall around each check and no answer near student code; messages that explain; known mistakes named; "
    "results.json for Gradescope, other formats, tables of a class",
    "no notebook's cells are run; Linux for the wall",
    batch=100,
)


def graded(place: Place) -> Command:
    """Our own `grade` of the first submission."""
    words = own_words(place, "grade", place.submission(0), "--assignment", place.staff, "--results", "results.json")
    return Command(words, place.folder)


def batch(place: Place, many: int, jobs: int = 2) -> Command:
    """Our own `batch` of so many, from nothing."""
    where, out = f"class{many}", f"out{many}"
    if not (place.folder / where).exists():
        (place.folder / where).mkdir()
        for number in range(many):
            shutil.copytree(place.submission(number), place.folder / where / f"s{number:04}")
    command = " ".join(own_words(place, "batch", where, "--out", out, "--jobs", jobs, "--assignment", "staff"))
    return Command(["bash", "-c", f"rm -rf {out} && {command}"], place.folder, many)


def floor(place: Place, many: int) -> Command:
    """A fork for each check from a warm process, with no wall; for many submissions two such processes."""
    line = f"{place.python(OURS)} floor.py"
    folders = [str(place.submission(number)) for number in range(many)]
    halves = [folders[::2], folders[1::2]] if many > 1 else [folders]
    words = " & ".join(f"{line} {' '.join(half)}" for half in halves)
    return Command(["bash", "-c", f"{words} & for job in $(jobs -p); do wait $job || exit 1; done"], place.common, many)


def limits(place: Place) -> dict[str, Command]:
    """What no grader in Python can undercut, and the start of our own `check`."""
    bare = {"PYTHONPATH": f"{place.common}:{place.submission(0)}"}
    python = place.python(OURS)
    return {
        FLOOR: floor(place, 1),
        BARE: Command([python, "bare.py"], place.common, extra=bare),
        PYTHON: Command([python, "-c", "pass"], place.common),
        NUMPY: Command([python, "-c", "import numpy"], place.common),
        START: Command(own_words(place, "check", "q0"), place.folder / "assignment"),
    }


def ready(place: Place, peers: Iterable[Peer], most: int, tell: Tell) -> tuple[list[Peer], dict[str, str]]:
    """The graders that did the work once, and why the others cannot take part."""
    able, missing = [], {}
    for peer in peers:
        tell(f"installing {peer.name}")
        reason = install(place, peer.name, peer.packages)
        if not reason:
            try:
                if peer.name == OURS:
                    install_own(place)
                peer.prepare(place, min(peer.batch, most))
                run(peer.grade(place, 1))
                reason = proof.problem(place, peer.name)
            except (FailedError, OSError, subprocess.SubprocessError) as error:
                reason = f"it did not do the work: {str(error).strip().splitlines()[-1]}"
        if reason:
            missing[peer.name] = reason
            tell(f"{peer.name} takes no part: {reason}")
        else:
            able.append(peer)
    shutil.copytree(ROOT / "assignment", place.folder / "assignment", dirs_exist_ok=True)
    shutil.copy(ROOT / "solution" / "warmup.py", place.folder / "assignment")
    return able, missing


def measures(commands: Mapping[str, Command]) -> dict[str, Measure]:
    """How each command is measured."""
    return {name: partial(run, command) for name, command in commands.items()}


def one(place: Place, peers: Iterable[Peer], rounds: int, tell: Tell) -> dict[str, list[Taken]]:
    """One submission by each grader, and the limits, in turns."""
    commands = {peer.name: peer.grade(place, 1) for peer in peers} | limits(place)
    return in_turns(measures(commands), rounds, tell)


def batches(place: Place, peers: Iterable[Peer], most: int, rounds: int, tell: Tell) -> dict[str, dict[str, object]]:
    """Batches on two cores, in turns: for each grader how many submissions it was given, and what that took."""
    commands = {peer.name: peer.grade(place, min(peer.batch, most)) for peer in peers}
    commands[FLOOR] = floor(place, most)
    taken = in_turns(measures(commands), rounds, tell, warm=False)
    return {name: {"count": commands[name].count, "taken": taken[name]} for name in commands}


def growth(place: Place, sizes: Iterable[int], rounds: int, tell: Tell) -> dict[str, list[Taken]]:
    """Our own batch of growing classes."""
    return in_turns(measures({str(size): batch(place, size) for size in sizes}), rounds, tell, warm=False)


def cores(place: Place, many: int, rounds: int, tell: Tell) -> dict[str, list[Taken]]:
    """Our own batch on one core with one sandbox, and on two with two; and the floor on one core and on two."""
    ours = {str(number): on_cores(batch(place, many, number), number) for number in (1, 2)}
    floors = {f"{FLOOR_ON}{number}": on_cores(floor(place, many), number) for number in (1, 2)}
    return in_turns(measures(ours | floors), rounds, tell)


def on_cores(command: Command, number: int) -> Command:
    """The command on so many cores: one sandbox alone keeps more than one of them busy."""
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[:number]))
    return replace(command, words=["taskset", "--cpu-list", cores, *command.words])


def version(place: Place, name: str) -> str:
    """The version of a grader that is installed; nothing where it is not."""
    code = f"from importlib.metadata import version; print(version({name!r}))"
    said = Path(place.folder / "said.txt")
    try:
        run(Command([place.python(name), "-c", code], place.folder))
    except (FailedError, OSError):
        return ""
    return said.read_text().strip()
