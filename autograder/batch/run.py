"""Grade a class: every hand-in that the ledger does not know yet goes to the graders, and what comes back is kept.

A grading is kept first and published after that, so that nothing is graded twice and nothing is half written, whenever
the batch is stopped.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace

from autograder.batch import stored
from autograder.batch.class_results import GradedSubmission, settled, would_lose
from autograder.batch.graders import Graders, NoGraderError
from autograder.batch.ledger import GradingKey, Ledger, LedgerEntry
from autograder.batch.owners import Owner
from autograder.batch.progress import Watch
from autograder.batch.publish import Publisher, not_graded
from autograder.batch.stamps import content_digest, stamp_of
from autograder.batch.work import Graded, GradingTask
from autograder.intake.files import IntakeError
from autograder.records import HandIn, OpenHandIn, Submission
from autograder.spec.cases import deck_for

ATTEMPTS = 3
"""How often a grading is tried that the grader fails on."""
AHEAD = 2
"""How many submissions wait, for each that is being graded, so that no sandbox is ever idle."""
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Choice:
    """Which hand-ins to grade: those named (all when none is), again even if they were graded (``force``), or only
    those whose files changed since they were graded, under whatever release (``changed``).
    """

    only: frozenset[str] = frozenset()
    force: bool = False
    changed: bool = False


@dataclass(frozen=True)
class _Opened:
    """A hand-in that was opened: its place in the class, and its stamp from before that."""

    place: int
    stamp: str
    hand_in: HandIn
    submission: Submission


@dataclass
class _Job:
    """A grading under way, and the hand-ins that wait for it."""

    key: GradingKey
    task: GradingTask
    waiting: list[_Opened]
    attempt: int = 1


@dataclass
class Batch:
    """One run over a class. ``stopping`` says whether nothing new is to be begun; ``watch`` follows the results."""

    ledger: Ledger
    publisher: Publisher
    graders: Graders
    owner: Owner
    open: OpenHandIn
    choice: Choice = field(default_factory=Choice)
    stopping: Callable[[], bool] = lambda: False
    watch: Watch = lambda outcome: None

    def __post_init__(self) -> None:
        self._release = self.publisher.assignment.release
        self._jobs: dict[Future[Graded], _Job] = {}
        self._claimed_by_others: deque[tuple[int, HandIn]] = deque()
        self._entries = self.ledger.entries()
        self._settled = self.ledger.settled(self._release)

    def run(self, hand_ins: Sequence[HandIn]) -> None:
        """Grade what is to be graded, and wait until all of it is done."""
        self.publisher.prepare()
        if self.owner.is_alone():
            self.publisher.tidy()
        placed = list(enumerate(hand_ins))
        self._list([one for one in placed if one[1].key not in self._entries])
        self._drop(self._entries.keys() - {hand_in.key for hand_in in hand_ins})
        self._grade(placed)
        known = self.ledger.entries()
        dropped = [one for one in placed if one[1].key not in known]  # by another batch, of another class
        self._list(dropped)
        self._grade(dropped)

    def _grade(self, placed: Sequence[tuple[int, HandIn]]) -> None:
        """Grade those of these hand-ins that are to be graded, and wait until it is done."""
        for place, hand_in in placed:
            if self.stopping():
                break
            if not self.choice.only or hand_in.key in self.choice.only:
                self._take(place, hand_in)
            self._collect(AHEAD * self.graders.size)
        while self._jobs or (self._claimed_by_others and not self.stopping()):
            self._collect(0)
            self._take_from_others()

    def _list(self, placed: Iterable[tuple[int, HandIn]]) -> None:
        """Note hand-ins before they are graded: whatever happens, each has a row in the tables."""
        waits = "It was not graded yet."
        rows = (
            (
                LedgerEntry(hand_in.key, place, "", "", 0, "", stored.hand_in_text(hand_in)),
                not_graded(hand_in, self.publisher.assignment, "not graded", waits),
            )
            for place, hand_in in placed
        )
        self.ledger.enter_new(rows)

    def _drop(self, gone: Collection[str]) -> None:
        """Forget who is no longer in the class."""
        self.ledger.drop(gone)
        self.publisher.remove(gone)

    # --- one hand-in

    def _take(self, place: int, hand_in: HandIn) -> None:
        """Grade a hand-in, unless it has its results or another batch is at work on it."""
        stamp = stamp_of(hand_in)
        outcome = self.ledger.outcome(hand_in.key)
        entry = self._entries.get(hand_in.key) if outcome else None
        if outcome and entry and entry.stamp == stamp and entry.place == place and self._stands(entry):
            self.watch(outcome)
            return
        try:
            submission = self.open(hand_in)
        except IntakeError as error:
            about = stored.hand_in_text(hand_in)
            self._enter(
                LedgerEntry(hand_in.key, place, stamp, "", 0, self._release, about),
                *self.publisher.refused(hand_in, str(error)),
            )
            return
        opened, content = _Opened(place, stamp, hand_in, submission), content_digest(submission)
        if entry is not None and entry.published != self._release and entry.content == content and self._stands(entry):
            known_before = self.ledger.submission(entry.key)  # another path or time, and the same files
            self._enter(replace(entry, place=place, stamp=stamp, about=stored.hand_in_text(hand_in)), known_before)
            return
        key = GradingKey(content, deck_for(hand_in.name, self.publisher.assignment.decks), self._release)
        known = self.ledger.grading(key)
        under_way = next((job for job in self._jobs.values() if job.key == key), None)
        if known is not None and known.outcome != "broken" and not self.choice.force:
            self._publish(opened, key, known)
        elif under_way is not None:
            under_way.waiting.append(opened)
        elif self._claimed(key, known):
            self._submit(_Job(key, GradingTask(submission.files, key.deck), [opened]))
        else:
            self._claimed_by_others.append((place, hand_in))

    def _stands(self, entry: LedgerEntry) -> bool:
        """Whether what was published for a hand-in is to stay as it is."""
        if self.choice.force or not entry.published or (entry.published != self._release and not self.choice.changed):
            return False
        return all(map(os.path.exists, self.publisher.paths(entry.key)))

    def _claimed(self, key: GradingKey, known: Graded | None) -> bool:
        other = self.ledger.owner(key)
        dead = other if other and not self.owner.is_alive(other) else ""
        return self.ledger.claim(key, self.owner.name, dead, known)

    def _take_from_others(self) -> None:
        """Take up what other batches have claimed, as soon as they are done or gone."""
        if self._claimed_by_others and not self._jobs and not self.stopping():
            time.sleep(POLL_SECONDS)
        for _ in range(len(self._claimed_by_others)):
            self._take(*self._claimed_by_others.popleft())

    # --- the graders

    def _submit(self, job: _Job) -> None:
        self._jobs[self.graders.submit(job.task)] = job

    def _collect(self, most: int) -> None:
        """Keep what has come back, until no more than ``most`` gradings are under way."""
        while len(self._jobs) > most:
            if self.stopping():  # what nobody has begun yet is taken back
                for future in [waiting for waiting in self._jobs if waiting.cancel()]:
                    del self._jobs[future]
            done, _ = wait(self._jobs, POLL_SECONDS, FIRST_COMPLETED)
            for future in done:
                self._finish(self._jobs.pop(future), future)
            if most == 0 and self._claimed_by_others:
                return

    def _finish(self, job: _Job, future: Future[Graded]) -> None:
        """Keep a grading and publish it; where the grader failed, try it again a few times."""
        error = future.exception()
        if isinstance(error, NoGraderError):
            raise error
        graded = Graded("broken", f"{type(error).__name__}: {error}", b"") if error else future.result()
        if graded.outcome == "broken" and job.attempt < ATTEMPTS and not self.stopping():
            job.attempt += 1
            self._submit(job)
            return
        self.ledger.keep(job.key, graded)
        for opened in job.waiting:
            self._publish(opened, job.key, graded)

    def _publish(self, opened: _Opened, key: GradingKey, graded: Graded) -> None:
        """Write the result of a grading; a score that must not fall stays, with the results that it came from."""
        summary, results = self.publisher.results(opened.hand_in, opened.submission, key.deck, graded)
        published = "" if graded.outcome == "broken" else self._release
        about = stored.hand_in_text(opened.hand_in)
        before = self._entries.get(opened.hand_in.key)
        floor = before and before.key in self._settled and before.content == key.content
        earlier = self.ledger.submission(before.key) if before and floor and self.ledger.outcome(before.key) else None
        spared = earlier is not None and would_lose(earlier, summary)
        self._enter(
            LedgerEntry(opened.hand_in.key, opened.place, opened.stamp, key.content, key.deck, published, about),
            settled(earlier, summary) if earlier and spared else summary,
            None if spared else results,
        )

    def _enter(self, entry: LedgerEntry, summary: GradedSubmission, results: bytes | None = None) -> None:
        """Note a hand-in, and write its results if there are any in place of those that stand there."""

        def publish() -> None:
            if results is not None:
                self.publisher.write(summary, results)

        self.ledger.enter(entry, summary, publish)
        self.watch(summary.outcome)


def chosen(hand_ins: Iterable[HandIn], only: Iterable[str]) -> frozenset[str]:
    """The keys of the hand-ins that ``only`` names: by key, by a person's id, email or name, or by the name."""
    wanted = {name.casefold() for name in only}
    keys = set()
    for hand_in in hand_ins:
        of_people = (word for person in hand_in.people for word in (person.id, person.email, person.name))
        if wanted & {word.casefold() for word in (hand_in.key, hand_in.name, *of_people) if word}:
            keys.add(hand_in.key)
    return frozenset(keys)
