"""A whole ledger judged again into another folder: results, pages and tables by the assignment as it is now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder.batch import stored
from autograder.batch.class_results import GradedSubmission, settled, would_lose
from autograder.batch.judges import MustRun, Rejudged, judged
from autograder.batch.ledger import GradingKey, Ledger, LedgerEntry
from autograder.batch.members import known_now
from autograder.batch.progress import Watch
from autograder.batch.publish import Publisher
from autograder.batch.rejudge import Release
from autograder.records import HandIn
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
class ClassRejudge:
    """Judges every grading of ``ledger``, which lies in the publisher's folder and was copied from ``source``.

    ``never_lower``: who would lose points keeps the earlier result. ``term`` holds the slip days of the term, where the
    late policy asks for them. With ``jobs`` processes to judge in, the ledger must hold the new release.
    """

    ledger: Ledger
    publisher: Publisher
    source: Path
    new: Release
    never_lower: bool = False
    trusting: bool = True
    watch: Watch = lambda outcome: None
    term: Term | None = None
    jobs: int = 1

    def run(self) -> Judged:
        """Judge everybody, and write what each came to, one after the other."""
        self.publisher.prepare()
        entries, assignment = self.ledger.entries().values(), self.new.assignment
        hand_ins = known_now(self.ledger, entries, self.term, assignment.id)
        work = []
        for entry, hand_in in zip(entries, hand_ins, strict=True):
            if entry.content and entry.published:
                work.append((entry, hand_in))
            else:
                self._keep_ungraded(entry)
        unseen: dict[str, Sequence[str]] = {}
        spared: list[str] = []
        with closing(judged(self.ledger, self.new, work, self.jobs, self.trusting)) as judgements:
            for (entry, hand_in), judgement in zip(work, judgements, strict=True):
                if isinstance(judgement, MustRun):
                    unseen[entry.key] = judgement.checks
                    self._keep(entry, self.ledger.submission(entry.key))
                elif self._fell(entry, hand_in, judgement):
                    spared.append(entry.key)
        self.ledger.settle(assignment.release, [*spared, *unseen] if self.never_lower else ())
        return Judged(len(work) - len(unseen) - len(spared), unseen, tuple(spared))

    def _fell(self, entry: LedgerEntry, hand_in: HandIn, judgement: Rejudged) -> bool:
        """Write one submission's results; whether it keeps its earlier ones because its score would fall."""
        release = self.new.assignment.release
        self.ledger.keep(GradingKey(entry.content, judgement.deck, release), judgement.grading)
        published = "" if judgement.grading.outcome == "broken" else release
        about = stored.hand_in_text(hand_in)
        now = replace(entry, deck=judgement.deck, published=published, about=about)
        if self.never_lower and would_lose(before := self.ledger.submission(entry.key), judgement.summary):
            self._keep(now, settled(before, judgement.summary))
            return True
        publish = partial(self.publisher.write, judgement.summary, judgement.results)
        self.ledger.enter(now, judgement.summary, publish)
        self.watch(judgement.summary.outcome)
        return False

    def _keep_ungraded(self, entry: LedgerEntry) -> None:
        """Leave a submission without a grading as it is; what it would have been out of is the new release's."""
        before = self.ledger.submission(entry.key)
        self._keep(entry, before if before.score is not None else replace(before, out_of=self.new.assignment.out_of))

    def _keep(self, entry: LedgerEntry, before: GradedSubmission) -> None:
        """Leave one submission's results as they were."""
        source = replace(self.publisher, folder=self.source)
        for old, new in zip(source.paths(entry.key), self.publisher.paths(entry.key), strict=True):
            if old != new and old.exists():
                shutil.copyfile(old, new)
        self.ledger.enter(entry, before)
        self.watch(before.outcome)
