"""What keeps a text from being YAML, in the words of whoever wrote it: :func:`in_words` is the door."""

from __future__ import annotations

import re
from typing import Any

import yaml

from autograder.text.plural import counted

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line to YAML, which counts lines so."""
COLON = re.compile(r":(?=\s|$)")
SPECIAL = re.compile(r"found character '(.)' that cannot start any token")
QUOTE = 'Put the text in quotes: {key}: "{rest}"'
LONGEST = 40
RARE = (
    ("sequence entries", "a list that begins with `- ` must begin on a line of its own, below its key."),
    ("<scalar>", "the text ends before this: inside of '…', a ' is written twice."),
)
"""What the parser says of a few other mistakes, and what to say of them."""


def in_words(error: yaml.MarkedYAMLError, text: str) -> tuple[Any, str]:
    """The mark of the place to look at, and a sentence on what is wrong there and what to write."""
    problem, context = error.problem or "", error.context or ""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if mark is None:
        return None, f"this is not YAML: {problem or context}."
    line = LINE_END.split(text)[mark.line]
    if problem.startswith("mapping values"):
        return mark, _second_colon(line) or _indented(line)
    special = SPECIAL.match(problem)
    if r"'\t'" in problem:
        return mark, "a tab stands here, and YAML is indented with spaces: replace it by spaces."
    if special or "alias" in problem or "alias" in context or "anchor" in context:
        first = line[mark.column : mark.column + 1] if special else line.lstrip("- ").partition(": ")[2][:1]
        return mark, f"a text that begins with {first or '*'} must stand in quotes."
    if "quoted scalar" in context:
        return opened, "a quotation mark opens here and is not closed."
    if "flow" in context:
        bracket = "[" if "sequence" in context else "{"
        return opened, f"a {bracket} opens here and is not closed before line {mark.line + 1}."
    if "could not find expected ':'" in problem:
        return opened, "this line is no `key: value`: is a colon missing, or a space after it?"
    if "<block end>" in problem and "<scalar>" not in problem:
        return mark, _indented(line)
    return mark, next((words for said, words in RARE if said in problem), f"this is not YAML: {problem or context}.")


def _second_colon(line: str) -> str:
    """What to do about a line with a colon inside of its text; empty when there is only the one after the key."""
    key, *rest = COLON.split(line.strip().removeprefix("- "), maxsplit=1)
    if not rest or not COLON.search(rest[0]):
        return ""
    value = rest[0].strip()
    shown = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return f"a colon inside of a text. {QUOTE.format(key=key.strip(), rest=shown)}"


def _indented(line: str) -> str:
    spaces = counted(len(line) - len(line.lstrip(" ")), "space")
    return f"this line begins with {spaces}, which fits no line above it: indent it like the lines that it belongs to."
