"""A whole ledger judged again into another folder: results, pages and tables by the assignment as it is now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.batch import stored
from autograder.batch.class_results import GradedSubmission, settled, would_lose
from autograder.batch.ledger import Entry, GradingKey, Ledger
from autograder.batch.members import known_now
from autograder.batch.progress import Watch
from autograder.batch.publish import Publisher
from autograder.batch.rejudge import Rejudge, Release, release_of
from autograder.batch.work import Graded
from autograder.records import HandIn, Submission
from autograder.spec.term import Term


@dataclass(frozen=True)
class Judged:
    """What came of judging a class again: how many were, the checks that must be run by key, and whose score stayed
    because it would have fallen.
    """

    count: int
    unseen: dict[str, Sequence[str]]
    spared: tuple[str, ...]


@dataclass
class Again:
    """Judges every grading of ``ledger``, which lies in the publisher's folder and was copied from ``source``.

    ``never_lower``: who would lose points keeps the earlier result. ``term`` holds the slip days of the term, where the
    late policy asks for them.
    """

    ledger: Ledger
    publisher: Publisher
    source: Path
    new: Release
    never_lower: bool = False
    trusting: bool = True
    watch: Watch = lambda one: None
    term: Term | None = None

    def run(self) -> Judged:
        """Judge everybody, one after the other."""
        self.publisher.prepare()
        judged: dict[str, tuple[Sequence[str], bool]] = {}
        entries, assignment = self.ledger.entries().values(), self.new.assignment
        hand_ins = known_now(self.ledger, entries, self.term, assignment.id)
        with ExitStack() as open_releases:
            judges: dict[str, Rejudge] = {}
            for entry, hand_in in zip(entries, hand_ins, strict=True):
                if not entry.content or not entry.published:
                    self._keep_ungraded(entry)
                    continue
                observed = self._observed(entry)
                if observed not in judges:
                    old = open_releases.enter_context(release_of(self.ledger, observed))
                    judges[observed] = Rejudge(self.ledger, old, self.new, self.trusting)
                judged[entry.key] = self._one(entry, hand_in, judges[observed])
        unseen = {key: missing for key, (missing, _) in judged.items() if missing}
        spared = tuple(key for key, (_, fell) in judged.items() if fell)
        self.ledger.settle(assignment.release, [*spared, *unseen] if self.never_lower else ())
        return Judged(len(judged) - len(unseen) - len(spared), unseen, spared)

    def _observed(self, entry: Entry) -> str:
        """The release under which a submission was run."""
        graded = self.ledger.grading(GradingKey(entry.content, entry.deck, entry.published))
        return graded.observed if graded and graded.observed else entry.published

    def _one(self, entry: Entry, hand_in: HandIn, judge: Rejudge) -> tuple[Sequence[str], bool]:
        """The checks of one submission that must be run, and whether it keeps its score because that would fall."""
        before = self.ledger.submission(entry.key)
        found, missing = self._judged(entry, judge)
        if missing:
            self._keep(entry, before)
            return missing, False
        release = self.new.assignment.release
        submission = Submission(hand_in.name, {}, before.notes)
        summary, results = self.publisher.results(hand_in, submission, entry.deck, found)
        self.ledger.keep(GradingKey(entry.content, entry.deck, release), found)
        now = replace(entry, published=release, about=stored.hand_in_text(hand_in))
        if self.never_lower and would_lose(before, summary):
            self._keep(now, settled(before, summary))
            return [], True
        self.publisher.write(summary, results)
        self.ledger.enter(now, summary)
        self.watch(summary.outcome)
        return [], False

    def _judged(self, entry: Entry, judge: Rejudge) -> tuple[Graded, Sequence[str]]:
        """A submission's grading by the new release, and the checks that must be run.

        A grading that was run under the new release since is better than one that is judged from what was observed.
        """
        key = GradingKey(entry.content, entry.deck, entry.published)
        new = replace(key, release=self.new.assignment.release)
        run = self.ledger.grading(new)
        if new != key and run and run.outcome != "broken" and run.observed == new.release:
            return run, []
        graded = self.ledger.grading(key)
        if graded is None or not graded.report:
            return Graded("broken", "", b""), ["everything"]
        found, missing = judge.grading(key, graded)
        return replace(found, observed=graded.observed or entry.published), missing

    def _keep_ungraded(self, entry: Entry) -> None:
        """Leave a submission without a grading as it is; what it would have been out of is the new release's."""
        before = self.ledger.submission(entry.key)
        self._keep(entry, before if before.score is not None else replace(before, out_of=self.new.assignment.out_of))

    def _keep(self, entry: Entry, before: GradedSubmission) -> None:
        """Leave one submission's results as they were."""
        source = replace(self.publisher, folder=self.source)
        for old, new in zip(source.paths(entry.key), self.publisher.paths(entry.key), strict=True):
            if old != new and old.exists():
                shutil.copyfile(old, new)
        self.ledger.enter(entry, before)
        self.watch(before.outcome)
