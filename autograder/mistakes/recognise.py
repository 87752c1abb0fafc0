"""Which known mistake gives the result that a student's code gave?

What the code showed on each case is compared with what each mistake showed when it was frozen. Equal on every case:
that is the mistake. Equal up to a sign or a named factor: the mistake and that factor. Several mistakes that together
account for everything that is wrong: all of them. Otherwise the verdict stays as it is, with its generic explanation.

A wrong hint is worse than none. So matching arrays are evidence. A matching sentence is evidence only if few known
mistakes produce it; otherwise an unknown mistake may well produce it too.

One check often cannot tell two mistakes apart when the other checks can: `narrow` compares the lines of a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from autograder.answers import signatures
from autograder.answers.signatures import ArraySignature, SentencePattern, Signature, WrongAnswer
from autograder.answers.store import FrozenCase
from autograder.feedback.factors import MINUS, factor_words
from autograder.records import AnswerKey, Check, Diagnosis, Outputs, Transcript, Verdict

Where: TypeAlias = "tuple[int, str]"
"""A case, and an output's name; an empty name stands for the case's sentence."""

HintedDiagnosis: TypeAlias = "tuple[Diagnosis, str]"
"""A diagnosis and its hint."""

MOST_HINTS = 3
"""Where more mistakes than this are possible, none of their hints helps."""


@dataclass(frozen=True)
class _Shown:
    """What a student's code showed on one case: a sentence, or outputs, of which those in ``wrong`` are not right."""

    sentence: str
    outputs: Outputs
    wrong: frozenset[str]
    row: FrozenCase

    @property
    def known(self) -> bool:
        """Whether there is an answer that tells right arrays from wrong ones."""
        return self.row.answer is not None

    @property
    def right(self) -> bool:
        return not self.sentence and not self.wrong

    def is_only(self, signature: Signature | None) -> bool:
        """Whether the case shows what the mistake shows, and nothing else."""
        if signature is None or (signature.sometimes and self.right):
            return self.right
        if signature.sentences:
            return self.includes(signature)
        named_alike = not self.known or self.wrong == set(signature.outputs)
        return not self.sentence and named_alike and self.includes(signature)

    def includes(self, signature: Signature) -> bool:
        """Whether the case shows all that the mistake shows: its sentence if it has one, and each of its arrays."""
        patterns, sentence = signature.sentences, self.sentence
        says = not patterns or (bool(sentence) and any(pattern.fits(sentence) for pattern in patterns))
        return says and all(
            name in self.outputs and array.matches(self.outputs[name]) for name, array in signature.outputs.items()
        )


def recognise(check: Check, key: AnswerKey, transcript: Transcript, verdict: Verdict) -> Verdict:
    """The verdict with the mistake that explains it and the mistake's hint, where there is such a mistake."""
    wrong: Sequence[WrongAnswer] = key.wrong
    if not wrong or verdict.status not in ("failed", "error") or len(transcript.observations) < len(key.answers):
        return verdict
    rows = zip(transcript.calls, transcript.observations, key.answers, strict=False)
    shown = []
    for call, observation, answer in rows:
        sentence = signatures.complaint(check, call, observation, key)
        names = () if sentence or answer is None else signatures.differing(check, observation.outputs, answer)
        shown.append(_Shown(sentence, observation.outputs, frozenset(names), FrozenCase(call.case, answer)))
    if all(case.right and case.known for case in shown):
        return verdict
    alike = [candidate for candidate in wrong if all(map(_Shown.is_only, shown, candidate.cases))]
    explained = (
        _same(shown, alike, wrong, verdict.hint) or _scaled(shown, wrong) or _together(shown, wrong, verdict.hint)
    )
    diagnosis, hint = explained or (Diagnosis(possible=tuple(candidate.mistake for candidate in alike)), verdict.hint)
    return replace(verdict, hint=hint, diagnosis=diagnosis)


def either(hints: Iterable[str], otherwise: str) -> str:
    """Alternative hints, joined by "Or:"; ``otherwise`` when there are too many to help."""
    different = list(dict.fromkeys(hints))
    return " Or: ".join(different) if len(different) <= MOST_HINTS else otherwise


# --- one mistake


def _same(
    shown: Sequence[_Shown], alike: Sequence[WrongAnswer], wrong: Sequence[WrongAnswer], otherwise: str
) -> HintedDiagnosis | None:
    """The mistakes among ``alike`` that some case tells from others; the rest are possible ones."""
    certain = [candidate for candidate in alike if _is_told_apart(shown, candidate, wrong)]
    if not certain:
        return None
    named = tuple(candidate.mistake for candidate in certain)
    possible = tuple(candidate.mistake for candidate in alike if candidate.mistake not in named)
    return Diagnosis((named,), possible=possible), either((candidate.hint for candidate in certain), otherwise)


def _is_told_apart(shown: Sequence[_Shown], candidate: WrongAnswer, wrong: Sequence[WrongAnswer]) -> bool:
    """Whether some case points to this mistake and to few others: by its arrays, or by a sentence that is rare."""
    return any(
        signature.outputs or (case.sentence and _few_say(number, candidate, wrong))
        for number, (case, signature) in enumerate(zip(shown, candidate.cases, strict=True))
        if signature
    )


def _few_say(number: int, candidate: WrongAnswer, wrong: Sequence[WrongAnswer]) -> bool:
    """Whether few hints go with this mistake's sentences: a number that varies widely by chance fits many mistakes."""
    hints = {
        other.hint
        for other in wrong
        if any(own.overlaps(pattern) for own in _patterns(candidate, number) for pattern in _patterns(other, number))
    }
    return len(hints) <= MOST_HINTS


def _patterns(candidate: WrongAnswer, number: int) -> Sequence[SentencePattern]:
    signature = candidate.cases[number]
    return signature.sentences if signature else ()


# --- one mistake, and a factor on top


def _scaled(shown: Sequence[_Shown], wrong: Sequence[WrongAnswer]) -> HintedDiagnosis | None:
    """A mistake whose result times a named factor is the student's; None where a factor of the right answer does."""
    if is_scaled(shown) or _one_word([_factors(case, Signature()) for case in shown]):
        return None
    for candidate in wrong if _different_sizes(shown) > 1 else ():
        words = _one_word(
            [_factors(case, signature or Signature()) for case, signature in zip(shown, candidate.cases, strict=True)]
        )
        if words:
            sentence = f"On top of that, everything is {words} times as large."
            if words == MINUS:
                sentence = "And the sign is wrong as well."
            return Diagnosis(((candidate.mistake,),), factor=words), f"{candidate.hint} {sentence}"
    return None


def is_scaled(shown: Sequence[_Shown]) -> bool:
    """Whether each wrong array is the right one times a number, and several entries of one array show it.

    The number may have another name in each case, such as an exponent that is 2 in the first one and 3 in the next.
    """
    if any(case.sentence or case.row.answer is None for case in shown):
        return False
    pairs = [
        (ArraySignature.of((case.row.answer or {})[name]), case.outputs[name]) for case in shown for name in case.wrong
    ]
    tell = any(len({f"{size:.5g}" for size in np.abs(right.entries) if size}) > 1 for right, _ in pairs)
    return tell and all(right.factor_to(got) is not None for right, got in pairs)


def _different_sizes(shown: Sequence[_Shown]) -> int:
    """How many different numbers other than 0 the wrong arrays hold: two numbers have some ratio, and many have a name.

    A loss that is cut off at one number in every case is one piece of evidence, not several.
    """
    arrays = [case.outputs[name] for case in shown for name in case.wrong]
    entries = [np.ravel(signatures.as_numbers(signatures.sampled(array))) for array in arrays]
    sizes = np.abs(np.concatenate([np.zeros(0), *entries]))
    return len({f"{size:.5g}" for size in sizes[np.isfinite(sizes) & (sizes != 0)]})


def _one_word(factors: Sequence[Sequence[str]]) -> str:
    """The factor in words, if it is the same everywhere and has a name."""
    words = {word for case in factors for word in case}
    return next(iter(words)) if len(words) == 1 else ""


def _factors(case: _Shown, signature: Signature) -> list[str]:
    """For each wrong array, the factor in words between the mistake's array and the student's; "" where there is none.

    For an array that the mistake leaves right, the factor is that to the right array.
    """
    answer = case.row.answer
    if signature.sentences or case.sentence or answer is None or not set(signature.outputs) <= case.wrong:
        return [""]
    arrays = {name: signature.outputs.get(name) or ArraySignature.of(answer[name]) for name in sorted(case.wrong)}
    factors = [array.factor_to(case.outputs[name]) for name, array in arrays.items()]
    return ["" if factor is None else factor_words(factor, case.row.case.inputs) for factor in factors]


# --- several mistakes


def _together(shown: Sequence[_Shown], wrong: Sequence[WrongAnswer], otherwise: str) -> HintedDiagnosis | None:
    """Mistakes that are all present and together account for every wrong array and sentence.

    Mistakes with the same places are alternatives; one whose places are part of another's is left out.
    """
    if not all(case.known or case.sentence for case in shown):
        return None
    wrong_places = frozenset(
        (i, name) for i, case in enumerate(shown) for name in ([""] if case.sentence else case.wrong)
    )
    by_places: dict[frozenset[Where], list[WrongAnswer]] = {}
    for candidate in wrong:
        places = frozenset(_places(candidate))
        pairs = [(case, signature) for case, signature in zip(shown, candidate.cases, strict=True) if signature]
        all_shown = places <= wrong_places and all(case.includes(signature) for case, signature in pairs)
        if all_shown and _is_told_apart(shown, candidate, wrong):
            by_places.setdefault(places, []).append(candidate)
    largest = [places for places in by_places if not any(places < other for other in by_places)]
    if len(largest) < 2 or frozenset[Where]().union(*largest) != wrong_places:
        return None
    groups = [by_places[places] for places in largest]
    hints = dict.fromkeys(either((candidate.hint for candidate in group), "") for group in groups)
    diagnosis = Diagnosis(tuple(tuple(candidate.mistake for candidate in group) for group in groups))
    return diagnosis, " And: ".join(filter(None, hints)) or otherwise


def _places(candidate: WrongAnswer) -> Iterator[Where]:
    for number, signature in enumerate(candidate.cases):
        if signature:
            yield from ((number, name) for name in ([""] if signature.sentences else signature.outputs))
