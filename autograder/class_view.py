"""Which known mistakes a class makes, and how many make each: what to say in the next lecture.

The doors are `class_view`, which counts, and `as_text` and `as_html`, which show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from autograder.mistakes import Mistake
from autograder.plural import agreed, counted
from autograder.recognition import OR, ids
from autograder.records import Line, Report


@dataclass(frozen=True)
class Seen:
    """One mistake in a class. ``surely`` and ``perhaps`` are names of submissions, the latter where two mistakes fit."""

    mistake: str
    question: str
    idea: str
    hint: str
    surely: tuple[str, ...]
    perhaps: tuple[str, ...]


@dataclass(frozen=True)
class Unexplained:
    """A check that submissions fail in ways that no known mistake explains."""

    check: str
    title: str
    submissions: tuple[str, ...]


@dataclass(frozen=True)
class ClassView:
    """All of it: the mistakes that were seen, most frequent first, and the failures without one."""

    size: int
    seen: tuple[Seen, ...]
    unexplained: tuple[Unexplained, ...]


def class_view(reports: Sequence[Report], mistakes: Iterable[Mistake] = ()) -> ClassView:
    """Count over one report for each submission; ``mistakes`` give the ideas behind the ids, where staff have them."""
    ideas = {mistake.id: mistake.idea for mistake in mistakes}
    surely: dict[str, list[str]] = {}
    perhaps: dict[str, list[str]] = {}
    first: dict[str, Line] = {}
    open_lines: dict[str, list[str]] = {}
    checks: dict[str, Line] = {}
    for report in reports:
        for line in report.lines:
            if line.verdict.status in ("failed", "error") and not line.verdict.mistake:
                checks.setdefault(line.check.id, line)
                open_lines.setdefault(line.check.id, []).append(report.submission)
        for id, (line, sure) in _named(report).items():
            first.setdefault(id, line)
            (surely if sure else perhaps).setdefault(id, []).append(report.submission)
    rows = [_seen(id, line, ideas, surely.get(id, []), perhaps.get(id, [])) for id, line in first.items()]
    unexplained = [Unexplained(id, checks[id].check.title, tuple(names)) for id, names in open_lines.items()]
    return ClassView(
        len(reports),
        tuple(sorted(rows, key=lambda row: (-len(row.surely), -len(row.perhaps), row.mistake))),
        tuple(sorted(unexplained, key=lambda row: (-len(row.submissions), row.check))),
    )


def _named(report: Report) -> dict[str, tuple[Line, bool]]:
    """The mistakes that a report names, each once, with a line that does; surely where some line names no other."""
    found: dict[str, tuple[Line, bool]] = {}
    for line in report.lines:
        for id in ids(line.verdict):
            sure = OR not in line.verdict.mistake
            before = found.get(id)
            if before is None or (sure and not before[1]):
                found[id] = (line, sure)
    return found


def _seen(id: str, line: Line, ideas: Mapping[str, str], surely: Sequence[str], perhaps: Sequence[str]) -> Seen:
    hint = line.verdict.hint
    return Seen(id, line.question.id, ideas.get(id, ""), hint, tuple(surely), tuple(perhaps))


def as_text(view: ClassView) -> str:
    """A line for each mistake, and one for each check with failures that none explains."""
    lines = [f"{counted(view.size, 'submission')}."]
    lines += [f"{_count(row, view.size)}  {row.question}  {row.idea or row.hint}  ({row.mistake})" for row in view.seen]
    lines += [
        f"{len(row.submissions):>4} of {view.size} {agreed(len(row.submissions), 'fails', 'fail')} {row.check} in other ways: "
        f"{row.title}"
        for row in view.unexplained
    ]
    return "\n".join(lines) + "\n"


def _count(row: Seen, size: int) -> str:
    perhaps = f", perhaps {len(row.perhaps)} more" if row.perhaps else ""
    return f"{len(row.surely):>4} of {size}{perhaps}"


def as_html(view: ClassView) -> str:
    """A table as a fragment of a page; every text in it is escaped."""
    rows = "".join(
        f"<tr><td>{len(row.surely)}</td><td>{len(row.perhaps)}</td><td>{escape(row.question)}</td>"
        f"<td>{escape(row.idea or row.mistake)}</td><td>{escape(row.hint)}</td></tr>\n"
        for row in view.seen
    )
    others = "".join(
        f"<tr><td>{len(row.submissions)}</td><td></td><td>{escape(row.check)}</td>"
        f"<td>no known mistake</td><td>{escape(row.title)}</td></tr>\n"
        for row in view.unexplained
    )
    return (
        f"<table>\n<caption>Mistakes in {counted(view.size, 'submission')}</caption>\n"
        '<thead><tr><th scope="col">seen</th><th scope="col">perhaps</th><th scope="col">where</th>'
        '<th scope="col">the idea</th><th scope="col">what students read</th></tr></thead>\n'
        f"<tbody>\n{rows}{others}</tbody>\n</table>\n"
    )
