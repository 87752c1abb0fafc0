"""The twelve checks as plain assertions, which every peer's own tests call: inputs and right answers from one file.

``call(name, inputs)`` gives what a probe of that name returns for the student's code, wherever that runs. The gradient
check takes central differences along two random directions an array, as this project's own does: entry by entry it
would cost the peers 4,820 calls.
"""

from pathlib import Path

import numpy as np

STEP, TOLERANCE, THRESHOLD, DIRECTIONS = 1e-5, 1e-5, 0.9, 2
CHECKS = {
    "linear": "linear",
    "sigmoid": "numbers",
    "tanh": "numbers",
    "relu": "numbers",
    "leaky_relu": "numbers",
    "batch_norm": "batch_norm",
    "softmax_loss": "scores",
    "softmax_gradient": "scores",
    "network_loss": "network",
    "network_gradients": "network",
    "dropout": "dropout",
    "trained": "digits",
}
"""For each check, which is called like its probe, the name of its inputs."""

SLOPES = "network_gradients"
PARAMETERS = ("W1", "b1", "W2", "b2")
DATA = np.load(Path(__file__).with_name("data.npz"))


def check(name, call):
    """Call the student's code, and raise AssertionError where what comes back is not right."""
    inputs = given(name)
    outputs = call(name, inputs)
    if name == "dropout":
        kept = outputs != 0
        assert np.allclose(outputs[kept], inputs["X"][kept] / (1 - inputs["p"]))
        assert abs(kept.mean() - (1 - inputs["p"])) < 0.05
    elif name == "trained":
        assert np.mean(np.asarray(outputs["labels"]) == DATA["digits.labels"]) >= THRESHOLD
    elif name == SLOPES:
        for key, slopes in measured(inputs, call):
            gradient = np.asarray(outputs["d" + key])
            agree(gradient, DATA[f"right.{name}.d{key}"])
            claimed = [np.sum(gradient * direction) for direction in directions(gradient.shape)]
            assert np.allclose(slopes, claimed, rtol=TOLERANCE, atol=TOLERANCE)
    else:
        agree(outputs, DATA[f"right.{name}"])


def given(name):
    """A check's inputs, the generator of random numbers among them."""
    start = CHECKS[name] + "."
    inputs = {key.removeprefix(start): DATA[key] for key in DATA.files if key.startswith(start)}
    inputs.pop("labels", None)
    if "rng" in inputs:
        inputs["rng"] = np.random.default_rng(int(inputs["rng"]))
    return inputs


def agree(got, right):
    """Shape, and 1e-5 of the largest entry."""
    assert np.shape(got) == np.shape(right)
    assert np.max(np.abs(got - right)) <= TOLERANCE * np.max(np.abs(right))


def directions(shape):
    """Random directions of an array."""
    return np.random.default_rng(0).normal(size=(DIRECTIONS, *shape))


def measured(inputs, call):
    """For each parameter its name, and the slopes of the network's loss by central differences."""
    for key in PARAMETERS:
        slopes = []
        for direction in directions(inputs[key].shape):
            values = [call("network_loss", {**inputs, key: inputs[key] + step * direction}) for step in (STEP, -STEP)]
            slopes.append((values[0] - values[1]) / (2 * STEP))
        yield key, slopes


def only_call(name, call):
    """Make the student's own calls of a check, which nobody judges."""
    inputs = given(name)
    call(name, inputs)
    if name == SLOPES:
        list(measured(inputs, call))
