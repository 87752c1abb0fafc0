"""Which known mistake gives what was seen? The door is `recognise`.

What a student's code showed on each case is compared with what each mistake showed when it was frozen. Equal on every
case: that is the mistake. Equal up to a sign or a known factor: the mistake and that too. Several mistakes that together
account for all that is wrong: each of them. Otherwise the verdict stays as it is, with its generic explanation.

A wrong hint is worse than none. So arrays are evidence, and words are only as far as they tell mistakes apart: words that
many mistakes may say point to none of them, and an unknown one may say them too. They fit a mistake that another check
has found.

One check often cannot tell two mistakes apart, and the others can: `narrow` compares the lines of a report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from autograder.answers import signatures
from autograder.answers.signatures import Signature, WrongAnswer
from autograder.answers.store import FrozenCase
from autograder.feedback import explain
from autograder.records import AnswerKey, Call, Check, Line, Observation, Outputs, Transcript, Verdict

Cell: TypeAlias = "tuple[int, str]"
"""A case, and an output's name; an empty name is what the case said."""

ALSO, OR, TIMES, PERHAPS = "+", "|", "*", "?"
"""How ids stand in a verdict: of several mistakes all of them, or any one of them; one with a factor on top; and, until the
other checks are compared, one that fits and is not the only one."""

MOST_HINTS = 3
"""Where more mistakes than this are possible, none of their hints is a help."""


@dataclass(frozen=True)
class _Shown:
    """What a student's code showed on one case. ``wrong`` are the names of the arrays that are not the right ones."""

    said: str
    outputs: Outputs
    wrong: frozenset[str]
    row: FrozenCase

    @property
    def known(self) -> bool:
        """Whether there is an answer that tells right from wrong arrays."""
        return self.row.answer is not None


def recognise(
    check: Check,
    rows: Sequence[FrozenCase],
    wrong: Sequence[WrongAnswer],
    key: AnswerKey,
    observed: Transcript,
    verdict: Verdict,
) -> Verdict:
    """The verdict with the hint and the id of the mistake that explains it, where there is one."""
    if not wrong or verdict.status not in ("failed", "error") or len(observed.observations) < len(rows):
        return verdict
    shown = [_shown(check, *row, key) for row in zip(rows, observed.calls, observed.observations, strict=False)]
    if not any(one.said or one.wrong or not one.known for one in shown):
        return verdict
    alike = [one for one in wrong if all(map(_is, shown, one.cases))]
    found = _same(shown, alike, wrong, verdict.hint) or _scaled(shown, wrong) or _together(shown, wrong)
    found = found or (OR.join(PERHAPS + one.mistake for one in alike), verdict.hint)
    return replace(verdict, hint=found[1], mistake=found[0])


def ids(verdict: Verdict) -> list[str]:
    """The mistakes that a verdict names, one of them or all of them."""
    return [id for id in re.split(r"[+|*?]", verdict.mistake) if id]


def narrow(lines: Sequence[Line], wrong: Mapping[str, Sequence[WrongAnswer]]) -> tuple[Line, ...]:
    """The lines with only those of several possible mistakes that fit the other lines best.

    A mistake that some line would not have passed with is not there. One fits a line that it explains too, and does not
    fit one that it would fail as well and that failed in another way; one that fits no better than not is not named at all,
    unless another mistake or a factor goes with it, which would change those lines. ``wrong`` are the mistakes' answers by
    check.
    """
    fit, absent = _fit(lines, wrong), _absent(lines, wrong)
    found = {id for line in lines for id in _sure(line.verdict) if fit[id] > 0} - absent
    hints = {one.mistake: one.hint for row in wrong.values() for one in row}
    return tuple(_best(line, fit, found, absent, hints) if line.verdict.mistake else line for line in lines)


def _sure(verdict: Verdict) -> list[str]:
    """The mistakes to which a verdict points."""
    return [part.strip(TIMES) for part in re.split(r"[+|]", verdict.mistake) if part and part[0] != PERHAPS]


def _absent(lines: Sequence[Line], wrong: Mapping[str, Sequence[WrongAnswer]]) -> set[str]:
    """The mistakes with which a line that passed would have failed, whatever was drawn."""
    passed = [line.check.id for line in lines if line.verdict.status == "passed"]
    return {one.mistake for check in passed for one in wrong.get(check, ()) if one.always}


def _fit(lines: Sequence[Line], wrong: Mapping[str, Sequence[WrongAnswer]]) -> Counter[str]:
    """For each mistake, the lines that speak for it less those that speak against it."""
    fit: Counter[str] = Counter()
    for line in lines:
        named = ids(line.verdict)
        fit.update(_sure(line.verdict))
        if line.verdict.status in ("failed", "error"):
            certain = [one.mistake for one in wrong.get(line.check.id, ()) if one.always]
            fit.subtract(id for id in certain if id not in named)
    return fit


def _best(line: Line, fit: Mapping[str, int], found: set[str], absent: set[str], hints: Mapping[str, str]) -> Line:
    if ALSO in line.verdict.mistake or TIMES in line.verdict.mistake:
        return _without(line) if absent.intersection(ids(line.verdict)) else line
    named = [id for id in ids(line.verdict) if id in found]
    if not named:
        return _without(line)
    most = max(fit[id] for id in named)
    kept = [id for id in named if fit[id] == most]
    said = list(dict.fromkeys(hints[id] for id in kept))
    return replace(line, verdict=replace(line.verdict, mistake=OR.join(kept), hint=_either(said, _own_hint(line))))


def _without(line: Line) -> Line:
    """The line as it is when no mistake is known."""
    return replace(line, verdict=replace(line.verdict, mistake="", hint=_own_hint(line)))


def _own_hint(line: Line) -> str:
    """The verdict's hint where it is no mistake's; else the check's, but none for an error, which says all."""
    if not _sure(line.verdict):
        return line.verdict.hint
    return "" if line.verdict.status == "error" else line.check.hint


def _either(hints: Sequence[str], otherwise: str) -> str:
    return " Or: ".join(hints) if len(hints) <= MOST_HINTS else otherwise


def _shown(check: Check, row: FrozenCase, call: Call, seen: Observation, key: AnswerKey) -> _Shown:
    said = signatures.words(check, call, seen, key)
    names = () if said or row.answer is None else signatures.differing(check, seen.outputs, row.answer)
    return _Shown(said, seen.outputs, frozenset(names), row)


Found: TypeAlias = "tuple[str, str] | None"
"""The ids as a verdict has them, and the hint."""


def _same(shown: Sequence[_Shown], alike: Sequence[WrongAnswer], wrong: Sequence[WrongAnswer], otherwise: str) -> Found:
    """Of the mistakes that have every case alike, those that some case tells from others; the rest perhaps."""
    sure = [one for one in alike if _is_told_apart(shown, one, wrong)]
    found = _any_of(sure, otherwise)
    named = {one.mistake for one in sure}
    rest = [PERHAPS + one.mistake for one in alike if one.mistake not in named]
    return (OR.join([found[0], *rest]), found[1]) if found else None


def _is_told_apart(shown: Sequence[_Shown], one: WrongAnswer, wrong: Sequence[WrongAnswer]) -> bool:
    """Whether some case points to this mistake and to few others: arrays do, and words that few mistakes have said."""
    return any(
        symptom.outputs or (case.said and _few_say(number, one, wrong))
        for number, (case, symptom) in enumerate(zip(shown, one.cases, strict=True))
        if symptom
    )


def _few_say(number: int, one: WrongAnswer, wrong: Sequence[WrongAnswer]) -> bool:
    """Whether few hints go with what this mistake may say of a case: a number that luck moves far is said by many."""
    own = _sayings(one, number)
    hints = {
        other.hint
        for other in wrong
        if any(signatures.overlap(saying, another) for saying in own for another in _sayings(other, number))
    }
    return len(hints) <= MOST_HINTS


def _sayings(one: WrongAnswer, number: int) -> Sequence[signatures.SentencePattern]:
    symptom = one.cases[number]
    return symptom.said if symptom else ()


def _any_of(found: Sequence[WrongAnswer], otherwise: str = "") -> Found:
    hints = list(dict.fromkeys(one.hint for one in found))
    return (OR.join(one.mistake for one in found), _either(hints, otherwise)) if found else None


def _is(case: _Shown, symptom: Signature | None) -> bool:
    right = not case.said and not case.wrong
    if symptom is None or (symptom.sometimes and right):
        return right
    if symptom.said:
        return _shows(case, symptom)
    named_alike = not case.known or case.wrong == set(symptom.outputs)
    return not case.said and named_alike and _shows(case, symptom)


def _shows(case: _Shown, symptom: Signature) -> bool:
    """Whether a symptom is there, whatever else is: its words where it has some, and every array that goes with it."""
    says = not symptom.said or (bool(case.said) and any(saying.fits(case.said) for saying in symptom.said))
    return says and all(_matches(case, symptom, name) for name in symptom.outputs)


def _matches(case: _Shown, symptom: Signature, name: str) -> bool:
    return name in case.outputs and signatures.matches(case.outputs[name], symptom.outputs[name])


def _scaled(shown: Sequence[_Shown], wrong: Sequence[WrongAnswer]) -> Found:
    """What the mistake gives, times one factor that has a name; not if the right answer times one gives it too."""
    if _one_word([_factors(case, Signature()) for case in shown]):
        return None
    for one in wrong:
        factors = [_factors(case, symptom or Signature()) for case, symptom in zip(shown, one.cases, strict=True)]
        words = _one_word(factors)
        if words and sum(map(len, factors)) > 1:
            return one.mistake + TIMES, f"{one.hint} {_factor_sentence(words)}"
    return None


def _one_word(factors: Sequence[Sequence[str]]) -> str:
    """The factor in words, if it is the same everywhere and has a name."""
    words = {word for case in factors for word in case}
    return next(iter(words)) if len(words) == 1 else ""


def _factor_sentence(words: str) -> str:
    if words == explain.MINUS:
        return "And the sign is wrong as well."
    return f"On top of that, everything is {words} times as large."


def _factors(case: _Shown, symptom: Signature) -> list[str]:
    """For each array that is wrong, the factor between the mistake's and the student's in words; empty if there is none.

    Where the mistake has an array right, it is the right one that is multiplied.
    """
    if symptom.said or case.said or not case.known or not set(symptom.outputs) <= case.wrong:
        return [""]
    assert case.row.answer is not None
    answer = case.row.answer
    sketches = {name: symptom.outputs.get(name) or signatures.sketch(answer[name]) for name in sorted(case.wrong)}
    return [_factor(case, name, sketches[name]) for name in sketches]


def _factor(case: _Shown, name: str, sketch: signatures.ArraySignature) -> str:
    factor = signatures.factor_to(case.outputs[name], sketch)
    return "" if factor is None else explain.factor_words(factor, case.row.case.inputs)


def _together(shown: Sequence[_Shown], wrong: Sequence[WrongAnswer]) -> Found:
    """Mistakes all of whose symptoms are there, and which leave no wrong array or sentence without its cause."""
    if not all(case.known or case.said for case in shown):
        return None
    cells = {one.mistake: frozenset(_cells_of(one)) for one in wrong}
    there = frozenset(_wrong_cells(shown))
    present = [
        one
        for one in wrong
        if cells[one.mistake] <= there and _all_match(shown, one) and _is_told_apart(shown, one, wrong)
    ]
    largest = [one for one in present if not any(cells[one.mistake] < cells[other.mistake] for other in present)]
    groups: dict[frozenset[Cell], list[WrongAnswer]] = {}
    for one in largest:
        groups.setdefault(cells[one.mistake], []).append(one)
    covered: Iterable[Cell] = frozenset().union(*groups)
    if len(groups) < 2 or covered != there:
        return None
    found = [_any_of(group) for group in groups.values()]
    parts = [one for one in found if one]
    hints = list(dict.fromkeys(hint for _, hint in parts))
    return ALSO.join(id for id, _ in parts), " And: ".join(hints)


def _cells_of(one: WrongAnswer) -> Iterator[Cell]:
    for number, symptom in enumerate(one.cases):
        if symptom:
            yield from ((number, name) for name in ([""] if symptom.said else symptom.outputs))


def _wrong_cells(shown: Sequence[_Shown]) -> Iterator[Cell]:
    for number, case in enumerate(shown):
        yield from ((number, name) for name in ([""] if case.said else case.wrong))


def _all_match(shown: Sequence[_Shown], one: WrongAnswer) -> bool:
    """Whether every symptom of a mistake is there, whatever else is."""
    return all(_shows(case, symptom) for case, symptom in zip(shown, one.cases, strict=True) if symptom)
