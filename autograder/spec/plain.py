"""An `Assignment` ↔ plain values that JSON can hold; reading makes values of the classes listed here alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from autograder.checks.settings import Options
from autograder.records import (
    Assignment,
    Carried,
    Check,
    Contest,
    ContestTask,
    Laws,
    Leaderboard,
    Limits,
    Policy,
    Prompts,
    Question,
    RewardRules,
)

RECORDS = (
    *(Assignment, Question, Check, Leaderboard, Limits, Carried, Policy, Laws, Prompts),
    *(Contest, ContestTask, RewardRules),
)
CLASS, TABLE, MOMENT = "class", "table", "moment"


class ForeignValueError(TypeError):
    """A value that no assignment holds."""


def to_plain(value: Any) -> Any:
    """The value as lists and tables of plain values. Raises `ForeignValueError`."""
    return _encode(value, {kind: name for name, kind in _classes().items()})


def from_plain(value: Any) -> Any:
    """The value that `to_plain` was given. Raises `LookupError`, `TypeError` or `ValueError` for any other."""
    return _decode(value, _classes())


def _encode(value: Any, names: Mapping[type[Any], str]) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, tuple):
        return [_encode(part, names) for part in value]
    if name := names.get(type(value)):
        return {CLASS: name, **{field.name: _encode(getattr(value, field.name), names) for field in fields(value)}}
    if isinstance(value, Mapping):
        return {TABLE: [[_encode(key, names), _encode(part, names)] for key, part in value.items()]}
    if isinstance(value, datetime):
        zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
        return {MOMENT: [value.replace(tzinfo=None).isoformat() if zone else value.isoformat(), zone, value.fold]}
    raise ForeignValueError(f"a value of type {type(value).__name__} is none of an assignment's")


def _decode(value: Any, classes: Mapping[str, type[Any]]) -> Any:
    if isinstance(value, list):
        return tuple([_decode(part, classes) for part in value])
    if not isinstance(value, dict):
        return value
    if CLASS in value:
        return classes[value[CLASS]](**{key: _decode(part, classes) for key, part in value.items() if key != CLASS})
    if TABLE in value:
        return {_decode(key, classes): _decode(part, classes) for key, part in value[TABLE]}
    text, zone, fold = value[MOMENT]
    moment = datetime.fromisoformat(text).replace(fold=fold)
    return moment.replace(tzinfo=ZoneInfo(zone)) if zone else moment


def _classes() -> dict[str, type[Any]]:
    """The classes of all values in an assignment, by name; kinds of checks have settings of their own."""
    return {f"{kind.__module__}.{kind.__qualname__}": kind for kind in (*RECORDS, *_below(Options))}


def _below(options: type[Options]) -> Iterator[type[Options]]:
    yield options
    for subclass in options.__subclasses__():
        yield from _below(subclass)
