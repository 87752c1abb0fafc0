"""Who is wrong alike: the known mistakes that were made, and the wrong answers that no known mistake explains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from autograder.batch.class_page_data import ClassData, Seen, Students, Way
from autograder.mistakes.catalogue import Mistake
from autograder.records import Assignment


@dataclass(frozen=True)
class Lesson:
    """What staff wrote about a known mistake: the idea behind it, and the question that helps."""

    idea: str
    hint: str


@dataclass(frozen=True)
class Made:
    """Known mistakes that the same students made: several mistakes where their results cannot be told apart."""

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
    return {mistake.id: Lesson(" ".join(mistake.idea.split()), " ".join(mistake.hint.split())) for mistake in mistakes}


def made(data: ClassData, known: Mapping[str, Lesson]) -> list[Made]:
    """The known mistakes, the most frequent first; those of the same students in the same checks together."""
    together: dict[tuple[frozenset[int], tuple[str, ...]], list[str]] = {}
    for name, seen in data.mistakes.items():
        together.setdefault((frozenset(seen.students), tuple(seen.checks)), []).append(name)
    groups = [
        Made(set(students), checks, tuple(dict.fromkeys(known.get(name, Lesson(name, "")) for name in names)))
        for (students, checks), names in together.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.students), group.checks))


def unexplained(data: ClassData) -> list[Alike]:
    """The groups of wrong answers without a known mistake, the largest first.

    One wrong idea fails several checks, and shows other numbers in each deck. So a group becomes part of a larger one
    of a related check if it holds at least half of that one's students, or if its numbers are those of one deck; and
    of one with the same words and the same students, whatever the checks, as when a file cannot be read.
    """
    by_size = sorted(data.ways.items(), key=lambda item: (-len(item[1].students), item[0].deck, item[0].check))
    related = _related(data.assignment)
    kept: list[tuple[Way, Alike]] = []
    for way, seen in by_size:
        same = (
            number
            for number, (larger, group) in enumerate(kept)
            if (_is_part(way, seen, group) and related.get(way.check, set()) & related.get(larger.check, set()))
            or (way.what, way.place, seen.students) == (larger.what, larger.place, group.students)
        )
        if (place := next(same, None)) is None:
            kept.append((way, _alike(seen, way.what, way.place)))
        else:
            larger, group = kept[place]
            kept[place] = (larger, replace(group, checks=tuple(dict.fromkeys((*group.checks, *seen.checks)))))
    return [group for _, group in kept]


def _is_part(way: Way, seen: Seen, group: Alike) -> bool:
    return seen.students <= group.students and (way.deck > 0 or 2 * len(seen.students) >= len(group.students))


def _related(assignment: Assignment) -> dict[str, set[str]]:
    """What makes checks related: those that must pass first, and the first word of their names.

    q7.linear and q7.linear_slope are about one thing. An exception, whose check is "", is related to none.
    """
    found: dict[str, set[str]] = {}
    for check in assignment.checks:  # what a check waits for stands before it
        earlier = (found[name] for name in (*check.after, *check.builds_on))
        found[check.id] = {check.id, check.id.partition("_")[0]}.union(*earlier)
    return found


def hanging(data: ClassData) -> list[Alike]:
    """Where time ran out, the place with most students first."""
    groups = [_alike(seen, "", place) for place, seen in data.hangs.items()]
    return sorted(groups, key=lambda group: (-len(group.students), group.place))


def _alike(seen: Seen, what: str, place: str) -> Alike:
    text = next((text for text, _ in seen.texts.most_common(1)), "")
    return Alike(set(seen.students), tuple(seen.checks), what, place, text)
