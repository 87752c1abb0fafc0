"""What a class of the whole assignment costs: ``python -m tests.benchmarks.bench_class [SUBMISSIONS]`` prints ratios.

So many submissions (default 40) are made from known mistakes and right variants, and graded for real. A class of 1,000
is then made of their gradings, each under another name and with other files, so that everything but the grading itself
is what 1,000 submissions cost. Of what is printed only the ratios mean something on another machine, and only where
nothing else is at work.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from itertools import cycle, islice
from pathlib import Path

from autograder.answers.store import load_answers
from autograder.batch.class_page import write_class_page
from autograder.batch.feeders import open_station
from autograder.batch.graders import Graders, LocalGraders
from autograder.batch.ledger import Ledger
from autograder.batch.ledger_file import FILE
from autograder.batch.owners import owner
from autograder.batch.publish import Publisher
from autograder.batch.rejudge import Release
from autograder.batch.rejudge_class import ClassRejudge
from autograder.batch.run import Batch
from autograder.batch.tables import write_tables
from autograder.batch.work import Graded, GradingTask
from autograder.cli import GARBAGE_AFTER
from autograder.freeze.reference import reference
from autograder.gradescope.bundle import grading_folder
from autograder.intake.exports import read_class
from autograder.intake.submission import open_hand_in
from autograder.mistakes import catalogue
from autograder.prove.right import variants
from autograder.release.archive import zipped
from autograder.sandbox.pool import all_processors
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.benchmarks.processor_time import measured
from tests.support.places import SOLUTION, TESTS

SUBMISSIONS, FEW, MANY = 40, 10, 1000
STAFF = StaffFolder(SOLUTION)
ASSIGNMENT = loader.load(SOLUTION)
Files = Mapping[str, bytes]


class Keeping(LocalGraders):
    """A graders that remembers what its gradings came to."""

    def __init__(self, jobs: int, submissions: int) -> None:
        super().__init__(lambda: open_station(STAFF, (), jobs, submissions), jobs)
        self.kept: list[tuple[int, Future[Graded]]] = []

    def submit(self, task: GradingTask) -> Future[Graded]:
        future = super().submit(task)
        self.kept.append((task.deck, future))
        return future


class Canned:
    """A graders that gives the gradings of each deck out again, in turn."""

    size = 2

    def __init__(self, graded: Sequence[tuple[int, Future[Graded]]]) -> None:
        decks = {deck for deck, _ in graded}
        self._turns = {deck: cycle([future.result() for own, future in graded if own == deck]) for deck in decks}

    def submit(self, task: GradingTask) -> Future[Graded]:
        future: Future[Graded] = Future()
        future.set_result(next(self._turns[task.deck]))
        return future

    def close(self) -> None:
        """Nobody is at work."""

    abort = close


def main(submissions: int) -> None:
    """Grade few on one core and on two, more on two; then look at 1,000 again, and judge them again."""
    gc.set_threshold(GARBAGE_AFTER)  # as the commands do: to search as often as Python does would be a third of all
    with tempfile.TemporaryDirectory() as place:
        home, files = Path(place), handed_in(submissions)
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})  # a single sandbox keeps more than one core busy
        one = measured(lambda: grade(home / "one", files[:FEW], Keeping(1, FEW)))
        os.sched_setaffinity(0, cores)
        two = measured(lambda: grade(home / "two", files[:FEW], Keeping(2, FEW)))
        graders = Keeping(2, submissions)
        more = measured(lambda: grade(home / "more", files, graders))
        before, thousand = peak_mb(), [numbered(files[number % len(files)], number) for number in range(MANY)]
        filled = measured(lambda: grade(home / "thousand", thousand, Canned(graders.kept)))
        grown = peak_mb() - before
        looked = measured(lambda: grade(home / "thousand", thousand, Canned([])))
        judged = measured(lambda: judge(home / "thousand" / "out", home / "again", trusting=True))
        anew = measured(lambda: judge(home / "more" / "out", home / "anew", trusting=False))
        own = own_seconds(home / "more" / "out")
        kept = (home / "thousand" / "out" / FILE).stat().st_size
    few, each = two[1] / FEW, more[1] / submissions
    print(f"two cores: {one[0] / two[0]:.2f} times the throughput of one (at least 1.8)")
    print(f"a submission of {submissions}: {each:.2f} s of processor time, {each / few:.2f} times that of one of {FEW}")
    print(f"of it the student's own: {own / submissions:.2f} s; all is {more[1] / own:.2f} times that (at most 1.3)")
    print(f"of it in the process that owns the ledger: {more[2]:.0%}")
    print(f"memory of this process: {before:.0f} MB, and {grown:.0f} MB more after {MANY} submissions")
    print(f"{MANY} submissions: published in {filled[0]:.1f} s; the ledger keeps {kept / MANY / 1000:.0f} kB each")
    print(f"{MANY} submissions looked at again: {looked[0]:.1f} s (at most 3)")
    print(f"{MANY} submissions judged again: {judged[0]:.1f} s (at most 60)")
    print(
        f"where every check has changed: {MANY * anew[0] / submissions:.0f} s for {MANY}, worked out from {submissions}"
    )


def handed_in(count: int) -> list[Files]:
    """Known mistakes and right variants in turn; further ones have a comment more."""
    right = reference(STAFF, ASSIGNMENT)
    wrong = [catalogue.submission(one, right).files for one in islice(catalogue.load(STAFF, ASSIGNMENT), 60)]
    good = [one.files for one in variants(right, TESTS / "variants")]
    turns = [files for pair in zip(wrong, good, strict=False) for files in pair]
    return [numbered(turns[number % len(turns)], number) for number in range(count)]


def numbered(files: Files, number: int) -> Files:
    """The files with a comment that no other submission has."""
    return {**files, "warmup.py": files["warmup.py"] + b"# %d\n" % number}


def peak_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own_seconds(out: Path) -> float:
    """The time that students' own code took, over all checks of a graded class."""
    with Ledger(out) as ledger:
        return sum(one.seconds for one in ledger.submissions())


def grade(home: Path, files: Sequence[Files], graders: Graders) -> None:
    """Grade a class, which is made where it is not there yet, and write what is made of everybody together."""
    for number, one in enumerate(files):
        folder = home / "class" / f"s{number:04}"
        if not folder.exists():
            folder.mkdir(parents=True)
            for name, data in one.items():
                (folder / name).write_bytes(data)
    out = home / "out"
    out.mkdir(exist_ok=True)
    with owner(out) as me, Ledger(out) as ledger:
        ledger.keep_release(ASSIGNMENT.release, zipped(grading_folder(STAFF, ASSIGNMENT)))
        hand_ins = read_class(home / "class", ASSIGNMENT.files, out / "unpacked").hand_ins
        batch = Batch(ledger, Publisher(out, ASSIGNMENT), graders, me, lambda one: open_hand_in(one, ASSIGNMENT.files))
        batch.run(hand_ins)
        graders.close()
        write_tables(out, ASSIGNMENT, ledger)
        write_class_page(out, STAFF, ASSIGNMENT, ledger)


def judge(out: Path, target: Path, trusting: bool) -> None:
    """Judge a class again: what did not change keeps its verdict where that is trusted."""
    target.mkdir()
    with Ledger(out) as ledger:
        ledger.copy_to(target)
    with Ledger(target) as ledger:
        new = Release(ASSIGNMENT, load_answers(STAFF.answers, ASSIGNMENT))
        ClassRejudge(ledger, Publisher(target, ASSIGNMENT), out, new, trusting=trusting, jobs=all_processors()).run()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SUBMISSIONS)
