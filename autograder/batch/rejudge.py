"""Judge a class again by changed settings, from what was observed: nothing is run.

A check that did not change keeps its verdict; one that did is judged from the arrays that its calls gave. A check that
needs what was never observed, such as a new case, is named and must be run.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np

from autograder.answers import npz, wrong_answers
from autograder.answers.store import Answers, load_answers
from autograder.batch import stored
from autograder.batch.ledger import GradingKey, Ledger
from autograder.batch.limited import Limited
from autograder.batch.transcripts import KeptRuns, observations, unpacked_array
from autograder.batch.work import Graded
from autograder.checks import kind_of
from autograder.checks.carried import carried_check
from autograder.errors import StaffError
from autograder.grading.attempts import UnseenCallError, recall
from autograder.grading.grader import Grader
from autograder.records import AnswerKey, Assignment, Call, Case, Check, Report, Submission, Transcript, Verdict
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.tier import tier_of
from autograder.spec import loader
from autograder.spec.slicing import sliced_once
from autograder.spec.staff_folder import ANSWERS_NAME

OUT_OF_TIME = ("Not reached: ", "Not finished: ")


class CannotRejudgeError(StaffError):
    """A ledger whose gradings cannot be judged again."""


class NeedsRunError(Exception):
    """A check that cannot be judged without running the submission."""


@dataclass(frozen=True)
class Release:
    """An assignment with its answers, and the file that holds these, if there is one."""

    assignment: Assignment
    answers: Answers
    file: Path | None = None

    @cached_property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """The answers' arrays by their digests, read when something is judged by what was observed under it."""
        if self.file is None:
            return {}
        with np.load(self.file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files if name != npz.INDEX}

    @cached_property
    def prompts(self) -> str:
        """The prompts as text, by which two releases can be compared."""
        return repr(self.assignment.prompts)

    def basis(self, check: Check, deck: int) -> tuple[str, ...]:
        """What a verdict of a check on its own follows from, once its calls were observed."""
        place = (deck, check.id)
        cases = [
            [row.case.name, row.case.hint, dict(row.case.inputs), dict(row.case.keep), row.answer and dict(row.answer)]
            for row in self.answers.rows.get(place, ())
        ]
        laws = dict.fromkeys(kind_of(check).laws(check), self.assignment.laws.sources)
        settings = replace(check, points=0.0, title="", after=(), builds_on=(), limits=type(check.limits)())
        wrong = wrong_answers.tree_of({place: self.answers.wrong.get(place, ())})
        return (repr(settings), repr(laws), npz.digest([cases, wrong]), self.prompts)

    def probe(self, check: Check) -> str:
        """The text of what calls the student's code."""
        probes = tuple(self.assignment.probes.items())
        both = [check] if check.carried is None else [check, carried_check(check)]
        return repr([sliced_once("probes", probes, frozenset(kind_of(judged).probes(judged))) for judged in both])


@contextmanager
def stored_release(ledger: Ledger, release: str) -> Iterator[Release]:
    """The release of which the ledger keeps the assignment. Raises `CannotRejudgeError`."""
    data = ledger.release_folder(release)
    if data is None:
        raise CannotRejudgeError(f"{ledger.path} does not keep the assignment of release {release}: grade again.")
    with tempfile.TemporaryDirectory(prefix="autograder-release-") as place:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(place)
        assignment = loader.load(Path(place))
        file = Path(place) / ANSWERS_NAME
        yield Release(assignment, load_answers(file, assignment), file)


@dataclass
class Rejudge:
    """Judges gradings of the release ``old`` by the release ``new``.

    ``trusting``: a check that did not change keeps its verdict; otherwise even that is judged from what was observed.
    """

    ledger: Ledger
    old: Release
    new: Release
    trusting: bool = True

    def __post_init__(self) -> None:
        self._bases: dict[tuple[str, int], tuple[bool, bool]] = {}
        self._limited = Limited(self.new.assignment)
        self._old_checks = {check.id: check for check in self.old.assignment.checks}
        self._new_checks = {check.id: check for check in self.new.assignment.checks}

    def report(self, key: GradingKey, graded: Graded, submission: Submission) -> tuple[Report, list[str]]:
        """The report by the new release, and the checks that would have to be run.

        If there are any, the report is of no use. Only the submission's name and notes are used, and none of its files.
        """
        tree = stored.unpacked(graded.report)
        rows = {row["check"]: row for row in tree["lines"]}
        observed = graded.observed or key.release
        past = _Past(self, key.deck, rows, self.ledger.calls(replace(key, release=observed)), observed == key.release)
        assignment = self._limited.like(tree)
        nowhere = cast("Sandbox", _Nowhere())  # nothing is run, so nothing but the tier is asked of it
        report = Grader(assignment, self.new.answers, nowhere, past.run_check).grade(submission, deck=key.deck)
        broken = {line.check.id for line in report.broken}  # what was not seen may not be needed after all
        if unseen := [name for name in past.unseen if name in broken]:
            return report, unseen
        lines = tuple(
            replace(line, paste=tuple(rows[line.check.id]["paste"])) if line.check.id in past.trusted else line
            for line in report.lines
        )
        known = {**tree["fingerprint"], "release": assignment.release}
        return replace(report, lines=lines, provenance=known, seconds=tree["seconds"]), []

    def unchanged(self, check: Check, deck: int) -> tuple[bool, bool]:
        """Whether a check still calls a student's code in the same way, and whether it still judges it so, too."""
        place = (check.id, deck)
        if place not in self._bases:
            before, now = self._old_checks.get(check.id), self._new_checks[check.id]
            calls = before is not None and self.old.probe(before) == self.new.probe(now)
            same = calls and before is not None and self.old.basis(before, deck) == self.new.basis(now, deck)
            self._bases[place] = (calls, same)
        return self._bases[place]

    def array(self, digest: str) -> Any:
        """An array that was observed, by its digest. Raises `NeedsRunError` where it was not kept."""
        if digest in self.old.arrays:
            return self.old.arrays[digest]
        packed = self.ledger.array(digest)
        if packed is None:
            raise NeedsRunError
        return unpacked_array(packed, self.array)


@dataclass
class _Past:
    """One submission's past: ``rows`` of its report and ``runs`` of its checks. ``together``: both are of one release.

    ``unseen`` are the checks that need more, ``trusted`` those whose verdict stays.
    """

    judge: Rejudge
    deck: int
    rows: Mapping[str, Any]
    runs: KeptRuns | None
    together: bool
    unseen: list[str] = field(default_factory=list)
    trusted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._begun: Counter[str] = Counter()
        self._ranked = {board.options.of for board in self.judge.new.assignment.leaderboards}

    def run_check(
        self, sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey
    ) -> tuple[Verdict, Transcript]:
        """The verdict of a check on its own: as it was where nothing about it changed, else from what was observed."""
        row = self.rows.get(check.id)
        if row is not None and _ran_out_of_time(row):
            return _kept(row)
        same_calls, same_verdict = self.judge.unchanged(check, self.deck)
        number = self._begun[check.id]
        self._begun[check.id] += 1
        try:
            if not same_calls:
                raise NeedsRunError
            if same_verdict and self.judge.trusting:
                return self._as_it_was(check, cases, number)
            return recall(check, cases, key, observations(self._run(check, number)["calls"], self.judge.array))
        except (NeedsRunError, UnseenCallError):
            self.unseen.append(check.id)
            raise

    def _as_it_was(self, check: Check, cases: Sequence[Case], number: int) -> tuple[Verdict, Transcript]:
        """What a check that did not change came to, with its arrays where a leaderboard counts them.

        For a check that passed, the report is as good as the run, because no earlier check changes such a verdict.
        """
        row, ranked = self.rows.get(check.id), check.id in self._ranked
        passed = self.together and row is not None and row["verdict"]["status"] == "passed"
        if passed and self.runs is not None and number == 0 and not ranked:
            self.trusted.add(check.id)
            return _kept(row)
        run = self._run(check, number)
        self.trusted.add(check.id)
        if not ranked:
            return _kept({**run, "calls": [call[2:] for call in run["calls"]]})
        known = {case.name: case for case in cases}
        calls = tuple(Call(probe, known.get(case, Case(case, {}))) for _, _, probe, case, *_ in run["calls"])
        seen = tuple(observation for _, observation in observations(run["calls"], self.judge.array))
        return Verdict.from_plain(run["verdict"]), Transcript(calls, seen)

    def _run(self, check: Check, number: int) -> Any:
        """A run of a check, the first of which is number 0. Raises `NeedsRunError` where it was not kept."""
        runs = [] if self.runs is None else self.runs.of(check.id)
        if number >= len(runs):
            raise NeedsRunError
        return runs[number]


def _kept(row: Any) -> tuple[Verdict, Transcript]:
    """A verdict and the calls that it is about, without their arrays."""
    return Verdict.from_plain(row["verdict"]), stored.transcript_of(row["calls"])


class _Nowhere:
    """Where nothing is run."""

    tier = tier_of((), 0, root=False)


def _ran_out_of_time(row: Any) -> bool:
    """Whether the time for the whole submission had ended: such a verdict says nothing of the check."""
    verdict = row["verdict"]
    return verdict["status"] == "skipped" and not row["blocked_by"] and verdict["message"].startswith(OUT_OF_TIME)
