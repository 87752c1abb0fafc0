"""What contest bots are trained on and tested with. The draws are the same for everybody, whatever the deck: a ranking
compares like with like. Test labels stay with the grader.

The digits are a public data set, which a bot may know by heart. So each round on the leaderboard sees them through a
camera of its own, as the nights of the contest do; at home they are as students have them.

A bot can read the state of the generator it is given. So that one is another than the data's, whose seed is too long to
be found by trying, and does not follow from the bot's.
"""

from hashlib import sha256

import numpy as np

from autograder.records import Case, Rng
from cases.bots import through_a_camera
from cases.tools import digits, spiral

SEEDS = [
    143244413036354557803769507817585784119,
    15271457346040300703511625167111665112,
    34491457983010084998716597629743257940,
]
HOME_SEEDS = [188, 189, 190]
"""Of the rounds at home, whose labels students may see."""
SECONDS = 5.0
GREYS = 16
"""So many shades beside white have the digits."""


def few_digits(rng: np.random.Generator) -> list[Case]:
    """300 digits with labels, and 1497 to be told, all of a round through one camera."""
    known = digits()
    X, y = np.vstack([known["X_train"], known["X_test"]]), np.concatenate([known["y_train"], known["y_test"]])
    cameras = (np.random.default_rng([seed, 1]) for seed in SEEDS)
    seen = (np.round(through_a_camera(X, camera) * GREYS) / GREYS for camera in cameras)
    return [few_digits_case(images, y, seed) for images, seed in zip(seen, SEEDS, strict=True)]


def noisy_spiral(rng: np.random.Generator) -> list[Case]:
    """The spiral with points far off its arms."""
    return [noisy_spiral_case(seed) for seed in SEEDS]


def home_digits(rng: np.random.Generator) -> list[Case]:
    """300 of the digits that students have, and their others to be told."""
    known = digits()
    return [few_digits_case(known["X_train"], known["y_train"], seed) for seed in HOME_SEEDS]


def home_spiral(rng: np.random.Generator) -> list[Case]:
    """Other spirals with points far off their arms."""
    return [noisy_spiral_case(seed) for seed in HOME_SEEDS]


def few_digits_case(X: np.ndarray, y: np.ndarray, seed: int) -> Case:
    order = np.random.default_rng(seed).permutation(len(X))
    few, rest = order[:300], order[300:]
    return bot_case(seed, X[few], y[few], X[rest], y[rest])


def noisy_spiral_case(seed: int) -> Case:
    draws = np.random.default_rng(seed)
    return bot_case(seed, *spiral(draws, 512, 0.5), *spiral(draws, 1000, 0.5))


def bot_case(seed: int, X: np.ndarray, y: np.ndarray, X_test: np.ndarray, labels: np.ndarray) -> Case:
    inputs = {"X": X, "y": y, "X_test": X_test, "seconds": SECONDS, "rng": bots_own(seed)}
    seeds = SEEDS if seed in SEEDS else HOME_SEEDS
    return Case(f"round {seeds.index(seed) + 1}", inputs, keep={"labels": labels})


def bots_own(seed: int) -> Rng:
    """A generator from which nobody comes back to the seed of the data."""
    return Rng(int.from_bytes(sha256(f"the bot's, beside {seed}".encode()).digest()[:7], "big"))
