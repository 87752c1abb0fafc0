"""A training from its start to its end without a page: what `autograder play --once` shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.errors import UsageError
from autograder.playground.process import Reply, StudentProcess


class TrainingError(UsageError):
    """The student's code raised, hung or is not written; the message is what the page would say."""


@dataclass
class History:
    """What a training came to: its last answer, and the losses and accuracies after each epoch."""

    scene: str
    start: Reply
    last: Mapping[str, Any]
    arrays: Mapping[str, np.ndarray]
    curves: dict[str, list[float]] = field(default_factory=dict)


CURVES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


def once(process: StudentProcess, settings: Mapping[str, Any], epochs: int, tell: Callable[[int], None]) -> History:
    """Train for ``epochs`` epochs; ``tell`` is called with the number of each. Raises `TrainingError`."""
    start = _asked(process, {"do": "start", "settings": dict(settings)})
    if "empty" in start.told:
        raise TrainingError(start.told["empty"])
    curves: dict[str, list[float]] = {name: [] for name in CURVES}
    told = start.told["frame"]
    for epoch in range(epochs):
        told = _asked(process, {"do": "train", "epochs": 1}).told
        for name in CURVES:
            value = told.get(name)
            curves[name].append(float("nan") if value is None else value)
        tell(epoch + 1)
    last = _asked(process, {"do": "look"})
    return History(settings["data"], start, last.told, {**start.arrays(), **last.arrays()}, curves)


def advised(process: StudentProcess, scene: str) -> dict[str, Any]:
    """The settings that a scene starts with, without hidden layers where these are not written yet.

    Raises `TrainingError` for a scene that there is none of.
    """
    told = _asked(process, {"do": "start", "settings": {"data": "gauss", "layers": []}}).told
    if scene not in told["scenes"] or scene == "own":
        known = ", ".join(name for name in told["scenes"] if name != "own")
        raise TrainingError(f"There is no data set {scene}; there are {known}.")
    settings = {"data": scene, **told["choices"]["advised"].get(scene, {})}
    abilities = told["abilities"]
    if not abilities.get("momentum", {}).get("ready"):
        settings["momentum"] = 0
    if not abilities.get("hidden", {}).get("ready"):
        settings["layers"] = []
    return settings


def _asked(process: StudentProcess, message: Mapping[str, Any]) -> Reply:
    answer = process.ask(message)
    if answer.told.get("kind") in ("error", "empty"):
        raise TrainingError("\n".join(filter(None, [answer.told["text"], answer.told.get("trace", "")])))
    return answer
