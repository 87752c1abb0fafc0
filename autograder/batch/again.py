"""A whole ledger judged again into another folder: results, pages and tables by the assignment as it is now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.batch import stored
from autograder.batch.ledger import Ledger
from autograder.batch.progress import Watch
from autograder.batch.publish import Publisher
from autograder.batch.records import Entry, GradedSubmission, GradingKey
from autograder.batch.rejudge import Rejudge, Release, release_of
from autograder.records import Submission


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

    ``never_lower``: who would lose points keeps the earlier result.
    """

    ledger: Ledger
    publisher: Publisher
    source: Path
    new: Release
    never_lower: bool = False
    trusting: bool = True
    watch: Watch = lambda one: None

    def run(self) -> Judged:
        """Judge everybody, one after the other."""
        self.publisher.prepare()
        count, unseen, spared = 0, dict[str, Sequence[str]](), []
        with ExitStack() as open_releases:
            judges: dict[str, Rejudge] = {}
            for entry in self.ledger.entries().values():
                before = self.ledger.submission(entry.key)
                if not entry.content or not entry.published:
                    self._keep(entry, before)
                    continue
                if entry.published not in judges:
                    observed = self._observed(entry)
                    old = open_releases.enter_context(release_of(self.ledger, observed))
                    judges[entry.published] = Rejudge(self.ledger, old, self.new, self.trusting)
                missing, fell = self._one(entry, before, judges[entry.published])
                if missing:
                    unseen[entry.key] = missing
                elif fell:
                    spared.append(entry.key)
                else:
                    count += 1
        return Judged(count, unseen, tuple(spared))

    def _observed(self, entry: Entry) -> str:
        """The release under which a submission was run."""
        graded = self.ledger.grading(GradingKey(entry.content, entry.deck, entry.published))
        return graded.observed if graded and graded.observed else entry.published

    def _one(self, entry: Entry, before: GradedSubmission, judge: Rejudge) -> tuple[Sequence[str], bool]:
        """The checks of one submission that must be run, and whether it keeps its score because that would fall."""
        key = GradingKey(entry.content, entry.deck, entry.published)
        graded = self.ledger.grading(key)
        if graded is None or not graded.report:
            self._keep(entry, before)
            return ["everything"], False
        found, missing = judge.grading(key, graded)
        if missing:
            self._keep(entry, before)
            return missing, False
        hand_in = stored.hand_in_of(entry.key, entry.about)
        submission = Submission(hand_in.name, {}, before.notes)
        summary, results = self.publisher.results(hand_in, submission, entry.deck, found)
        if self.never_lower and before.score is not None and (summary.score or 0) < before.score:
            self._keep(entry, before)
            return [], True
        release = self.new.assignment.release
        self.publisher.write(summary, results)
        self.ledger.keep(replace(key, release=release), replace(found, observed=graded.observed or entry.published))
        self.ledger.enter(replace(entry, published=release), summary)
        self.watch(summary.outcome)
        return [], False

    def _keep(self, entry: Entry, before: GradedSubmission) -> None:
        """Leave one submission's results as they were."""
        source = replace(self.publisher, folder=self.source)
        for old, new in zip(source.paths(entry.key), self.publisher.paths(entry.key), strict=True):
            if old != new and old.exists():
                shutil.copyfile(old, new)
        self.watch(before.outcome)
