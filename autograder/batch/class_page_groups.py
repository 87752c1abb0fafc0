"""Who is wrong alike: the known mistakes that were made, and the wrong answers that no known mistake explains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from autograder.batch.class_page_data import ClassData, Seen, Students, Way
from autograder.mistakes.catalogue import Mistake


@dataclass(frozen=True)
class Lesson:
    """What staff wrote about a known mistake: the idea behind it, and the question that helps."""

    idea: str
    hint: str


@dataclass(frozen=True)
class Made:
    """Known mistakes that the same students made: where several stand here, their results cannot be told apart."""

    students: Students
    checks: tuple[str, ...]
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Alike:
    """Students who are wrong in the same way: how, where, in which checks, and what stands there most often."""

    students: Students
    checks: tuple[str, ...]
    what: str
    place: str
    text: str


def lessons(mistakes: Iterable[Mistake]) -> dict[str, Lesson]:
    """The catalogue as the page needs it, by id."""
    return {one.id: Lesson(" ".join(one.idea.split()), " ".join(one.hint.split())) for one in mistakes}


def made(data: ClassData, known: Mapping[str, Lesson]) -> list[Made]:
    """The known mistakes, the most frequent first; those of the same students together."""
    together: dict[frozenset[int], list[tuple[str, Seen]]] = {}
    for name, seen in data.mistakes.items():
        together.setdefault(frozenset(seen.students), []).append((name, seen))
    found = [
        Made(
            set(students),
            tuple(dict.fromkeys(check for _, seen in rows for check in seen.checks)),
            tuple(dict.fromkeys(known.get(name, Lesson(name, "")) for name, _ in rows)),
        )
        for students, rows in together.items()
    ]
    return sorted(found, key=lambda one: (-len(one.students), one.checks))


def unexplained(data: ClassData) -> list[Alike]:
    """The groups of wrong answers without a known mistake, the largest first.

    One wrong idea fails several checks, and shows other numbers in each deck: a group that is most of a larger one of
    the same question, or shares its deck's numbers with part of it, is one with that.
    """
    by_size = sorted(data.ways.items(), key=lambda item: (-len(item[1].students), item[0].deck, item[0].check))
    kept: list[tuple[str, Alike]] = []
    for way, seen in by_size:
        same = (n for n, (question, one) in enumerate(kept) if question == way.question and _is_part(way, seen, one))
        if (place := next(same, None)) is None:
            kept.append((way.question, _alike(seen, way.what, way.place)))
        else:
            question, one = kept[place]
            kept[place] = (question, replace(one, checks=tuple(dict.fromkeys((*one.checks, *seen.checks)))))
    return [one for _, one in kept]


def _is_part(way: Way, seen: Seen, one: Alike) -> bool:
    """Whether a group is one with a larger one; exceptions are told apart by their places already."""
    most = way.deck > 0 or 2 * len(seen.students) >= len(one.students)
    return not way.place and most and seen.students <= one.students


def hanging(data: ClassData) -> list[Alike]:
    """Where time ran out, the place with most students first."""
    found = [_alike(seen, "", place) for place, seen in data.hangs.items()]
    return sorted(found, key=lambda one: (-len(one.students), one.place))


def _alike(seen: Seen, what: str, place: str) -> Alike:
    text = next((text for text, _ in seen.texts.most_common(1)), "")
    return Alike(set(seen.students), tuple(seen.checks), what, place, text)
