"""What the contest's bots are ranked by: draws that no student has seen, made anew from a secret.

The digits are scikit-learn's 1797, which anybody may know by heart. So each draw looks at them through a camera of its
own: all images are turned by the same 20 to 40 degrees and moved by the same half to whole pixel, each is then turned
and moved a little by itself, and noise is added. A bot that learns from the 300 labels sees only such images. A lookup
of the nearest of the 1797 originals is right for about a quarter of them, and the best staff bot for 94 %.
"""

import numpy as np

from autograder.records import Case
from cases.tools import digits, spiral

FEW = 300
WIDTH = 8
CAMERA_TURN, CAMERA_MOVE = (20.0, 40.0), (0.5, 1.0)
TURN, MOVE, NOISE = 5.0, 0.25, 0.05
SPIRAL_TRAIN, SPIRAL_TEST, SPIRAL_NOISE = 512, 1000, 0.5


def contest_digits(rng: np.random.Generator) -> Case:
    """300 digits with labels, and 1497 to be told, all through one camera."""
    known = digits()
    X, y = np.vstack([known["X_train"], known["X_test"]]), np.concatenate([known["y_train"], known["y_test"]])
    order = rng.permutation(len(X))
    few, rest = order[:FEW], order[FEW:]
    seen = through_a_camera(X, rng)
    return _case(seen[few], y[few], seen[rest], y[rest])


def contest_spiral(rng: np.random.Generator) -> Case:
    """The spiral with points far off its arms."""
    return _case(*spiral(rng, SPIRAL_TRAIN, SPIRAL_NOISE), *spiral(rng, SPIRAL_TEST, SPIRAL_NOISE))


def through_a_camera(X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Images (N, 64) turned, moved and with noise; what lies outside an image is 0."""
    count = len(X)
    turns = rng.choice([-1, 1]) * rng.uniform(*CAMERA_TURN) + rng.uniform(-TURN, TURN, count)
    moves = rng.choice([-1, 1], 2) * rng.uniform(*CAMERA_MOVE, 2) + rng.uniform(-MOVE, MOVE, (count, 2))
    seen = _resampled(X.reshape(count, WIDTH, WIDTH), np.radians(turns), moves).reshape(count, -1)
    return np.clip(seen + rng.normal(0, NOISE, seen.shape), 0, 1)


def _resampled(images: np.ndarray, turns: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Each image turned around its middle and moved, by bilinear interpolation."""
    middle = (WIDTH - 1) / 2
    row, column = np.meshgrid(np.arange(WIDTH) - middle, np.arange(WIDTH) - middle, indexing="ij")
    cos, sin = np.cos(turns)[:, None, None], np.sin(turns)[:, None, None]
    rows = cos * row - sin * column + middle + moves[:, 0, None, None]
    columns = sin * row + cos * column + middle + moves[:, 1, None, None]
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, right = rows - top, columns - left
    return (1 - down) * ((1 - right) * _pixels(images, top, left) + right * _pixels(images, top, left + 1)) + down * (
        (1 - right) * _pixels(images, top + 1, left) + right * _pixels(images, top + 1, left + 1)
    )


def _pixels(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The pixels at these places, 0 outside."""
    inside = (rows >= 0) & (rows < WIDTH) & (columns >= 0) & (columns < WIDTH)
    image = np.arange(len(images))[:, None, None]
    return np.where(inside, images[image, rows.clip(0, WIDTH - 1), columns.clip(0, WIDTH - 1)], 0.0)


def _case(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, labels: np.ndarray) -> Case:
    return Case("contest", {"X": X, "y": y, "X_test": X_test}, keep={"labels": labels})
