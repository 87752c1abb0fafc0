"""The landscape of two weights, and two ways down: local search and gradient descent, side by side."""

from __future__ import annotations

import numpy as np

from autograder.playground.learner import Landscape
from autograder.playground.settings import Settings
from autograder.playground.shaped import one_number, shaped_array
from autograder.playground.training import Frame

EDGE = 6.0
CELLS = 60
MOST_MOVES = 400
WALKERS = {"climb": "local search", "descend": "gradient descent"}


class Descent:
    """Both walkers start at one point, and each move is a step of each; ``can`` says which of them is written."""

    def __init__(self, landscape: Landscape, settings: Settings, can: frozenset[str]) -> None:
        self.landscape, self.settings, self.can = landscape, settings, can
        self.surface = settings.surface if settings.surface in can else "steps"
        start = np.array(settings.start, float)
        self.paths = {name: [start] for name in ("climb", "descend") if name in can}
        self._heights: np.ndarray | None = None

    def tune(self, settings: Settings) -> None:
        """Go on with another step or learning rate."""
        self.settings = settings

    def run(self, epochs: int = 0, steps: int = 0) -> None:
        """Make ``epochs + steps`` moves on each path."""
        for _ in range(min(epochs + steps, MOST_MOVES)):
            for name, path in self.paths.items():
                if len(path) <= MOST_MOVES:
                    path.append(self._moved(name, path[-1].copy()))

    def _moved(self, name: str, w: np.ndarray) -> np.ndarray:
        if name == "climb":
            found = self.landscape.climb(self.surface, w, self.settings.step)
        else:
            found = self.landscape.descend(w, self.settings.alpha)
        return shaped_array(f"Where a move of {WALKERS[name]} leads", found, (2,)).astype(float)

    def cells(self) -> int:
        """The number of cells in each direction."""
        return CELLS

    def frame(self, cells: int = CELLS) -> Frame:
        """The heights, and both paths with the height at their ends."""
        if self._heights is None:
            self._heights = self._surveyed()
        ends = {name: self._height(path[-1]) for name, path in self.paths.items()}
        moves = max((len(path) for path in self.paths.values()), default=1) - 1
        finite = self._heights[np.isfinite(self._heights)]
        told = {
            "kind": "frame",
            "landscape": self.surface,
            "epoch": moves,
            "step": moves,
            "waiting": 0,
            "ends": ends,
            "low": float(finite.min(initial=0)),
            "high": float(finite.max(initial=1e-9)),
            "edge": EDGE,
        }
        arrays = {"heights": self._heights}
        arrays.update({name: np.array(path, np.float32) for name, path in self.paths.items()})
        return told, arrays

    def _height(self, w: np.ndarray) -> float | None:
        height = one_number("The loss", self.landscape.height(self.surface, w))
        return height if np.isfinite(height) else None

    def _surveyed(self) -> np.ndarray:
        """The height in the middle of each cell, row by row from the top left."""
        middles = (np.arange(CELLS) + 0.5) / CELLS * 2 * EDGE - EDGE
        return np.array(
            [
                one_number("The loss", self.landscape.height(self.surface, np.array([x, -y])))
                for y in middles
                for x in middles
            ],
            np.float32,
        )
