"""A class's reports, counted by mistake."""

from __future__ import annotations

import pytest

from autograder.class_view import as_html, as_text, class_view
from autograder.mistakes import Mistake
from autograder.records import Check, Limits, Line, Question, Report, Verdict

QUESTION = Question("q1", "One", 2, False, ())


def line(check: str, status: str, mistake: str = "", hint: str = "Why <so>?") -> Line:
    limits = Limits()
    made = Check(check, "output", f"title of {check}", 1, "p", "c", None, True, "visible", limits)
    return Line(QUESTION, made, Verdict(status, 0.0, hint=hint if mistake else "", mistake=mistake))


def report(name: str, *lines: Line) -> Report:
    return Report("a", "A", name, lines)


@pytest.fixture
def view():
    idea = Mistake.model_validate(
        {
            "id": "m1",
            "question": "q1",
            "idea": "adds & forgets",
            "edits": [{"file": "a.py", "replace": "x", "with": "y"}],
            "checks": ["q1.a"],
            "hint": "Why <so>?",
        }
    )
    return class_view(
        [
            report("ann", line("q1.a", "failed", "m1"), line("q1.b", "failed", "m1|m2")),
            report("bob", line("q1.a", "failed", "m1|m2"), line("q1.b", "passed")),
            report("cyd", line("q1.a", "failed"), line("q1.b", "error")),
            report("dan", line("q1.a", "failed", "m1+m3"), line("q1.b", "skipped", "")),
        ],
        [idea],
    )


def test_a_mistake_that_some_line_names_alone_was_surely_made(view) -> None:
    first = view.seen[0]
    assert (first.mistake, first.surely, first.perhaps) == ("m1", ("ann", "dan"), ("bob",))


def test_a_mistake_that_is_only_ever_one_of_several_was_perhaps_made(view) -> None:
    other = next(row for row in view.seen if row.mistake == "m2")
    assert (other.surely, other.perhaps) == ((), ("ann", "bob"))


def test_two_mistakes_at_once_are_both_counted(view) -> None:
    assert next(row for row in view.seen if row.mistake == "m3").surely == ("dan",)


def test_failures_that_nothing_explains_are_counted_by_check(view) -> None:
    assert [(row.check, row.submissions) for row in view.unexplained] == [("q1.a", ("cyd",)), ("q1.b", ("cyd",))]


def test_the_text_starts_with_the_most_frequent_mistake(view) -> None:
    lines = as_text(view).splitlines()
    assert lines[0] == "4 submissions."
    assert "   1 of 4 fails q1.b in other ways: title of q1.b" in lines
    assert lines[1].split() == ["2", "of", "4,", "perhaps", "1", "more", "q1", "adds", "&", "forgets", "(m1)"]


def test_a_class_of_one_is_no_plural() -> None:
    alone = class_view([report("ann", line("q1.a", "failed"))])
    assert as_text(alone) == "1 submission.\n   1 of 1 fails q1.a in other ways: title of q1.a\n"
    assert "<caption>Mistakes in 1 submission</caption>" in as_html(alone)


def test_the_page_escapes_what_it_shows(view) -> None:
    html = as_html(view)
    assert "adds &amp; forgets" in html and "Why &lt;so&gt;?" in html and "<so>" not in html
