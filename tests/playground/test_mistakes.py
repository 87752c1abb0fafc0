"""Six mistakes in a student's files, each planted in the reference, make a difference that the page shows."""

from __future__ import annotations

import numpy as np
import pytest

from tests.playground.conftest import trained

SETTINGS = {"data": "circle", "layers": [6], "activation": "relu", "alpha": 0.1}


def worst(engine) -> float:
    """The largest relative difference that the gradient lens finds in any parameter."""
    found = [engine.answer({"do": "lens", "which": which})[0]["error"] for which in range(4)]
    return float("inf") if None in found else max(found)


@pytest.fixture
def right(engine_of):
    """What the reference comes to."""
    engine = engine_of()
    frame = trained(engine, 30, **SETTINGS)
    assert frame["train_accuracy"] > 0.95 and frame["train_loss"] < 0.25 and worst(engine) < 1e-5
    assert not any(frame["dead"][0])
    return frame


def test_a_step_with_the_wrong_sign_makes_the_loss_grow(engine_of, right):
    wrong = engine_of(("network.py", "param - alpha * gradient", "param + alpha * gradient"))
    frame = trained(wrong, 30, **SETTINGS)
    assert frame["train_loss"] is None or frame["train_loss"] > 10 * right["train_loss"]
    assert frame["train_accuracy"] < 0.7


def test_a_sum_where_a_mean_is_asked_for_shows_in_the_lens_and_in_the_sizes_of_gradients(engine_of, right):
    wrong = engine_of(("softmax.py", "(self.P - one_hot) / len(self.P)", "(self.P - one_hot)"))
    wrong.answer({"do": "start", "settings": {**SETTINGS, "alpha": 1e-9}})
    frame, _ = wrong.answer({"do": "train", "steps": 1})
    reference = engine_of()
    reference.answer({"do": "start", "settings": {**SETTINGS, "alpha": 1e-9}})
    usual, _ = reference.answer({"do": "train", "steps": 1})
    ratios = [large / small for large, small in zip(frame["gradients"], usual["gradients"], strict=True)]
    assert ratios == pytest.approx([16] * 4) and worst(wrong) > 0.9


def test_dropout_when_the_network_is_used_makes_the_field_flicker(engine_of):
    settings = {**SETTINGS, "dropout": 0.5}
    fields = {}
    for name, changes in {
        "right": (),
        "wrong": (
            ("layers.py", "        if train:\n            self.scale", "        if True:\n            self.scale"),
        ),
    }.items():
        engine = engine_of(*changes)
        trained(engine, 10, **settings)
        fields[name] = [engine.answer({"do": "look"})[1]["field"].astype(int) for _ in range(2)]
    assert np.array_equal(*fields["right"])
    assert np.abs(np.subtract(*fields["wrong"])).mean() > 5


def test_units_that_are_dead_from_the_start_are_struck_out(engine_of, right):
    biased = "params += [std * rng.standard_normal((fan_in, fan_out)), np.full(fan_out, -50.0)]"
    wrong = engine_of(
        ("network.py", "params += [std * rng.standard_normal((fan_in, fan_out)), np.zeros(fan_out)]", biased)
    )
    frame = trained(wrong, 30, **SETTINGS)
    assert frame["dead"] == [[True] * 6] and frame["train_accuracy"] < 0.7
    assert frame["gradients"][0] == 0


def test_a_gate_that_keeps_what_another_gate_saw_shows_in_the_lens(engine_of, right):
    wrong = engine_of(("layers.py", "        self.positive = X > 0\n", "        ReLUGate.positive = X > 0\n"))
    trained(wrong, 5, **{**SETTINGS, "layers": [6, 6]})
    assert worst(wrong) > 1e-2


def test_a_gate_that_keeps_its_first_batch_is_an_error_in_the_page(engine_of, right):
    kept = '        self.positive = getattr(self, "positive", X > 0)\n'
    wrong = engine_of(("layers.py", "        self.positive = X > 0\n", kept))
    wrong.answer({"do": "start", "settings": {**SETTINGS, "batch": 100}})
    with pytest.raises(ValueError, match="could not be broadcast"):
        wrong.answer({"do": "train", "epochs": 1})


@pytest.mark.parametrize("batch", [16, 1000])
def test_labels_that_are_not_shuffled_with_their_examples_teach_nothing(engine_of, right, batch):
    wrong = engine_of(
        (
            "network.py",
            "self.loss_and_gradients(X[batch], y[batch])",
            "self.loss_and_gradients(X[batch], y[: len(batch)])",
        ),
        (
            "sgd.py",
            "w = w - alpha * gradient_of(w, X[batch], y[batch])",
            "w = w - alpha * gradient_of(w, X[batch], y[: len(batch)])",
        ),
    )
    frame = trained(wrong, 30, **SETTINGS, batch=batch)
    assert frame["train_accuracy"] < 0.75 < right["train_accuracy"]
    assert frame["train_loss"] > 2 * right["train_loss"]
