"""The engine trains the student's own code and grows with it."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.playground import datasets
from tests.playground.conftest import trained, written_up_to

FIRST = {
    "steps": 1,
    "climb": 1,
    "loss": 2,
    "descend": 3,
    "train": 3,
    "batches": 5,
    "hidden": 7,
    "classes": 7,
    "activation relu": 7,
    "dropout": 9,
    "momentum": 10,
    "init he": 10,
    "batchnorm": 11,
}
"""The question with which each ability comes."""


@pytest.mark.parametrize("question", range(12))
def test_abilities_come_with_their_questions_and_no_sooner(engine_of, question):
    abilities = engine_of(files=written_up_to(question)).abilities
    assert {name for name in FIRST if abilities[name]["ready"]} == {name for name in FIRST if FIRST[name] <= question}
    assert {name: abilities[name]["question"] for name in FIRST} == {name: f"q{at}" for name, at in FIRST.items()}


@pytest.mark.parametrize(
    ("question", "data"), [(1, "points"), (3, "gauss"), (7, "circle"), (8, "circle"), (8, "digits")]
)
def test_there_is_a_picture_from_the_first_question_on(engine_of, question, data):
    layers = {} if question >= 7 else {"layers": []}
    frame = trained(engine_of(files=written_up_to(question)), 20, data=data, **layers)
    assert frame["epoch"] == 20
    assert "ends" in frame if data == "points" else frame["test_accuracy"] > 0.85


def test_what_is_not_written_says_its_question(engine_of):
    engine = engine_of(files=written_up_to(3))
    told, _ = engine.answer({"do": "start", "settings": {"data": "circle", "layers": [4]}})
    assert told["empty"] == "This picture comes to life with Q7: its functions are not written yet."


@pytest.mark.parametrize("data", datasets.CHALLENGES)
def test_every_challenge_can_be_met(engine_of, data):
    goal = datasets.CHALLENGES[data]
    found = {
        "circle": {"activation": "relu"},
        "xor": {"layers": [3], "alpha": 0.2, "seed": 3},
        "spiral": {"layers": [12, 12]},
    }
    better = found.get(data, {})
    engine = engine_of()
    advised = {**engine.choices()["advised"][data], **better}
    assert sum(advised["layers"]) <= goal.units
    engine.answer({"do": "start", "settings": {"data": data, **advised}})
    reached = [engine.answer({"do": "train", "epochs": 1})[0]["test_accuracy"] for _ in range(goal.epochs)]
    assert 100 * max(reached) >= goal.percent


def test_a_frame_holds_what_a_picture_needs(engine_of):
    engine = engine_of()
    told, arrays = engine.answer({"do": "start", "settings": {"data": "spiral", "layers": [5, 3]}})
    assert told["frame"]["sizes"] == [2, 5, 3, 2] and told["classes"] == 2
    assert arrays["field"].shape == (2, 100 * 100) and arrays["neurons"].shape == (8, 20 * 20)
    assert [arrays[f"p{i}"].shape for i in range(6)] == [(2, 5), (5,), (5, 3), (3,), (3, 2), (2,)]
    assert len(arrays["train_y"]) + len(arrays["test_y"]) == datasets.COUNT
    frame, arrays = engine.answer({"do": "train", "steps": 1})
    assert (frame["epoch"], frame["step"]) == (0, 1) and frame["waiting"] > 0
    assert len(frame["gradients"]) == 6 and all(size > 0 for size in frame["gradients"])
    assert frame["dead"] == [[False] * 5, [False] * 3]
    sums = arrays["field"].astype(int).sum(axis=0)
    assert np.all(np.abs(sums - 255) <= 1)


def test_a_large_network_trains_with_a_coarser_field_and_is_drawn_finely_at_rest(engine_of):
    engine = engine_of()
    engine.answer({"do": "start", "settings": {"data": "xor", "layers": [16, 16]}})
    assert engine.answer({"do": "train", "epochs": 1})[1]["field"].shape == (2, 50 * 50)
    assert engine.answer({"do": "look"})[1]["field"].shape == (2, 100 * 100)


def test_a_step_is_a_batch_and_an_epoch_ends_what_has_begun(engine_of):
    engine = engine_of()
    engine.answer({"do": "start", "settings": {"data": "xor", "layers": [4], "batch": 100, "share": 50}})
    seen = [engine.answer({"do": "train", "steps": 1})[0] for _ in range(4)]
    assert [(one["epoch"], one["step"], one["waiting"]) for one in seen] == [(0, 1, 2), (0, 2, 1), (1, 3, 0), (1, 4, 2)]
    ended, _ = engine.answer({"do": "train", "epochs": 1})
    assert (ended["epoch"], ended["step"], ended["waiting"]) == (2, 6, 0)


def test_the_same_seed_gives_the_same_training(engine_of):
    one, same, other = (trained(engine_of(), 5, data="circle", seed=seed)["train_loss"] for seed in (2, 2, 3))
    assert one == same != other


@pytest.mark.parametrize(
    "settings", [{"momentum": 0.9, "alpha": 0.02}, {"dropout": 0.2}, {"batchnorm": True}, {"init": "glorot"}]
)
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "leaky_relu"])
def test_every_control_learns_exclusive_or(engine_of, settings, activation):
    alpha = 0.5 if activation == "sigmoid" and "momentum" not in settings else 0.1
    given = {"data": "xor", "layers": [12], "activation": activation, "alpha": alpha, **settings}
    assert trained(engine_of(), 60, **given)["test_accuracy"] > 0.9


def test_a_setting_that_is_tuned_keeps_what_was_learned(engine_of):
    engine = engine_of()
    before = trained(engine, 10, data="circle")
    tuned, _ = engine.answer({"do": "tune", "settings": {"alpha": 0.001, "dropout": 0, "data": "xor"}})
    assert tuned["train_loss"] == before["train_loss"] and tuned["epoch"] == 10
    assert engine.settings.alpha == 0.001 and engine.settings.data == "circle"


@pytest.mark.parametrize("name", ["__proto__", "constructor", "", "Circle", "../digits"])
def test_an_address_that_somebody_made_up_is_answered_with_the_settings_that_count(engine_of, name):
    made_up = {"data": name, "layers": [99, 1.5, 3, 4, 5, 6], "activation": name, "init": name, "surface": name}
    told, _ = engine_of().answer({"do": "start", "settings": {**made_up, "seed": 1e30, "alpha": -3}})
    read = told["settings"]
    assert (read["data"], read["activation"], read["init"], read["surface"]) == ("circle", "relu", "own", "loss")
    assert (read["layers"], read["seed"], read["alpha"]) == ((16, 1, 3, 4), 1, 0)
    assert told["frame"]["sizes"] == [2, 16, 1, 3, 4, 2] and "points" not in read


def test_dropped_units_are_told(engine_of):
    frame = trained(engine_of(), 1, data="circle", layers=[16], activation="tanh", dropout=0.5)
    [dropped] = frame["dropped"]
    assert len(dropped) == 16 and 1 <= sum(dropped) <= 15


def test_digits_that_are_read_wrongly_come_first(engine_of):
    engine = engine_of()
    trained(engine, 3, data="digits")
    _, arrays = engine.answer({"do": "look"})
    wrong = arrays["labels"] != arrays["guessed"]
    assert arrays["images"].shape == (120, 64) and wrong.any()
    assert list(wrong) == sorted(wrong, reverse=True)


@pytest.mark.parametrize("points", [[], [[0, 0, 0]] * 9, [[0, 0, 0], [1, 1, 1]]])
def test_too_few_own_points_are_no_reason_to_end(engine_of, points):
    told, _ = engine_of().answer({"do": "start", "settings": {"data": "own", "points": points}})
    assert told["empty"].startswith("There are too few points to learn from")


def test_four_classes_of_own_points_are_learned(engine_of):
    rng = np.random.default_rng(5)
    points = [[*(3 * np.array([(-1) ** k, (-1) ** (k // 2)]) + rng.normal(size=2)), k] for k in [0, 1, 2, 3] * 20]
    frame = trained(engine_of(), 40, data="own", points=points)
    assert frame["sizes"][-1] == 4 and frame["test_accuracy"] > 0.9


def test_the_challenge_of_the_three_points_can_be_met(engine_of):
    engine = engine_of()
    goal = engine.choices()["descent_goal"]
    engine.answer({"do": "start", "settings": {"data": "points", "alpha": 1}})
    assert engine.answer({"do": "look"})[0]["ends"]["descend"] > 1
    told, _ = engine.answer({"do": "train", "epochs": goal["moves"]})
    assert told["ends"]["descend"] < goal["loss"]


def test_hill_climbing_stands_on_the_plateau_where_descent_goes_on(engine_of):
    engine = engine_of()
    settings = {"data": "points", "surface": "steps", "start": [1, 3], "step": 0.1, "alpha": 0.1}
    engine.answer({"do": "start", "settings": settings})
    told, arrays = engine.answer({"do": "train", "epochs": 40})
    assert np.array_equal(arrays["climb"], np.full((41, 2), [1, 3]))
    assert told["ends"]["climb"] == pytest.approx(1 / 3) and told["ends"]["descend"] == 0
    heights = np.unique(np.round(3 * arrays["heights"], 5))
    assert set(heights) <= {0, 1, 2, 3}
