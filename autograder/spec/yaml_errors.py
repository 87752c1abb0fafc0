"""What keeps a text from being YAML, in a sentence for its author: :func:`in_words` is the entry point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

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
"""What the parser says of a few other errors, and what to say of them."""
ENDS_EARLY = {
    "'": "the text ends before this: inside of '…', a ' is written twice.",
    '"': 'the text ends before this: inside of "…", a " is written \\", or the whole stands in \'…\'.',
    "[": "a list ends before this: a text that begins with [ must stand in quotes.",
    "{": "a table ends before this: a text that begins with { must stand in quotes.",
}
"""What to say where something goes on behind a text, a list or a table, by how that begins."""
MERGING = re.compile(r"(<{7}|={7}|>{7})(\s|$)")
INSIDE = re.compile(r"but (?:got|found) '([?:,}\]]|<scalar>)'")
NOT_OPEN = "this closes what does not stand open: is a bracket left out before it, or must the text stand in quotes?"
WITHIN = {
    "?": "inside of {…} and […] a text with a ? in it must stand in quotes.",
    ":": "inside of {…} and […] a text with a colon in it must stand in quotes; or a comma is missing before this.",
    ",": "nothing stands before this comma: delete it, or write what belongs there.",
    "<scalar>": "a comma is missing before this, or the whole text must stand in quotes.",
    "}": NOT_OPEN,
    "]": NOT_OPEN,
}
"""What to say where something in brackets is not what may stand there, by what it is."""
ODD = {
    "\u00a0": "a no-break space stands in this line, as word processors write them: replace it by a plain space.",
    "\u2013 ": "a list's entry begins with a dash of a word processor here: write a plain - and a space.",
    "\u2014 ": "a list's entry begins with a dash of a word processor here: write a plain - and a space.",
    "\uff1a": "a wide colon stands in this line, as input methods write them: write a plain : and a space.",
    "\u200b": "an invisible character stands in this line, as web pages have them: write the line anew.",
    "\ufeff": "an invisible character stands in this line, as web pages have them: write the line anew.",
}
"""What editors of prose put into a line that then is not YAML, and what to say of it."""
MERGED = "a mark of a merge that git did not finish: keep one side, and delete its lines with <<<<<<<, ===, >>>."
ENDED = "`...` ends the document above this, and a file holds one: delete that line."
NO_KEY = "nothing stands before the colon: write the key there."


class Spot(NamedTuple):
    """A line and a column, both counted from 0, as the parser's own marks have them."""

    line: int
    column: int


def in_words(error: yaml.MarkedYAMLError, text: str) -> tuple[Any, str]:
    """The mark of the place to look at, and a sentence on what is wrong there and what to write."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None, f"this is not YAML: {problem or context}."
    opened = error.context_mark or mark
    lines = LINE_END.split(text)
    line = lines[mark.line]
    if found := _not_meant(lines, opened.line, mark.line):
        return found
    if line.lstrip("- ").startswith(":"):
        return mark, NO_KEY
    if problem.startswith("mapping values"):
        return mark, _second_colon(line) or _indented(line)
    return _of_parser(problem, context, line, mark, opened)


def _of_parser(problem: str, context: str, line: str, mark: yaml.Mark, opened: yaml.Mark) -> tuple[yaml.Mark, str]:
    """What the parser's own words mean, and which of its two places is the one to look at."""
    special = SPECIAL.match(problem)
    if r"'\t'" in problem:
        return mark, "a tab stands here, and YAML is indented with spaces: replace it by spaces."
    if special or "alias" in problem or "alias" in context or "anchor" in context:
        first = line[mark.column : mark.column + 1] if special else line.lstrip("- ").partition(": ")[2][:1]
        return mark, f"a text that begins with {first or '*'} must stand in quotes."
    if "quoted scalar" in context and "escape" not in problem:
        return opened, "a quotation mark opens here and is not closed."
    if "flow" in context:
        inside = INSIDE.search(problem)
        if inside and (mark.line == opened.line or inside[1] == "?"):
            return mark, WITHIN[inside[1]]
        bracket = "[" if "sequence" in context else "{"
        return opened, f"a {bracket} opens here and is not closed before line {mark.line + 1}."
    if "could not find expected ':'" in problem:
        return opened, "this line is not `key: value`: is a colon missing, or a space after it?"
    if "<block end>" in problem and "<scalar>" not in problem:
        return mark, _indented(line)
    if "<scalar>" in problem:
        return mark, ENDS_EARLY.get(line.lstrip("- ").partition(": ")[2].lstrip()[:1], ENDS_EARLY["'"])
    return mark, next((words for said, words in RARE if said in problem), f"this is not YAML: {problem or context}.")


def _not_meant(lines: Sequence[str], first: int, last: int) -> tuple[Spot, str] | None:
    """What no author means in the lines that the parser names or just above them, and where it stands."""
    for number in range(max(first - 1, 0), last + 1):
        if MERGING.match(lines[number]):
            return Spot(number, 0), MERGED
        if number < last and lines[number].rstrip() == "...":
            return Spot(number, 0), ENDED
        for character, words in ODD.items():
            if character in lines[number]:
                return Spot(number, lines[number].index(character)), words
    return None


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
