"""What a page may ask for: `Settings`, read from a table that anybody may have written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

Point: TypeAlias = "tuple[float, float, int]"
"""x, y and the class of a point of the student's own."""

MOST_LAYERS, MOST_NEURONS, MOST_POINTS, MOST_CLASSES = 4, 16, 2000, 4
LIVE = frozenset({"alpha", "momentum", "dropout", "batch", "step"})
"""Settings that may change in the middle of a training."""


@dataclass(frozen=True)
class Settings:
    """One experiment.

    ``noise`` is in percent, ``share`` the percentage of the points to train on. ``layers`` are the hidden layers'
    widths. ``points`` are the student's own data, ``start`` and ``step`` are for the landscape of three points.
    """

    data: str = "circle"
    noise: int = 10
    share: int = 50
    batch: int = 16
    seed: int = 1
    layers: tuple[int, ...] = (4,)
    activation: str = "relu"
    init: str = "own"
    alpha: float = 0.1
    momentum: float = 0.0
    dropout: float = 0.0
    batchnorm: bool = False
    surface: str = "loss"
    start: tuple[float, float] = (-4.0, 5.0)
    step: float = 0.25
    points: tuple[Point, ...] = ()


RANGES: Mapping[str, tuple[float, float]] = {
    "noise": (0, 50),
    "share": (10, 90),
    "batch": (1, 1000),
    "seed": (0, 2**31 - 1),
    "alpha": (0, 100),
    "momentum": (0, 0.999),
    "dropout": (0, 0.9),
    "step": (0.001, 10),
}


def read(table: Mapping[str, Any]) -> Settings:
    """The settings in a table, each brought into its range; what is no setting, or of another type, is left out."""
    found: dict[str, Any] = {}
    for field in fields(Settings):
        if field.name in table:
            try:
                found[field.name] = _value(field.name, getattr(Settings, field.name), table[field.name])
            except (TypeError, ValueError, OverflowError):
                continue
    return Settings(**found)


def _value(name: str, usual: Any, given: Any) -> Any:
    if name == "layers":
        return tuple(min(MOST_NEURONS, max(1, int(width))) for width in list(given)[:MOST_LAYERS])
    if name == "points":
        shown = list(given)[:MOST_POINTS]
        return tuple((_finite(x), _finite(y), min(MOST_CLASSES - 1, max(0, int(c)))) for x, y, c in shown)
    if name == "start":
        x, y = given
        return _finite(x), _finite(y)
    if name in RANGES:
        low, high = RANGES[name]
        return type(usual)(min(high, max(low, _finite(given))))
    return type(usual)(given)


def _finite(given: Any) -> float:
    number = float(given)
    if not abs(number) < 1e9:
        raise ValueError(f"{given} is not a number that can be drawn")
    return number
