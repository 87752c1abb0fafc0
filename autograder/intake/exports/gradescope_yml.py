"""submission_metadata.yml of Gradescope's export → its entries, whatever its size.

The yml also holds the output of every test of every attempt, and may be very large. Only the lines that are needed are
kept while it is read, and each entry is parsed by itself: a damaged entry costs no other its names. A value that an
earlier entry has named with an anchor is known in the later ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.text.encodings import opened

METADATA = "submission_metadata.yml"
RESULTS = re.compile(r"(?P<indent> *)(?P<dash>- )?:?results:(?: |$)")
SYMBOL_IN_BRACES = re.compile(r"([{,]\s*):(\w+):")
ANCHORS = re.compile(r"(?:^|[\s\[{,])[&*]\w", re.MULTILINE)
MAX_ENTRY_BYTES = 1 << 20
"""What is kept of one entry: people and times take a few hundred bytes."""
MAX_ANCHORED_BYTES = 16 << 20
"""How much text may be read of entries with anchors; those of later entries are not kept."""
LONGEST_LINE = 1 << 16
"""A longer line comes in parts, so that none fills the memory."""
NO_METADATA = f"The export has no {METADATA}: names and times of submission are not known."
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every value stays text: an id may begin with zeros."""


def read_class_metadata(path: Path) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """The entries by folder name, their keys without colons, and notes on what could not be read."""
    found: dict[str, Mapping[str, Any]] = {}
    damaged, twice = list[str](), list[str]()
    parser = _Parser()
    try:
        with opened(path) as file:
            for head, text in chunks(wanted(iter(lambda: file.readline(LONGEST_LINE), ""))):
                tree, whole = parser.parsed(text)
                if isinstance(tree, Mapping) and all(isinstance(entry, Mapping) for entry in tree.values()):
                    named = {str(name).removeprefix(":"): plain_keys(entry) for name, entry in tree.items()}
                    twice += [shown(name) for name in named if name in found]
                    found |= named
                else:
                    whole = False
                if not whole:
                    damaged.append(shown(head.strip().rstrip(":")))
    except FileNotFoundError:
        return {}, [NO_METADATA]
    except OSError as error:
        return {}, [f"{METADATA} cannot be read ({error.strerror}): names and times of submission are not known."]
    notes = listed(f"Entries of {METADATA} that cannot be read, or not whole", damaged)
    notes += listed(f"{METADATA} has these entries twice, and the last one counts", twice)
    return found, notes or ([] if found else [f"{METADATA} is empty: names and times of submission are not known."])


class _Parser:
    """Parses entry after entry, and knows the anchors of those before."""

    def __init__(self) -> None:
        self._anchors: dict[str, yaml.Node] = {}
        self._size = 0

    def parsed(self, text: str) -> tuple[Any, bool]:
        """The tree of one entry, None where it cannot be read; and whether nothing is left out of it.

        Ruby's symbols as keys in braces are not YAML everywhere.
        """
        if len(text) > MAX_ENTRY_BYTES:
            return None, False
        for attempt in (text, SYMBOL_IN_BRACES.sub(r"\1\2:", text)):
            with suppress(yaml.YAMLError, RecursionError, ValueError):
                return self._with_anchors(attempt) if ANCHORS.search(attempt) else (yaml.load(attempt, Loader), True)
        return None, False

    def _with_anchors(self, text: str) -> tuple[Any, bool]:
        loader = _AnchoredLoader(text, {name: node for name, node in self._anchors.items() if f"&{name}" not in text})
        tree = loader.get_single_data()
        self._size += len(text)
        if self._size <= MAX_ANCHORED_BYTES:
            self._anchors |= loader.anchors
        return tree, not loader.unknown


class _AnchoredLoader(yaml.BaseLoader):
    """Knows anchors from before; what an anchor named that was left out is empty."""

    def __init__(self, text: str, anchors: Mapping[str, yaml.Node]) -> None:
        super().__init__(text)
        self.anchors: dict[str, yaml.Node] = dict(anchors)
        self.unknown = False

    def compose_document(self) -> yaml.Node | None:
        """The document's node; its anchors stay known."""
        events: Any = self  # these methods have no types
        events.get_event()
        node = self.compose_node(None, None)
        events.get_event()
        return node

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """A node, or the one that an anchor names."""
        events: Any = self
        if self.check_event(yaml.AliasEvent) and events.peek_event().anchor not in self.anchors:
            self.unknown = True
            events.get_event()
            return yaml.ScalarNode("tag:yaml.org,2002:str", "")
        return super().compose_node(parent, index)


def wanted(parts: Iterable[str]) -> Iterator[str]:
    """The lines outside of ``:results:``. What belongs to a key is indented more, or a list at its own indent."""
    outside: int | None = None
    kept, whole = True, True
    for part in parts:
        if whole:  # the part begins a line
            body = part.lstrip(" ")
            indent = len(part) - len(body)
            if outside is not None and body.strip():
                inside = indent > outside or (indent == outside and body.startswith("- "))
                outside = outside if inside else None
            kept = outside is None
            if kept and (match := RESULTS.match(part)):
                kept, outside = False, len(match["indent"]) + len(match["dash"] or "")
                if match["dash"]:
                    yield f"{match['indent']}- left_out:\n"
        whole = part.endswith("\n")
        if kept:
            yield part


def chunks(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The text of each top-level entry, with its first line. Text beyond what an entry may take is not kept."""
    head, kept, size = "", list[str](), 0
    for line in lines:
        if line.startswith(("---", "#", "%")) or (not line.strip() and not kept):
            continue
        if not line.startswith((" ", "-", "\n", "\r")):
            if kept:
                yield head, "".join(kept)
            head, kept, size = line[:200], [], 0
        size += len(line)
        if size <= 2 * MAX_ENTRY_BYTES:
            kept.append(line)
    if kept:
        yield head, "".join(kept)


def plain_keys(table: Mapping[str, Any]) -> dict[str, Any]:
    """Ruby's symbols as plain words: ``:name`` and ``name`` are the same key."""
    return {str(key).removeprefix(":"): value for key, value in table.items()}
