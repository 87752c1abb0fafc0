"""YAML as a teaching assistant means it: plain data, and the line and column of every part.

The door is `read`. What YAML would quietly turn into something else (``no``, ``12:30``, a key given twice,
an alias) is refused with its place instead; ``1e-6`` is the number it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True)
class Place:
    """Where in a text something stands; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a staff file, and what is allowed there."""

    place: Place
    message: str


@dataclass(frozen=True)
class Document:
    """The data of a text, where each part of it stands, and what could not be read."""

    data: Any
    places: Mapping[Path, Place]
    problems: tuple[Problem, ...]

    def place(self, path: Path) -> Place:
        """The place of the part at ``path``, or of the nearest part around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


INT = re.compile(r"[-+]?[0-9]+\Z")
FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?\Z")
CLOCK = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?\Z")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
AMBIGUOUS = {"yes", "no", "on", "off", "y", "n"}


def read(text: str) -> Document:
    """Parse ``text``; every problem is collected, none is raised."""
    try:
        problems = _refused_tokens(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Document(None, {}, (Problem(_place(mark), f"this is not YAML: {error.problem or error.context}."),))
    except yaml.YAMLError as error:
        return Document(None, {}, (Problem(Place(1, 1), f"this is not YAML: {error}."),))
    if node is None:
        return Document(None, {}, (Problem(Place(1, 1), "the file is empty."),))
    found = _Found({}, problems, {})
    return Document(_data(node, (), found), found.places, tuple(problems))


@dataclass(frozen=True)
class _Found:
    """What has been read so far. ``data`` has every node that was met: an alias leads to one again, or even into itself."""

    places: dict[Path, Place]
    problems: list[Problem]
    data: dict[yaml.Node, Any]


def plain(value: str | int | float) -> str:
    """A plain value as it is written in YAML."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused_tokens(text: str) -> list[Problem]:
    """Aliases, anchors and tags hide what a line means: they are refused where they stand."""
    refused = {
        yaml.AliasToken: "an alias (*name)",
        yaml.AnchorToken: "an anchor (&name)",
        yaml.TagToken: "a tag (!name)",
    }
    return [
        Problem(_place(token.start_mark), f"{refused[type(token)]} is not allowed here: write the value out.")
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if type(token) in refused
    ]


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _data(node: yaml.Node, path: Path, found: _Found) -> Any:
    found.places.setdefault(path, _place(node.start_mark))
    if node not in found.data:
        found.data[node] = None
        found.data[node] = _read(node, path, found)
    return found.data[node]


def _read(node: yaml.Node, path: Path, found: _Found) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, found)
    if isinstance(node, yaml.SequenceNode):
        return [_data(item, (*path, i), found) for i, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node, found.problems)


def _mapping(node: yaml.MappingNode, path: Path, found: _Found) -> dict[str, Any]:
    data: dict[str, Any] = {}
    problems = found.problems
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key == "<<":
            problems.append(
                Problem(_place(key_node.start_mark), "a merge key (<<) is not allowed here: write the values out.")
            )
        elif key in data:
            problems.append(Problem(_place(key_node.start_mark), f"the key {key!r} is given twice; keep one of them."))
        else:
            found.places[path + (key,)] = _place(key_node.start_mark)
            data[key] = _data(value_node, (*path, key), found)
    return data


def _scalar(node: yaml.ScalarNode, problems: list[Problem]) -> Any:
    text = node.value
    if node.style is not None:
        return text
    if text.lower() in AMBIGUOUS:
        message = f"{text} could be a word or a truth value: write true or false, or quote it."
        problems.append(Problem(_place(node.start_mark), message))
        return text
    if CLOCK.match(text):
        problems.append(Problem(_place(node.start_mark), f"{text} could be a time or a number in base 60: quote it."))
        return text
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if INT.match(text):
        return int(text)
    return float(text) if FLOAT.match(text) else text
