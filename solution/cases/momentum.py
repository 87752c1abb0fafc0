"""What initialization is called with: layers large enough to measure a spread, wider than long and longer than wide.
And what momentum is called with: gradients that change from step to step, and a learning rate that is not 1 - mu."""

import numpy as np

from autograder.records import Case
from cases.tools import drawn

LARGE = [200, 300, 100]


def he_parameters(rng: np.random.Generator) -> list[Case]:
    """Tens of thousands of weights, in layers of more outputs than inputs and of fewer."""
    return [
        Case("wider", {"sizes": LARGE, "scheme": "he", "rng": drawn(rng)}),
        Case("narrower", {"sizes": [400, 100, 300], "scheme": "he", "rng": drawn(rng)}),
    ]


def other_schemes(rng: np.random.Generator) -> list[Case]:
    """Glorot's spread, and zeros."""
    return [
        Case(
            "glorot",
            {"sizes": LARGE, "scheme": "glorot", "rng": drawn(rng)},
            hint="Which two numbers does glorot add up?",
        ),
        Case("glorot, narrower", {"sizes": [400, 100, 30], "scheme": "glorot", "rng": drawn(rng)}),
        Case("zero", {"sizes": [6, 4, 3], "scheme": "zero", "rng": drawn(rng)}),
    ]


def equal_layers(rng: np.random.Generator) -> list[Case]:
    """Three layers of one size, that must not be copies of each other."""
    seed = int(rng.integers(1, 10**6))
    return [Case("he", {"sizes": [60, 60, 60, 60], "scheme": "he", "seed": seed, "other_seed": seed + 1})]


def constant_slope(rng: np.random.Generator) -> list[Case]:
    """A slope of 1 at every step, from 0: alpha = 0.1 and mu = 0.5 give numbers to follow by hand."""
    by_hand = {"alpha": 0.1, "mu": 0.5, "starts": [np.zeros(2)], "slopes": [[np.array([1.0, -2.0])]] * 4}
    return [
        Case("a constant slope", by_hand),
        Case("no slope after the first step", {**by_hand, "slopes": [[np.ones(2)]] + [[np.zeros(2)]] * 3}),
        Case("mu = 0", {**by_hand, "mu": 0.0}),
    ]


def paths(rng: np.random.Generator) -> list[Case]:
    """Two parameters of different shapes; and three, two of one shape, for another alpha and mu."""
    return [
        Case("two parameters", {"alpha": 0.05, "mu": 0.8, **slopes_for(rng, [(3, 2), (4,)], steps=5)}),
        Case("three parameters", {"alpha": 0.3, "mu": 0.6, **slopes_for(rng, [(2,), (2, 3), (2,)], steps=4)}),
        Case("one weight", {"alpha": 0.02, "mu": 0.95, **slopes_for(rng, [(1,)], steps=8)}),
    ]


def pairs_of_paths(rng: np.random.Generator) -> list[Case]:
    """Two optimizers that take turns on parameters of equal shapes."""
    one, other = (slopes_for(rng, [(3, 2), (4,)], steps=4) for _ in range(2))
    inputs = {"alpha": 0.05, "mu": 0.8, "other_alpha": 0.2, "other_mu": 0.5, **one}
    return [Case("taking turns", {**inputs, "other_starts": other["starts"], "other_slopes": other["slopes"]})]


def momentum_arguments(rng: np.random.Generator) -> list[Case]:
    """Parameters and gradients that should come out as they went in."""
    inputs = {"alpha": 0.05, "mu": 0.8, **slopes_for(rng, [(3, 2), (4,)], steps=3)}
    starts = {f"start{i}": start for i, start in enumerate(inputs["starts"])}
    grads = {f"grad{i}_step{turn}": g for turn, step in enumerate(inputs["slopes"]) for i, g in enumerate(step)}
    return [Case("three steps", inputs, keep={**starts, **grads})]


def slopes_for(rng: np.random.Generator, shapes: list, steps: int) -> dict:
    """Random first positions, and random gradients for every step."""
    starts = [rng.normal(size=shape) for shape in shapes]
    return {"starts": starts, "slopes": [[rng.normal(size=shape) for shape in shapes] for _ in range(steps)]}
