"""Q8: networks of every shape and activation against PyTorch, training that works, and laws about the rest."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.support.places import SOLUTION

CURVES = {
    "relu": lambda torch, Z: torch.relu(Z),
    "tanh": lambda torch, Z: torch.tanh(Z),
    "sigmoid": lambda torch, Z: torch.sigmoid(Z),
    "leaky_relu": lambda torch, Z: torch.nn.functional.leaky_relu(Z, 0.1),
}


def test_scores_loss_and_gradients_agree_with_pytorch(reference, torch, cases):
    for case in cases("networks"):
        sizes, activation, X, y, *params = case.inputs.values()
        leaves = [torch.tensor(value, requires_grad=True) for value in params]
        A = torch.tensor(X)
        for W, b in zip(leaves[:-2:2], leaves[1:-2:2], strict=True):
            A = CURVES[activation](torch, A @ W + b)
        scores = A @ leaves[-2] + leaves[-1]
        expected = torch.nn.functional.cross_entropy(scores, torch.tensor(y))
        expected.backward()
        net = reference.network.NLayerNetwork(sizes, activation)
        net.set_params(params)
        loss, gradients = net.loss_and_gradients(X, y)
        assert np.abs(net.forward(X) - scores.detach().numpy()).max() < 1e-10
        assert loss == pytest.approx(expected.item(), rel=1e-10)
        for found, leaf in zip(gradients, leaves, strict=True):
            assert np.abs(found - leaf.grad.numpy()).max() < 1e-10


def test_units_stay_clear_of_where_relu_bends(cases, reference):
    for name, clear in (("networks", 1e-3), ("networks_to_measure", 1e-3)):
        for case in cases(name):
            A = case.inputs["X"]
            for layer in range(1, len(case.inputs["sizes"]) - 1):
                Z = A @ case.inputs[f"W{layer}"] + case.inputs[f"b{layer}"]
                assert np.abs(Z).min() > clear
                A = reference.network.ACTIVATIONS[case.inputs["activation"]]().forward(Z)


def test_the_cases_cover_all_shapes_with_all_activations(cases):
    seen = {(str(case.inputs["sizes"]), case.inputs["activation"]) for case in cases("networks")}
    assert len(seen) == 15 and all(np.all(case.inputs["b1"] != 0) for case in cases("networks"))


def test_checks_of_something_else_than_the_axis_of_the_examples_do_not_ask_for_it(
    watch, reference, cases, laws, obeyed
):
    def columns(net, self, X):
        return net.forward(np.asarray(X).T)

    wrong = network(reference, forward=columns)
    for probe, name, law in (
        ("network_predictions", "networks_to_predict", "predicts_the_best_score"),
        ("network_on_a_line", "networks_on_a_line", "bends_between_points"),
        ("network_copies", "networks_to_copy", "owns_its_parameters"),
    ):
        for case in cases(name):
            assert obeyed(getattr(laws, law), case, watch(probe, case, **{**vars(reference), "network": wrong})) is None
    for case in cases("networks_of_zeros"):
        loss = watch("network_loss", case, **{**vars(reference), "network": wrong})["loss"]
        assert loss == pytest.approx(np.log(case.inputs["sizes"][-1]))


def test_the_reference_obeys_every_law(watch, reference, cases, laws, obeyed):
    for probe, name, law in (
        ("network_shapes", "network_shapes", "shapes_fit"),
        ("network_shapes", "network_shapes", "signals_arrive"),
        ("network_predictions", "networks_to_predict", "predicts_the_best_score"),
        ("network_on_a_line", "networks_on_a_line", "bends_between_points"),
        ("network_copies", "networks_to_copy", "owns_its_parameters"),
        ("network_seeds", "network_seeds", "seeds_decide_training"),
        ("network_trained", "twenty_digits", "knows_its_examples"),
        ("network_trained", "twenty_digits", "labels_follow_params"),
        ("network_epochs", "epochs_to_fit", "every_example_takes_part"),
        ("network_first_step", "networks_to_step", "first_step_goes_downhill"),
        ("network_arguments", "network_arguments", "arguments_unchanged"),
        ("network_arguments", "network_arguments", "does_its_work"),
        ("network_arguments", "network_arguments", "only_fit_changes_parameters"),
        ("network_arguments", "network_arguments", "leaves_global_generators_alone"),
    ):
        for case in cases(name):
            outputs = watch(probe, case, **vars(reference))
            assert obeyed(getattr(laws, law), case, outputs) is None, law


def network(reference, **changes):
    """The reference's network with some methods replaced; each is given the original as its first argument."""
    original = reference.network.NLayerNetwork

    def replaced(change):
        return lambda self, *arguments, **named: change(super(Changed, self), self, *arguments, **named)

    class Changed(original):
        pass

    for name, change in changes.items():
        setattr(Changed, name, replaced(change))
    return SimpleNamespace(**{**vars(reference.network), "NLayerNetwork": Changed})


def keep(net, self, params):
    self.params = params


def nudge(net, self, X):
    self.params = [param * 1.01 for param in self.params]
    return net.predict(X)


def hundredths(net, self, sizes, activation="relu", rng=None):
    net.__init__(sizes, activation, rng)
    self.params = [0.01 * param for param in self.params]


def reseeded(net, self, sizes, activation="relu", rng=None):
    net.__init__(sizes, activation, np.random.default_rng(1))


SHARED = {}


def share_params(net, self, params):
    net.set_params(params)
    SHARED["params"] = self.params


def forward_shared(net, self, X):
    self.params = SHARED.get("params", self.params)
    return net.forward(X)


def batches_of(cut):
    """A fit whose batches are cut from a shuffled epoch in one's own way."""

    def fit(net, self, X, y, alpha, batch_size, epochs, rng):
        for rows in (rows for _ in range(epochs) for rows in cut(rng.permutation(len(X)), batch_size)):
            _, gradients = self.loss_and_gradients(X[rows], y[rows])
            self.params = [p - alpha * g for p, g in zip(self.params, gradients, strict=True)]

    return fit


def pieces(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


def labels_of_others(net, self, X, y, alpha, batch_size, epochs, rng):
    net.fit(X, np.roll(y, 1), alpha, batch_size, epochs, rng)


def started_again(net, self, X, y, alpha, batch_size, epochs, rng):
    before = self.params
    for _ in range(epochs):
        self.params = before
        net.fit(X, y, alpha, batch_size, 1, rng)


EPOCHS = [
    (
        batches_of(lambda order, size: [rows for rows in pieces(order, size) if len(rows) == size]),
        "examples had no effect",
    ),
    (batches_of(lambda order, size: pieces(order, 32)), "as in a larger batch"),
    (batches_of(lambda order, size: pieces(order, 1)), "as in a smaller batch"),
    (
        batches_of(lambda order, size: [order for _ in pieces(order, size)]),
        "the examples of the short last batch counted as much",
    ),
    (labels_of_others, "are X and y shuffled alike"),
    (
        lambda net, self, X, y, alpha, *rest: net.fit(X, y, -alpha, *rest),
        "every example lowered the score of its own label; a step goes against the gradient",
    ),
    (
        lambda net, self, X, y, alpha, size, epochs, rng: net.fit(X, y, alpha, size, 99, rng),
        "are there more epochs than asked for",
    ),
    (started_again, "a second epoch goes on from the first"),
]


def one_step(rate_of):
    """A first step whose rate differs from parameter to parameter."""

    def fit(net, self, X, y, alpha, *rest):
        _, gradients = self.loss_and_gradients(X, y)
        rates = [rate_of(number, p) for number, p in enumerate(self.params)]
        self.params = [p - rate * alpha * g for p, rate, g in zip(self.params, rates, gradients, strict=True)]

    return fit


STEPS = [
    (one_step(lambda number, p: 0 if p.ndim == 1 else 1), "leaves b1 and b2 as they were"),
    (one_step(lambda number, p: 1 + number), "moves W1 by 1 times alpha times its gradient, and b2 by 4 times"),
    (one_step(lambda number, p: 0.4), "is 0.4 times alpha times the gradient, which is too short"),
    (one_step(lambda number, p: 1.5), "which is too far"),
]


def unshuffled(net, self, X, y, alpha, batch_size, epochs, rng):
    net.fit(X, y, alpha, batch_size, epochs, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("probe", "name", "law", "changes", "complaint"),
    [
        (
            "network_shapes",
            "network_shapes",
            "shapes_fit",
            {"loss_and_gradients": lambda net, self, X, y: (0.0, net.loss_and_gradients(X, y)[1][::-1])},
            "dW1 has the shape (3,)",
        ),
        (
            "network_shapes",
            "network_shapes",
            "shapes_fit",
            {"predict": lambda net, self, X: net.forward(X)},
            "The array of labels that predict returned has the shape (5, 3)",
        ),
        (
            "network_shapes",
            "network_shapes",
            "shapes_fit",
            {"loss": lambda net, self, X, y: net.loss(X, y) * np.nan},
            "not one finite",
        ),
        (
            "network_predictions",
            "networks_to_predict",
            "predicts_the_best_score",
            {"predict": lambda net, self, X: net.forward(X).argmin(axis=1)},
            "not the class with the largest score",
        ),
        (
            "network_predictions",
            "networks_to_predict",
            "predicts_the_best_score",
            {"predict": lambda net, self, X: net.predict(X) + 0.0},
            "expected whole numbers",
        ),
        (
            "network_on_a_line",
            "networks_on_a_line",
            "bends_between_points",
            {"forward": lambda net, self, X: X[:, :3]},
            "equals one matrix",
        ),
        (
            "network_on_a_line",
            "networks_on_a_line",
            "bends_between_points",
            {"forward": lambda net, self, X: np.ones((len(X), 3))},
            "different rows are the same",
        ),
        ("network_copies", "networks_to_copy", "owns_its_parameters", {"set_params": keep}, "set_params must copy"),
        (
            "network_copies",
            "networks_to_copy",
            "owns_its_parameters",
            {"get_params": lambda net, self: self.params},
            "get_params must copy",
        ),
        (
            "network_copies",
            "networks_to_copy",
            "owns_its_parameters",
            {"set_params": lambda net, self, params: None},
            "same before and after set_params",
        ),
        (
            "network_copies",
            "networks_to_copy",
            "owns_its_parameters",
            {"set_params": share_params, "forward": forward_shared},
            "each network must keep its own",
        ),
        *(("network_epochs", "epochs_to_fit", "every_example_takes_part", {"fit": fit}, said) for fit, said in EPOCHS),
        *(
            ("network_first_step", "networks_to_step", "first_step_goes_downhill", {"fit": fit}, said)
            for fit, said in STEPS
        ),
        ("network_shapes", "network_shapes", "signals_arrive", {"__init__": hundredths}, "first weights are too small"),
        ("network_seeds", "network_seeds", "seeds_decide_training", {"__init__": reseeded}, "first weights must come"),
        ("network_seeds", "network_seeds", "seeds_decide_training", {"fit": unshuffled}, "order of the examples"),
        (
            "network_trained",
            "twenty_digits",
            "knows_its_examples",
            {"fit": lambda net, self, X, y, alpha, *rest: net.fit(X, y, alpha / 1000, *rest)},
            "of the 20 examples",
        ),
        (
            "network_trained",
            "twenty_digits",
            "knows_its_examples",
            {"fit": lambda net, self, X, y, alpha, *rest: net.fit(X, y, -alpha / 1000, *rest)},
            "larger instead of smaller",
        ),
        (
            "network_trained",
            "twenty_digits",
            "labels_follow_params",
            {"predict": lambda net, self, X: (np.argmax(self.forward(X), axis=1) + 1) % 10},
            "After fit, 20 of the 20 labels that predict returned are not those of the largest scores",
        ),
        (
            "network_trained",
            "twenty_digits",
            "labels_follow_params",
            {"get_params": lambda net, self: [p * np.nan for p in net.get_params()]},
            "not finite",
        ),
        (
            "network_trained",
            "twenty_digits",
            "knows_its_examples",
            {"fit": lambda net, self, *arguments: None},
            "does it change params at all",
        ),
        (
            "network_arguments",
            "network_arguments",
            "only_fit_changes_parameters",
            {"fit": lambda net, self, *arguments: None},
            "no effect",
        ),
        (
            "network_arguments",
            "network_arguments",
            "only_fit_changes_parameters",
            {"predict": nudge},
            "changed while scores",
        ),
    ],
)
def test_a_network_with_one_mistake_is_told_it(
    watch, reference, cases, laws, obeyed, probe, name, law, changes, complaint
):
    changed = {**vars(reference), "network": network(reference, **changes)}
    said = [obeyed(getattr(laws, law), case, watch(probe, case, **changed)) for case in cases(name)]
    assert any(complaint in one for one in said if one)


def test_a_network_without_gates_passes_by_itself(watch, reference, cases):
    class Alone:
        def __init__(self, sizes, activation="relu", rng=None):
            pass

        def set_params(self, params):
            self.W, self.b = params

        def forward(self, X):
            return X @ self.W + self.b

        def loss(self, X, y):
            S = self.forward(X)
            return float(np.mean(np.log(np.exp(S).sum(axis=1)) - S[np.arange(len(y)), y]))

    case = next(case for case in cases("small_networks") if case.name == "one layer")
    found = watch("network_forward", case, network=SimpleNamespace(NLayerNetwork=Alone))
    expected = watch("network_forward", case, network=reference.network)
    assert found["loss"] == pytest.approx(expected["loss"]) and found["scores"] == pytest.approx(expected["scores"])


def test_a_kept_axis_of_a_bias_gradient_is_the_business_of_one_check(watch, reference, cases, laws, obeyed):
    def keepdims(net, self, X, y):
        loss, gradients = net.loss_and_gradients(X, y)
        return loss, [g if g.ndim == 2 else g[None] for g in gradients]

    changed = {**vars(reference), "network": network(reference, loss_and_gradients=keepdims)}
    case = cases("networks")[0]
    assert watch("network_gradients", case, **changed)["db1"].shape == (3,)
    case = cases("network_shapes")[0]
    assert "db1 has the shape (1, 3)" in obeyed(laws.shapes_fit, case, watch("network_shapes", case, **changed))


@pytest.mark.parametrize(
    ("name", "threshold"), [("digits_to_learn", 0.95), ("plane_to_learn", 0.97), ("spiral_to_learn", 0.95)]
)
def test_training_clears_its_threshold(watch, reference, cases, name, threshold):
    for case in cases(name):
        labels = watch("network_trained", case, **vars(reference))["labels"]
        assert np.mean(labels == case.keep["labels"]) > threshold + 0.01


def test_labels_of_test_rows_are_kept_from_the_sandbox(cases):
    for name in ("digits_to_learn", "plane_to_learn", "spiral_to_learn", "few_digits", "noisy_spiral"):
        for case in cases(name):
            assert list(case.keep) == ["labels"] and len(case.keep["labels"]) == len(case.inputs["X_test"])
            assert not any(np.array_equal(value, case.keep["labels"]) for value in case.inputs.values())


def test_networks_need_no_random_generator_of_their_own(reference):
    one, other = (reference.network.NLayerNetwork([4, 3]).get_params() for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert "np.random.seed" not in (SOLUTION / "network.py").read_text()


@pytest.mark.parametrize(("name", "low", "high"), [("a small loss", 0.005, 0.04), ("a large loss", 2, 10)])
def test_a_step_is_looked_at_where_the_loss_is_small_and_where_it_is_large(reference, cases, name, low, high):
    [case] = [case for case in cases("networks_to_step") if case.name == name]
    inputs = case.inputs
    net = reference.network.NLayerNetwork(inputs["sizes"], inputs["activation"])
    net.set_params([inputs[key] for layer in (1, 2) for key in (f"W{layer}", f"b{layer}")])
    loss, gradients = net.loss_and_gradients(inputs["X"], inputs["y"])
    assert low < loss < high and (max(np.abs(gradient).max() for gradient in gradients) > 1) == (loss > 1)
