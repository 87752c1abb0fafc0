"""How long a night of the contest takes at the real task.

    python tests/benchmarks/bench_contest.py [ENTRANTS] [DRAWS] [JOBS]

The entrants hand in staff's bots, each with a comment of its own, so that every one is run: a first night, in which all
bots are new. Printed are the time from start to end, and the processor time that bots took for a trial. On a machine
that does nothing else, JOBS times the first is little more than the number of trials times the second.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from autograder.contest import night as nights
from autograder.contest.bots import staff_bots
from autograder.contest.entries import Entry, owner_of, submission_digest
from autograder.contest.ledger import ContestLedger
from autograder.contest.runs import LocalRunner
from autograder.records import Person, Submission, silent
from autograder.sandbox.pool import all_processors
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION


def main(entrants: int, draws: int, jobs: int) -> None:
    """Close a first night, and print what it took."""
    staff, assignment = StaffFolder(SOLUTION), loader.load(SOLUTION)
    contest = assignment.contest
    assert contest is not None
    bots = staff_bots(SOLUTION, assignment, contest)
    runner = LocalRunner(assignment, contest, staff.secrets(assignment.files), jobs)
    functions, draws = staff.functions("cases"), draws or contest.night_draws
    night = nights.Night(contest, contest.closes[0], "night", draws, functions, runner)
    entries = [entry(number, bots[number % len(bots)], contest.entry) for number in range(entrants)]
    with tempfile.TemporaryDirectory() as folder, ContestLedger(Path(folder), assignment.id) as ledger:
        began = perf_counter()
        nights.close(night, ledger, entries, bots, silent)
        took = perf_counter() - began
        seconds = [trial.seconds for trial in ledger.trials("night").values()]
    done = f"{took / 60:.1f} min for {len(seconds)} trials"
    print(f"{entrants} entrants, {draws} draws of each task, {jobs} sandboxes: {done}")
    figures = f"median {median(seconds):.2f} s, mean {mean(seconds):.2f} s, most {max(seconds):.2f} s"
    print(f"processor time of a trial: {figures}")
    print(f"a bot may train {runner.seconds:.1f} s")


def entry(number: int, bot: Entry, name: str) -> Entry:
    """An entrant with a copy of a staff bot that is no other's."""
    files = {**bot.submission.files, name: bot.submission.files[name] + f"\n# {number}\n".encode()}
    submission, people = Submission(f"s{number}", files), (Person(f"Student {number}", str(number)),)
    return Entry(
        owner_of(people), submission_digest(submission), people, submission, bot.moment - timedelta(hours=1), ""
    )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [60, 0, all_processors()][len(given) :]))
