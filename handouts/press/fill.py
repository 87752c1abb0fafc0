"""Fills the blanks of a Markdown source from what already says them: assignment.yaml, and the reference's signatures.

`fill` is the door. In a source, ``<< points("q4") >>`` stands for a value and ``<% if ... %>`` for a choice, so that no
number that staff may change is typed twice. Only values of assignment.yaml and the part of the reference that students
are given too (names, arguments, docstrings) can get into a page.
"""

from __future__ import annotations

import ast
import datetime
import math
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import yaml

from .places import SOLUTION

Spec = Mapping[str, Any]

UNSEEN = re.compile(r"^```\{\.python[^}\n]*\.check\}\n.*?^```\n\n?", re.M | re.S)
"""Code that only the tests run: it recomputes a number that the text states."""

CODE_WIDTH = 84
NO_POLICY = "What lateness costs is told in class."
SPARE_SECONDS = 120
"""What a grading needs beyond its total: to start, to be told to stop, and to write its report."""
NO_DATE = "The platform shows the due date, your own if you have an extension."

HOW = {
    "output": "right answers",
    "gradient": "your own slope",
    "law": "a law",
    "accuracy": "accuracy",
    "leaderboard": "ranking only",
}


def fill(source: Path) -> str:
    """The Markdown of ``source`` with every blank filled in."""
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    text = UNSEEN.sub("", source.read_text(encoding="utf-8"))
    return environment.from_string(text).render(words(read_spec()))


def read_spec() -> Spec:
    """assignment.yaml as it stands."""
    spec: Spec = yaml.safe_load((SOLUTION / "assignment.yaml").read_text(encoding="utf-8"))
    return spec


def words(spec: Spec) -> dict[str, Any]:
    """What a source may name."""
    questions = {question["id"]: question for question in spec["questions"]}
    return {
        "assignment": spec["title"],
        "files": spec["files"],
        "total": number(sum(question["points"] for question in spec["questions"] if not question.get("optional"))),
        "extra": number(sum(question["points"] for question in spec["questions"] if question.get("optional"))),
        "limit": number(spec["limits"]["seconds"]),
        "memory": number(spec["limits"]["memory_mb"]),
        "decks": spec["decks"],
        "total_seconds": number(total_seconds(spec)),
        "timeout": math.ceil((total_seconds(spec) + SPARE_SECONDS) / 60),
        "file_list": ", ".join(f"`{name}`" for name in spec["files"]),
        "dates": lambda: dates(spec),
        "hints": lambda: hints(spec.get("hints_per_day")),
        "overview": lambda: overview(spec),
        "asked": lambda name: name in questions,
        "points": lambda name: points(questions[name]["points"]),
        "heading": lambda name, title: heading(questions.get(name), name, title),
        "graded": lambda name: graded(questions[name]) if name in questions else "",
        "api": api,
    }


def total_seconds(spec: Spec) -> float:
    """How long a whole grading may take."""
    from autograder.spec import AssignmentText

    return float(spec.get("total_seconds", AssignmentText.model_fields["total_seconds"].default))


def number(value: float) -> str:
    """A number the way people write it: 16, or 1.5."""
    return f"{value:g}"


def points(value: float) -> str:
    """A number of points in words: "1 point", "16 points"."""
    return f"{number(value)} point{'' if value == 1 else 's'}"


def moment(text: str) -> str:
    """A date of assignment.yaml in words: "2026-12-01 23:59 -0800" is Tuesday 1 December 2026, 23:59 (UTC-08:00)."""
    when = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M %z")
    return f"{when:%A} {when.day} {when:%B %Y}, {when:%H:%M} ({when.tzinfo})"


def dates(spec: Spec) -> str:
    """When it is due and what lateness costs, as far as assignment.yaml says so."""
    due = (spec.get("dates") or {}).get("due")
    known = [f"**Due: {moment(due)}.** An extension of your own, on the platform, comes before it."] if due else [NO_DATE]
    return " ".join([*known, *(late_policy(spec.get("late") or {}) or [NO_POLICY])])


def hints(per_day: int | None) -> str:
    """How many submissions a day are told what is wrong with a hidden check, where that is limited."""
    if per_day is None:
        return ""
    return f" What is wrong with a hidden check is told for the first {per_day} submissions within 24 hours; more may follow."


def late_policy(late: Spec) -> list[str]:
    """The late policy in sentences."""
    said = [
        (late.get("grace_minutes"), "The first {} minutes after the due date are free."),
        (late.get("slip_days"), "{} late days are free; every started day counts as one."),
        (late.get("percent_a_day"), "Every further started day costs {} % of the points you have earned."),
        (late.get("cap_percent", 100) % 100, "All of them together cost {} % at most."),
        (late.get("floor_percent"), "Lateness alone never takes you below {} % of the assignment's points."),
    ]
    return [sentence.format(number(value)) for value, sentence in said if value]


def heading(question: Spec | None, name: str, title: str) -> str:
    """A question's heading with what it is worth."""
    worth = f" [{_worth(question)}]{{.points}}" if question else ""
    return f"## {name.upper()}. {title}{worth} {{#{name}}}"


def _worth(question: Spec) -> str:
    return ("+" if question.get("optional") else "") + points(question["points"])


def overview(spec: Spec) -> str:
    """All questions in one table: what they are worth, and how much of it can be seen at home."""
    rows = [
        f"| [{question['id'].upper()}](#{question['id']}) | {question['title']} | {_worth(question)} "
        f"| {number(_public(question))} |"
        for question in spec["questions"]
        if question["points"]
    ]
    head = ["| No. | Question | Worth | Of these at home |", "|:--|:-----------------------------|---:|---:|"]
    return "\n".join(head + rows)


def _public(question: Spec) -> float:
    return float(sum(check.get("points", 0) for check in question["checks"] if check.get("public")))


def graded(question: Spec) -> str:
    """What is graded, as a table: one row a check, in the words that the report uses."""
    rows = [
        f"| {plain(check['title'])} | {how(check)} | {'at home' if check.get('public') else 'hidden'} "
        f"| {number(check.get('points', 0))} |"
        for check in question["checks"]
    ]
    lines = ["| Check | Compared with | Where | Points |", f"|:{'-' * 100}|:{'-' * 44}|:{'-' * 18}|{'-' * 13}:|"]
    return "::: graded\n" + "\n".join(lines + rows) + "\n:::"


def plain(text: str) -> str:
    """Text as it stands: nothing in it is Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>$|^~#@])", r"\\\1", text)


def how(check: Spec) -> str:
    """What a check holds an answer against, with its tolerance or its two ends."""
    kind = check["kind"]
    if kind == "accuracy":
        return f"accuracy, {check['none']:.0%} to {check['full']:.0%}"
    tolerance = check.get("tolerance", _default_tolerance(kind))
    return HOW[kind] + (f", ${scientific(tolerance)}$" if tolerance else "")


def _default_tolerance(kind: str) -> float | None:
    from autograder.checks import KINDS

    field = KINDS[kind].options.model_fields.get("tolerance")
    return field.default if field else None


def scientific(value: float) -> str:
    """A tolerance as TeX: 10^{-5}, or 2 \\cdot 10^{-3}."""
    digits, power = f"{float(value):e}".split("e")
    digits = f"{float(digits):g}"
    return ("" if digits == "1" else digits + r" \cdot ") + f"10^{{{int(power)}}}"


def api(file: str, *names: str) -> str:
    """The signatures of these functions and classes, as the skeleton has them, each with its docstring's first paragraph."""
    tree = ast.parse((SOLUTION / file).read_text(encoding="utf-8"))
    found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    parts = [_signature(found[name], "") for name in names]
    return f"```python\n# {file}\n" + "\n".join(parts) + "\n```"


def _signature(node: ast.FunctionDef | ast.ClassDef, indent: str) -> str:
    comment = _comment(ast.get_docstring(node) or "", indent + "    # ")
    if isinstance(node, ast.ClassDef):
        methods = [_signature(child, indent + "    ") for child in node.body if isinstance(child, ast.FunctionDef)]
        return "\n".join([f"{indent}class {node.name}:", *comment, *methods])
    return "\n".join([f"{indent}def {node.name}({ast.unparse(node.args)}):", *comment])


def _comment(docstring: str, indent: str) -> list[str]:
    """A docstring's first paragraph as comment lines."""
    first = docstring.split("\n\n")[0].replace("**", "").replace("``", "`")
    return textwrap.wrap(first, CODE_WIDTH, initial_indent=indent, subsequent_indent=indent)


