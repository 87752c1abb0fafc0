"""What of earlier answers still holds, so that freezing runs only what changed.

Beside the answers stands a key for each check and each mistake: a digest of all that decides them. It holds nothing of
the machine, so that a fresh clone on another one runs nothing either, and gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

import autograder
from autograder.answers import npz
from autograder.answers.signatures import WrongAnswer
from autograder.answers.store import Answers, FrozenCase
from autograder.feedback.compare import content_of, relative_error
from autograder.freeze.drawing import digest_of
from autograder.grading.cache_keys import Keys, digest_of_code
from autograder.records import Case, Check, Limits, Outputs
from autograder.spec import digests
from autograder.spec.cases import decks_of

FROZEN_SENTENCES = ("sandbox/inside", "checks", "answers")
"""The parts of the framework whose sentences and signatures are frozen; docstrings are no part of them."""
SAME = 1e-10
"""Answers that differ by no more than this, relatively, differ by the order in which a library adds numbers up."""


@dataclass(frozen=True)
class Earlier:
    """The answers of before, and the questions that are frozen anew whether they changed or not."""

    answers: Answers
    anew: Collection[str] = ()

    def row(self, check: Check, deck: int, key: str) -> tuple[FrozenCase, ...] | None:
        """The frozen cases of a check, if they still hold."""
        asked_for = {check.id, check.id.partition(".")[0]}.intersection(self.anew)
        known = self.answers.keys.get(check.id) == key and not asked_for
        return self.answers.rows.get((deck, check.id)) if known else None

    def wrong(self, mistake: str, question: str, key: str) -> Mapping[tuple[int, str], WrongAnswer] | None:
        """What a mistake shows, by deck and check, if all of it still holds."""
        if self.answers.keys.get(f"mistake {mistake}") != key or question in self.anew:
            return None
        return self._shown.get(mistake, {})

    @cached_property
    def _shown(self) -> Mapping[str, Mapping[tuple[int, str], WrongAnswer]]:
        """What each mistake shows, by deck and check."""
        found: dict[str, dict[tuple[int, str], WrongAnswer]] = {}
        for place, row in self.answers.wrong.items():
            for wrong in row:
                found.setdefault(wrong.mistake, {})[place] = wrong
        return found

    def settled(self, deck: int, check: Check, row: Sequence[FrozenCase]) -> tuple[FrozenCase, ...]:
        """New answers, or the earlier ones where the two differ by rounding alone."""
        before = {_inputs(frozen): frozen for frozen in self.answers.rows.get((deck, check.id), ())}
        old = [before.get(_inputs(frozen), frozen).answer for frozen in row]
        return tuple(
            replace(new, answer=earlier) if new.answer and earlier and _alike(new.answer, earlier) else new
            for new, earlier in zip(row, old, strict=True)
        )


NOTHING = Earlier(Answers())


def key_of_check(names: Keys, check: Check, decks: int, files: Mapping[str, bytes], cases: Sequence[Case]) -> str:
    """The key of a check's answers: its settings, cases in every deck, probes and laws, and the files they reach."""
    plain = replace(check, limits=Limits(), hint="")
    own = replace(names, framework=_sentences(), answers={}).of_code(plain, 0, files)  # without answers: of every deck
    return digests.of_texts([digest_of(cases), *(own for _ in decks_of(check, decks))])


@lru_cache(maxsize=1)
def _sentences() -> str:
    home = Path(autograder.__file__).parent
    paths = sorted(path for folder in FROZEN_SENTENCES for path in (home / folder).glob("*.py"))
    return digests.of_texts(digest_of_code(path.read_bytes()) for path in paths)


def _inputs(frozen: FrozenCase) -> str:
    return npz.digest([frozen.case.name, dict(frozen.case.inputs)])


def _alike(one: Outputs, other: Outputs) -> bool:
    """Whether these are the same outputs up to rounding."""
    if list(one) != list(other):
        return False
    for name, array in one.items():
        twin = other[name]
        if (array.dtype, array.shape) != (twin.dtype, twin.shape):
            return False
        if array.dtype.kind in "fc" and np.isfinite(array).all() and np.isfinite(twin).all():
            if relative_error(array, twin) > SAME:
                return False
        elif content_of(array) != "nothing" and array.tobytes() != twin.tobytes():
            return False
    return True
