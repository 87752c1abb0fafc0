"""The settings of a kind, as frozen dataclasses that need no validator to be loaded.

Only what reads assignment.yaml looks at the constraints in their annotations, and imports pydantic to do so. A grading
takes an assignment that was validated before; to import pydantic would be a third of its start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Options:
    """The settings of a kind in assignment.yaml, besides those that every check has.

    What ``__post_init__`` raises as `ValueError` is a problem of the settings together.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    def written(self) -> dict[str, Any]:
        """The settings that differ from their defaults, with the sections among them as tables."""
        found = {name: getattr(self, name) for name, default in _defaults(type(self)) if getattr(self, name) != default}
        return {name: value.written() if isinstance(value, Options) else value for name, value in found.items()}


def _defaults(options: type[Options]) -> list[tuple[str, Any]]:
    """Each setting with its default, which is `MISSING` where it has none."""
    return [
        (setting.name, setting.default if setting.default_factory is MISSING else setting.default_factory())
        for setting in fields(options)
    ]


class Must:
    """In the annotation of a setting: its bounds, by the names that `pydantic.Field` gives them, such as ``ge=0``.

    A group of annotations by the protocol of `annotated_types.GroupedMetadata`, which pydantic reads one by one, so
    that the annotations before it hold, too.
    """

    __is_annotated_types_grouped_metadata__ = True

    def __init__(self, **bounds: float) -> None:
        self.bounds: dict[str, Any] = {**bounds}

    def __iter__(self) -> Iterator[Any]:
        from pydantic import Field

        return iter(Field(**self.bounds).metadata)


class Before:
    """In the annotation of a setting: what its value goes through before it is validated."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.function, handler(source))


class After:
    """In the annotation of a setting: what its value goes through once it is valid. It may raise `ValueError`."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.function, handler(source))
