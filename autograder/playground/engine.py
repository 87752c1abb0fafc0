"""The engine: one student's code, asked with messages and answering with frames. `Engine.answer` is the entry point.

It knows nothing of processes and sockets, so that it can run wherever Python and numpy do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from types import ModuleType
from typing import Any

import numpy as np

from autograder.playground import datasets
from autograder.playground.descent import Descent
from autograder.playground.settings import LIVE, Settings, read
from autograder.playground.shaped import Shaped
from autograder.playground.training import FINE, Frame, Training

MOST_EPOCHS = 1000
TOO_FEW = "There are too few points to learn from: each of two classes needs one, and there must be four in all."


class EmptyError(Exception):
    """There is nothing to train on; the message says what is missing."""


class Engine:
    """Holds the run that is under way; ``student`` serves the student's modules, ``adapter`` knows them."""

    def __init__(self, adapter: ModuleType, student: Any) -> None:
        self.adapter, self.student = adapter, student
        self.abilities = {name: self._tried(attempt, *rest) for name, (*rest, attempt) in adapter.ABILITIES.items()}
        self.run: Training | Descent | None = None
        self.settings = Settings()

    def _tried(self, attempt: Any, question: str) -> dict[str, Any]:
        """Whether an ability is written. Any other failure of it is reported when it is used."""
        try:
            attempt(self.student, lambda **changes: Settings(**changes))
        except NotImplementedError:
            return {"question": question, "ready": False}
        except Exception as error:
            # Whatever the student's code raises here, it raises again when it is used, and is then shown.
            return {"question": question, "ready": True, "raises": type(error).__name__}
        return {"question": question, "ready": True}

    def answer(self, message: Mapping[str, Any]) -> Frame:
        """What a message asks for: ``start``, ``train``, ``look``, ``tune`` or ``lens``."""
        do = message.get("do")
        if do == "start":
            return self.start(self.known(read(message.get("settings", {}))))
        if self.run is None:
            raise EmptyError("Nothing has been started.")
        if do == "train":
            self.run.run(*(min(MOST_EPOCHS, max(0, int(message.get(name, 0)))) for name in ("epochs", "steps")))
            return self.run.frame(FINE if message.get("fine") else self.run.cells())
        if do == "tune":
            live = {key: value for key, value in message.get("settings", {}).items() if key in LIVE}
            self.settings = read({**asdict(self.settings), **live})
            self.run.tune(self.settings)
        if do == "lens" and isinstance(self.run, Training):
            return self.run.look(min(2 * len(self.run.sizes) - 3, max(0, int(message.get("which", 0)))))
        return self.run.frame(FINE)

    def start(self, settings: Settings) -> Frame:
        """Begin anew; the answer holds the points as well, which do not change after this."""
        self.settings, self.run = settings, None
        told: dict[str, Any] = {"abilities": self.abilities, "scenes": self.scenes(), "choices": self.choices()}
        told["settings"] = {name: value for name, value in asdict(settings).items() if name != "points"}
        arrays: dict[str, np.ndarray] = {}
        try:
            if settings.data == "points":
                self.run, more, arrays = self._descent(settings)
            else:
                self.run, more, arrays = self._training(settings)
            frame, pictures = self.run.frame(FINE)
        except EmptyError as error:
            return {**told, "kind": "start", "empty": str(error)}, arrays
        return {**told, **more, "kind": "start", "frame": frame}, {**arrays, **pictures}

    def known(self, settings: Settings) -> Settings:
        """The settings with an activation, an initialization and a data set that this assignment has."""
        choices = {
            "activation": self.adapter.ACTIVATIONS,
            "init": self.adapter.INITIALIZATIONS,
            "data": [*datasets.DRAWN, "points", *self.scenes()],
            "surface": ["loss", "steps"],
        }
        unknown = {name: names[0] for name, names in choices.items() if getattr(settings, name) not in names}
        return replace(settings, **unknown)

    def scenes(self) -> list[str]:
        """The data sets that there are for this assignment."""
        found = ["points"] if hasattr(self.adapter, "landscape") else []
        return [*found, *datasets.DRAWN, "own", *(["digits"] if hasattr(self.adapter, "digits") else [])]

    def choices(self) -> dict[str, Any]:
        """What may be chosen from: activations, initializations, and each scene's challenge and advised settings."""
        return {
            "activation": list(self.adapter.ACTIVATIONS),
            "init": list(self.adapter.INITIALIZATIONS),
            "challenges": {name: asdict(challenge) for name, challenge in datasets.CHALLENGES.items()},
            "descent_goal": dict(datasets.DESCENT_GOAL),
            "advised": {name: dict(settings) for name, settings in datasets.ADVISED.items()},
        }

    def can(self, ability: str) -> bool:
        """Whether an ability is written."""
        return bool(self.abilities.get(ability, {}).get("ready"))

    def _descent(self, settings: Settings) -> tuple[Descent, dict[str, Any], dict[str, np.ndarray]]:
        written = frozenset(name for name in ("steps", "loss", "climb", "descend") if self.can(name))
        if not hasattr(self.adapter, "landscape") or not written & {"steps", "loss"}:
            raise EmptyError(self._unwritten("steps"))
        landscape = self.adapter.landscape(self.student)
        return Descent(landscape, settings, written), {}, {}

    def _training(self, settings: Settings) -> tuple[Training, dict[str, Any], dict[str, np.ndarray]]:
        data = self._data(settings)
        sizes = [data.X.shape[1], *settings.layers, data.classes]
        needed = "hidden" if settings.layers else ("classes" if data.classes > 2 else "train")
        if not self.can(needed):
            raise EmptyError(self._unwritten(needed))
        rng = np.random.default_rng(settings.seed)
        learner = Shaped(self.adapter.learner(self.student, settings, sizes, rng), sizes)
        arrays = {"train_y": data.y.astype(np.uint8), "test_y": data.y_test.astype(np.uint8)}
        if data.X.shape[1] == 2:
            arrays |= {"train_X": data.X.astype(np.float32), "test_X": data.X_test.astype(np.float32)}
        return Training(data, learner, settings, sizes), {"classes": data.classes}, arrays

    def _data(self, settings: Settings) -> datasets.Data:
        if settings.data == "digits":
            X, y = self.adapter.digits()
            return datasets.split(X, y, settings.share, np.random.default_rng([settings.seed, 7]))
        data = datasets.plane(settings)
        if len(data.X) + len(data.X_test) < 4 or len({*data.y, *data.y_test}) < 2:
            raise EmptyError(TOO_FEW)
        return data

    def _unwritten(self, ability: str) -> str:
        if ability not in self.abilities:
            return "This assignment has no such picture."
        question = self.abilities[ability]["question"]
        return f"This picture comes to life with {question.upper()}: its functions are not written yet."
