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
    """What a student's code showed on one case. ``wrong`` are the names of the arrays that are not the right ones."""

    said: str
    outputs: Outputs
    wrong: frozenset[str]
    row: FrozenCase

    @property
    def known(self) -> bool:
        """Whether there is an answer that tells right arrays from wrong ones."""
        return self.row.answer is not None

    @property
    def right(self) -> bool:
        return not self.said and not self.wrong

    def is_only(self, signature: Signature | None) -> bool:
        """Whether the case shows what the mistake shows, and nothing else."""
        if signature is None or (signature.sometimes and self.right):
            return self.right
        if signature.sentences:
            return self.includes(signature)
        named_alike = not self.known or self.wrong == set(signature.outputs)
        return not self.said and named_alike and self.includes(signature)

    def includes(self, signature: Signature) -> bool:
        """Whether the case shows all that the mistake shows: its sentence if it has one, and each of its arrays."""
        says = not signature.sentences or (bool(self.said) and any(one.fits(self.said) for one in signature.sentences))
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
    for call, seen, answer in rows:
        said = signatures.complaint(check, call, seen, key)
        names = () if said or answer is None else signatures.differing(check, seen.outputs, answer)
        shown.append(_Shown(said, seen.outputs, frozenset(names), FrozenCase(call.case, answer)))
    if all(case.right and case.known for case in shown):
        return verdict
    alike = [one for one in wrong if all(map(_Shown.is_only, shown, one.cases))]
    found = _same(shown, alike, wrong, verdict.hint) or _scaled(shown, wrong) or _together(shown, wrong, verdict.hint)
    diagnosis, hint = found or (Diagnosis(possible=tuple(one.mistake for one in alike)), verdict.hint)
    return replace(verdict, hint=hint, diagnosis=diagnosis)


def either(hints: Iterable[str], otherwise: str) -> str:
    """Alternative hints, joined by "Or:"; ``otherwise`` when there are too many to help."""
    different = list(dict.fromkeys(hints))
    return " Or: ".join(different) if len(different) <= MOST_HINTS else otherwise


# --- one mistake


def _same(
    shown: Sequence[_Shown], alike: Sequence[WrongAnswer], wrong: Sequence[WrongAnswer], otherwise: str
) -> HintedDiagnosis | None:
    """The mistakes among ``alike`` that some case tells from others; the rest are possible."""
    certain = [one for one in alike if _is_told_apart(shown, one, wrong)]
    if not certain:
        return None
    named = tuple(one.mistake for one in certain)
    possible = tuple(one.mistake for one in alike if one.mistake not in named)
    return Diagnosis((named,), possible=possible), either((one.hint for one in certain), otherwise)


def _is_told_apart(shown: Sequence[_Shown], one: WrongAnswer, wrong: Sequence[WrongAnswer]) -> bool:
    """Whether some case points to this mistake and to few others: by its arrays, or by a sentence that is rare."""
    return any(
        signature.outputs or (case.said and _few_say(number, one, wrong))
        for number, (case, signature) in enumerate(zip(shown, one.cases, strict=True))
        if signature
    )


def _few_say(number: int, one: WrongAnswer, wrong: Sequence[WrongAnswer]) -> bool:
    """Whether few hints go with this mistake's sentences: a number that varies widely by chance fits many mistakes."""
    hints = {
        other.hint
        for other in wrong
        if any(own.overlaps(another) for own in _said(one, number) for another in _said(other, number))
    }
    return len(hints) <= MOST_HINTS


def _said(one: WrongAnswer, number: int) -> Sequence[SentencePattern]:
    signature = one.cases[number]
    return signature.sentences if signature else ()


# --- one mistake, and a factor on top


def _scaled(shown: Sequence[_Shown], wrong: Sequence[WrongAnswer]) -> HintedDiagnosis | None:
    """A mistake whose result, times one named factor, is the student's; none if the right answer times a factor is."""
    if is_scaled(shown) or _one_word([_factors(case, Signature()) for case in shown]):
        return None
    for one in wrong if _different_sizes(shown) > 1 else ():
        words = _one_word(
            [_factors(case, signature or Signature()) for case, signature in zip(shown, one.cases, strict=True)]
        )
        if words:
            sentence = f"On top of that, everything is {words} times as large."
            if words == MINUS:
                sentence = "And the sign is wrong as well."
            return Diagnosis(((one.mistake,),), factor=words), f"{one.hint} {sentence}"
    return None


def is_scaled(shown: Sequence[_Shown]) -> bool:
    """Whether each wrong array is the right one times a number, and several entries of one array show it.

    The number may have another name in each case, such as an exponent that is 2 in the first one and 3 in the next.
    """
    if any(case.said or case.row.answer is None for case in shown):
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

    Where the mistake has an array right, the right one is multiplied.
    """
    answer = case.row.answer
    if signature.sentences or case.said or answer is None or not set(signature.outputs) <= case.wrong:
        return [""]
    arrays = {name: signature.outputs.get(name) or ArraySignature.of(answer[name]) for name in sorted(case.wrong)}
    factors = [array.factor_to(case.outputs[name]) for name, array in arrays.items()]
    return ["" if factor is None else factor_words(factor, case.row.case.inputs) for factor in factors]


# --- several mistakes


def _together(shown: Sequence[_Shown], wrong: Sequence[WrongAnswer], otherwise: str) -> HintedDiagnosis | None:
    """Mistakes that are all present and together account for every wrong array and sentence.

    Mistakes with the same places are alternatives; one whose places are part of another's is left out.
    """
    if not all(case.known or case.said for case in shown):
        return None
    there = frozenset((i, name) for i, case in enumerate(shown) for name in ([""] if case.said else case.wrong))
    by_places: dict[frozenset[Where], list[WrongAnswer]] = {}
    for one in wrong:
        places = frozenset(_places(one))
        pairs = [(case, signature) for case, signature in zip(shown, one.cases, strict=True) if signature]
        all_there = places <= there and all(case.includes(signature) for case, signature in pairs)
        if all_there and _is_told_apart(shown, one, wrong):
            by_places.setdefault(places, []).append(one)
    largest = [places for places in by_places if not any(places < other for other in by_places)]
    if len(largest) < 2 or frozenset[Where]().union(*largest) != there:
        return None
    groups = [by_places[places] for places in largest]
    hints = dict.fromkeys(either((one.hint for one in group), "") for group in groups)
    diagnosis = Diagnosis(tuple(tuple(one.mistake for one in group) for group in groups))
    return diagnosis, " And: ".join(filter(None, hints)) or otherwise


def _places(one: WrongAnswer) -> Iterator[Where]:
    for number, signature in enumerate(one.cases):
        if signature:
            yield from ((number, name) for name in ([""] if signature.sentences else signature.outputs))
