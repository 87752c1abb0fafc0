"""A sheet to draw on: an array of colours, with smooth edges because it is drawn large and shrunk."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from autograder.playground import font
from autograder.playground.colors import PAPER

FINE = 2
"""How many times larger it is drawn than it becomes."""


class Sheet:
    """Coordinates are those of the finished picture, from the top left."""

    def __init__(self, width: int, height: int) -> None:
        self._ink = np.tile(PAPER, (height * FINE, width * FINE, 1))
        self._y, self._x = np.mgrid[: height * FINE, : width * FINE]

    def picture(self, x: int, y: int, colors: np.ndarray) -> None:
        """Colours (height, width, 3), one pixel for each."""
        large = colors.repeat(FINE, axis=0).repeat(FINE, axis=1)
        self._ink[y * FINE : y * FINE + len(large), x * FINE : x * FINE + large.shape[1]] = large

    def disc(self, x: float, y: float, radius: float, color: np.ndarray) -> None:
        """A filled circle."""
        rows, columns = self._near(x, x, y, y, radius)
        reach = np.hypot(self._x[rows, columns] / FINE - x, self._y[rows, columns] / FINE - y) <= radius
        self._ink[rows, columns][reach] = color

    def square(self, x: float, y: float, half: float, color: np.ndarray) -> None:
        """A filled square around a place."""
        left, right, top, bottom = (round(edge * FINE) for edge in (x - half, x + half, y - half, y + half))
        self._ink[max(0, top) : bottom, max(0, left) : right] = color

    def line(self, points: np.ndarray, width: float, color: np.ndarray) -> None:
        """A line through the points, (n, 2), rounded at its ends."""
        for (x0, y0), (x1, y1) in pairwise(points):
            rows, columns = self._near(min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), width)
            x, y = self._x[rows, columns] / FINE - x0, self._y[rows, columns] / FINE - y0
            dx, dy = x1 - x0, y1 - y0
            along = np.clip((x * dx + y * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
            self._ink[rows, columns][np.hypot(x - along * dx, y - along * dy) <= width / 2] = color

    def text(self, x: int, y: int, text: str, color: np.ndarray) -> None:
        """A line of text; dots are pixels of the finished picture, twice as large."""
        mask = font.dots(text).repeat(2 * FINE, axis=0).repeat(2 * FINE, axis=1)
        part = self._ink[y * FINE : y * FINE + len(mask), x * FINE : x * FINE + mask.shape[1]]
        part[mask[: part.shape[0], : part.shape[1]]] = color

    def pixels(self) -> np.ndarray:
        """The finished picture as bytes, (height, width, 3)."""
        height, width, _ = self._ink.shape
        small = self._ink.reshape(height // FINE, FINE, width // FINE, FINE, 3).mean(axis=(1, 3))
        return np.asarray(small + 0.5).astype(np.uint8)

    def _near(self, left: float, right: float, top: float, bottom: float, margin: float) -> tuple[slice, slice]:
        low, high = [max(0, int((edge - margin) * FINE)) for edge in (top, left)], [bottom, right]
        ends = [max(0, int((edge + margin) * FINE) + 2) for edge in high]
        return slice(low[0], ends[0]), slice(low[1], ends[1])
