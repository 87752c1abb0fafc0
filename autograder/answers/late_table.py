"""A table whose entries are made when they are asked for: one grading needs few of all decks and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class LateTable(Mapping[Key, Value], Generic[Key, Value]):
    """A table that makes each entry from its raw one by ``make``, once, when the entry is asked for."""

    def __init__(self, raw: Mapping[Key, Any], make: Callable[[Any], Value]) -> None:
        self._raw, self._make = raw, make
        self._made: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        if key not in self._made:
            self._made[key] = self._make(self._raw[key])
        return self._made[key]

    def __reduce__(self) -> tuple[type[dict[Key, Value]], tuple[dict[Key, Value]]]:
        """Travel to another process as a plain table, whole."""
        return dict, (dict(self),)

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[Key]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)
