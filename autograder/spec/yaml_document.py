"""YAML as a teaching assistant means it: plain data, and the line and column of every part.

What YAML would quietly turn into something else (``no``, ``12:30``, a key given twice, an alias, a text with ``#1`` in
it) is refused with its place instead; ``1e-6`` is the number it looks like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from autograder.spec import yaml_errors

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""Where in a document: keys and positions, from the outside in."""


@dataclass(frozen=True)
class Place:
    """A line and a column of a text, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Problem:
    """A problem in a staff file: its place, and a sentence that says what is allowed there."""

    place: Place
    message: str


@dataclass(frozen=True)
class Document:
    """The data of a text, the place of each of its parts, and the problems that kept parts from being read."""

    data: Any
    places: Mapping[KeyPath, Place]
    problems: tuple[Problem, ...]

    def place(self, path: KeyPath) -> Place:
        """The place of the part at ``path``, or of the nearest part around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


INT = re.compile(r"[-+]?[0-9]{1,300}\Z")
FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?\Z")
CLOCK = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?\Z")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
CUT = re.compile(r"\s+(#\S\S*)")
"""What stands behind a text that was cut there: most comments have a space behind the ``#``."""
AMBIGUOUS = {"yes", "no", "on", "off", "y", "n"}
REFUSED: Mapping[type[yaml.Token], str] = {
    yaml.AliasToken: "an alias (*name)",
    yaml.AnchorToken: "an anchor (&name)",
    yaml.TagToken: "a tag (!name)",
}
OPENING = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
CLOSING = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
FAST = getattr(yaml, "CBaseLoader", yaml.SafeLoader)
"""libyaml's loader, where PyYAML was built with it: it takes a tenth of the time. Nobody asks for a type of its own."""

DEEPEST = 200
"""How many brackets may be open at once. PyYAML looks at all open ones at each token: thousands would take minutes."""
TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of a thousand that are open."""


def read(text: str) -> Document:
    """Parse ``text``. Problems are returned in the document, never raised."""
    try:
        node = _read_fast(text)
        refused = [] if node else _refused_tokens(text)
        node = node or yaml.compose(text, Loader=yaml.SafeLoader)
        reader = _NodeReader(yaml_errors.LINE_END.split(text))
        data = reader.read(node, ()) if node else None
        if data is None and not refused:
            return _unreadable("the file is empty.")
        return Document(data, reader.places, (*refused, *reader.problems))
    except yaml.MarkedYAMLError as error:
        mark, words = yaml_errors.in_words(error, text)
        return _unreadable(words, _place(mark))
    except yaml.reader.ReaderError as error:
        lines = yaml_errors.LINE_END.split(text[: error.position])
        return _unreadable(
            f"{text[error.position]!a} may not stand in YAML: delete it.", Place(len(lines), len(lines[-1]) + 1)
        )
    except RecursionError:
        return _unreadable("lists and tables are nested too deeply here, or brackets are not closed.")


def plain(value: str | int | float) -> str:
    """A plain value as it is written in YAML."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unreadable(message: str, place: Place = Place(1, 1)) -> Document:
    return Document(None, {}, (Problem(place, message),))


def _read_fast(text: str) -> yaml.Node | None:
    """libyaml's node of a text of which PyYAML's own loader makes the same; None where it might not.

    So a file is as good on every machine. What cannot be read is read again by PyYAML's own loader, whose complaints we
    know. libyaml takes tabs, and plain words with a question mark in brackets, which that refuses. Raises
    `RecursionError` where lists and tables are nested too deeply.
    """
    if "\t" in text:
        return None
    depth = 0
    try:
        for token in yaml.scan(text, Loader=FAST):
            depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
            if depth > DEEPEST:
                raise RecursionError
            asks = isinstance(token, yaml.ScalarToken) and token.plain and "?" in token.value
            if type(token) in REFUSED or (depth and asks):
                return None
        return yaml.compose(text, Loader=FAST)
    except yaml.YAMLError as error:
        if TOO_DEEP in str(error):
            raise RecursionError from None
        return None


def _refused_tokens(text: str) -> list[Problem]:
    """Aliases, anchors and tags hide what a line means: they are refused where they stand."""
    return [
        Problem(_place(token.start_mark), f"{REFUSED[type(token)]} is not allowed here: write the value out.")
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if type(token) in REFUSED
    ]


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


class _NodeReader:
    """Turns YAML nodes into plain data, and collects places and problems on the way."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.places: dict[KeyPath, Place] = {}
        self.problems: list[Problem] = []
        self._known: dict[yaml.Node, Any] = {}

    def read(self, node: yaml.Node, path: KeyPath) -> Any:
        """The data of the node at ``path``. An alias can lead back to a node that is still being read: that is None."""
        self.places.setdefault(path, _place(node.start_mark))
        if node not in self._known:
            self._known[node] = None
            if isinstance(node, yaml.MappingNode):
                self._known[node] = self._mapping(node, path)
            elif isinstance(node, yaml.SequenceNode):
                self._known[node] = [self.read(item, (*path, number)) for number, item in enumerate(node.value)]
            elif isinstance(node, yaml.ScalarNode):
                self._known[node] = self._scalar(node)
        return self._known[node]

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "a key is a word, and this is a list or a table: put it in quotes.")
            elif key == "<<":
                self._refuse(key_node, "a merge key (<<) is not allowed here: write the values out.")
            elif key in data:
                self._refuse(key_node, f"the key {key!r} is given twice; keep one of them.")
            else:
                at = (*path, key)
                self.places[at] = _place(key_node.start_mark)
                data[key] = self.read(value_node, at)
        return data

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = node.value
        if node.style:  # quoted, or a block
            return text
        end = node.end_mark
        cut = CUT.match(self._lines[end.line][end.column :]) if end.line < len(self._lines) else None
        if cut and not (INT.match(text) or FLOAT.match(text) or text.lower() in {"true", "false"}):
            said = f"{cut.group(1)} begins a comment here: put the text in quotes, or a space behind the #."
            self._refuse(node, said)
        if text.lower() in AMBIGUOUS:
            self._refuse(node, f"{text} could be a word or a truth value: write true or false, or quote it.")
            return text
        if CLOCK.match(text):
            self._refuse(node, f"{text} could be a time or a number in base 60: quote it.")
            return text
        if text.lower() in WORDS:
            return WORDS[text.lower()]
        if INT.match(text):
            return int(text)
        number = float(text) if FLOAT.match(text) else math.inf
        return number if math.isfinite(number) else text

    def _refuse(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(_place(node.start_mark), message))
