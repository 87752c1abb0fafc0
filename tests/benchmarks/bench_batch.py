"""What a class costs: ``python -m tests.benchmarks.bench_batch [STUDENTS]`` prints figures and ratios of one run.

The class is the toy assignment's, everybody with a file of their own, so the grader's share is as large as it can be.
Times are processor times of this process and of those it started; only their ratios mean something on another machine.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from autograder.answers.store import load_answers, save_answers
from autograder.batch.graders import LocalGraders
from autograder.batch.ledger import Ledger
from autograder.batch.ledger_file import FILE
from autograder.batch.owners import owner
from autograder.batch.publish import Publisher
from autograder.batch.rejudge import Release
from autograder.batch.rejudge_class import ClassRejudge
from autograder.batch.run import Batch
from autograder.batch.work import Station
from autograder.freeze.reference import freeze
from autograder.gradescope.bundle import grading_folder
from autograder.intake.exports import read_class
from autograder.intake.submission import open_hand_in
from autograder.release.archive import zipped
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.benchmarks.processor_time import measured
from tests.support.toy import REFERENCE, copy_of_toy

STUDENTS = 40


def main(students: int) -> None:
    """Grade small and large classes, look at one again, judge it again, and print what each costs a student."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        staff = StaffFolder(copy_of_toy(home / "staff"))
        with Sandbox() as sandbox:
            save_answers(staff.answers, freeze(staff, loader.load(staff.path), sandbox))
        few = measured(lambda: grade(staff, home, "few", students // 4, 1))
        many = measured(lambda: grade(staff, home, "many", students, 1))
        two = measured(lambda: grade(staff, home, "two", students, 2))
        idle = measured(lambda: grade(staff, home, "many", students, 1))
        again = measured(lambda: judge(staff, home / "many" / "out", home / "again"))
        kept = (home / "many" / "out" / FILE).stat().st_size / students
    print(f"a submission in a class of {students // 4}: {1000 * few[1] / (students // 4):.0f} ms of processor time")
    print(f"a submission in a class of {students}: {1000 * many[1] / students:.0f} ms, of it here {many[2]:.0%}")
    print(f"two sandboxes: {many[0] / two[0]:.2f} times the throughput of one")
    print(
        f"looked at again: {1000 * idle[0] / students:.1f} ms each; judged again: {1000 * again[0] / students:.1f} ms"
    )
    print(f"judged again: {many[0] / again[0]:.0f} times as fast as graded; the ledger keeps {kept / 1000:.0f} kB each")
    print(f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def grade(staff: StaffFolder, home: Path, name: str, students: int, jobs: int) -> None:
    """Grade a class of so many, which is made where it is not there yet."""
    where, out = home / name / "class", home / name / "out"
    for number in range(students):
        folder = where / f"s{number:04}"
        folder.mkdir(parents=True, exist_ok=True)
        for file in REFERENCE if not (folder / REFERENCE[0]).exists() else ():
            (folder / file).write_text(f"# {number}\n" + staff.text(file))
    out.mkdir(exist_ok=True)
    assignment = loader.load(staff.path)
    graders = LocalGraders(lambda: Station.load(staff), jobs)
    with owner(out) as me, Ledger(out) as ledger:
        ledger.keep_release(assignment.release, zipped(grading_folder(staff, assignment)))
        hand_ins = read_class(where, assignment.files, out / "unpacked").hand_ins
        Batch(ledger, Publisher(out, assignment), graders, me, lambda one: open_hand_in(one, assignment.files)).run(
            hand_ins
        )
        graders.close()


def judge(staff: StaffFolder, out: Path, target: Path) -> None:
    """Judge a class again."""
    target.mkdir()
    assignment = loader.load(staff.path)
    with Ledger(out) as ledger:
        ledger.copy_to(target)
    with Ledger(target) as ledger:
        new = Release(assignment, load_answers(staff.answers, assignment))
        ClassRejudge(ledger, Publisher(target, assignment), out, new).run()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS)
