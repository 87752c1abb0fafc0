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
    ("expected a comment or a line break", "after > or |, the text begins on the next line, further to the right."),
    ("mapping keys are not allowed", "a text that begins with ? must stand in quotes."),
    ("another document", "`---` begins a second document here, and a file holds one: delete the line."),
    ("unknown escape character", "inside of \"…\", a \\ is written twice; inside of '…' it stands for itself."),
)
"""What the parser says of a few other mistakes, and what to say of them."""
ENDS_EARLY = {
    "'": "the text ends before this: inside of '…', a ' is written twice.",
    '"': 'the text ends before this: inside of "…", a " is written \\", or the whole stands in \'…\'.',
    "[": "a list ends before this: a text that begins with [ must stand in quotes.",
    "{": "a table ends before this: a text that begins with { must stand in quotes.",
}
"""What to say where something goes on behind a text, a list or a table, by how that begins."""
NO_BREAK = "a no-break space stands in this line, as word processors write them: replace it by a plain space."
NO_KEY = "nothing stands before the colon: write the key there."


def in_words(error: yaml.MarkedYAMLError, text: str) -> tuple[Any, str]:
    """The mark of the place to look at, and a sentence on what is wrong there and what to write."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None, f"this is not YAML: {problem or context}."
    opened = error.context_mark or mark
    line = LINE_END.split(text)[mark.line]
    if "\u00a0" in LINE_END.split(text)[opened.line]:
        return opened, NO_BREAK
    if line.lstrip("- ").startswith(":"):
        return mark, NO_KEY
    if problem.startswith("mapping values"):
        return mark, _second_colon(line) or _indented(line)
    special = SPECIAL.match(problem)
    if r"'\t'" in problem:
        return mark, "a tab stands here, and YAML is indented with spaces: replace it by spaces."
    if special or "alias" in problem or "alias" in context or "anchor" in context:
        first = line[mark.column : mark.column + 1] if special else line.lstrip("- ").partition(": ")[2][:1]
        return mark, f"a text that begins with {first or '*'} must stand in quotes."
    if "quoted scalar" in context and "escape" not in problem:
        return opened, "a quotation mark opens here and is not closed."
    if "flow" in context:
        bracket = "[" if "sequence" in context else "{"
        return opened, f"a {bracket} opens here and is not closed before line {mark.line + 1}."
    if "could not find expected ':'" in problem:
        return opened, "this line is no `key: value`: is a colon missing, or a space after it?"
    if "<block end>" in problem and "<scalar>" not in problem:
        return mark, _indented(line)
    if "<scalar>" in problem:
        return mark, ENDS_EARLY.get(line.lstrip("- ").partition(": ")[2].lstrip()[:1], ENDS_EARLY["'"])
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
