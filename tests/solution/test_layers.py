"""Q7: every gate against PyTorch, forward and backward, and far from 0."""

import numpy as np
import pytest

GATES = {
    "SigmoidGate": lambda torch, X: torch.sigmoid(X),
    "TanhGate": lambda torch, X: torch.tanh(X),
    "ReLUGate": lambda torch, X: torch.relu(X),
    "LeakyReLUGate": lambda torch, X: torch.nn.functional.leaky_relu(X, 0.1),
}


@pytest.mark.parametrize(("n", "d", "h"), [(7, 3, 5), (1, 4, 2), (6, 5, 1)])
def test_linear_agrees_with_pytorch(reference, torch, n, d, h):
    rng = np.random.default_rng(n)
    inputs, dZ = [rng.normal(size=shape) for shape in ((n, d), (d, h), (h,))], rng.normal(size=(n, h))
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    out = leaves[0] @ leaves[1] + leaves[2]
    out.backward(torch.tensor(dZ))
    gate = reference.layers.LinearGate()
    assert np.abs(gate.forward(*inputs) - out.detach().numpy()).max() < 1e-10
    for found, leaf in zip(gate.backward(dZ), leaves, strict=True):
        assert found.shape == tuple(leaf.shape) and np.abs(found - leaf.grad.numpy()).max() < 1e-10


@pytest.mark.parametrize("name", GATES)
def test_activations_agree_with_pytorch(reference, torch, name):
    rng = np.random.default_rng(5)
    X, dZ = 3 * rng.normal(size=(6, 4)), rng.normal(size=(6, 4))
    leaf = torch.tensor(X, requires_grad=True)
    out = GATES[name](torch, leaf)
    out.backward(torch.tensor(dZ))
    gate = getattr(reference.layers, name)()
    assert np.abs(gate.forward(X) - out.detach().numpy()).max() < 1e-10
    for _ in range(2):
        assert np.abs(gate.backward(dZ)[0] - leaf.grad.numpy()).max() < 1e-10


def test_the_leaky_slope_is_the_lectures_unless_another_is_asked_for(reference):
    X = np.array([[-3.0, 2.0]])
    assert reference.layers.LeakyReLUGate().forward(X) == pytest.approx(np.array([[-0.3, 2.0]]))
    assert reference.layers.LeakyReLUGate(0.3).forward(X) == pytest.approx(np.array([[-0.9, 2.0]]))


@pytest.mark.parametrize("name", GATES)
def test_no_gate_minds_inputs_of_1e4(reference, name):
    gate = getattr(reference.layers, name)()
    with np.errstate(all="raise", under="ignore"):
        out = gate.forward(np.array([[1e4, -1e4]]))
        assert np.isfinite(out).all() and np.isfinite(gate.backward(np.ones((1, 2)))[0]).all()


def test_entries_stay_away_from_where_relu_bends(cases):
    for name in ("relu", "leaky_relu", "relu_slopes", "leaky_relu_slopes"):
        for case in cases(name):
            least = 0.02 if case.name == "close to 0" else 0.1
            assert np.abs(case.inputs["X"]).min() >= least


def test_upstream_gradients_are_never_all_alike(cases):
    for name in ("linear_shapes", "linear_slopes", "sigmoid", "tanh", "relu", "leaky_relu"):
        assert all(np.ptp(case.inputs["dZ"]) > 0.1 for case in cases(name))


def test_a_gate_may_evaluate_its_forward_again_but_not_elsewhere(watch, instead, reference, cases):
    class Again(reference.layers.TanhGate):
        def forward(self, X):
            self.X = X
            return np.tanh(X)

        def backward(self, dZ):
            return [dZ * (1 - self.forward(self.X) ** 2)]

    class Elsewhere(Again):
        def backward(self, dZ):
            return [dZ * (self.forward(self.X + 1e-6) - self.forward(self.X - 1e-6)) / 2e-6]

    case = cases("tanh")[0]
    expected = watch("activation_gate", case, layers=reference.layers)["dX"]
    assert watch("activation_gate", case, layers=instead("layers", TanhGate=Again))["dX"] == pytest.approx(expected)
    with pytest.raises(Exception, match="as a finite difference does"):
        watch("activation_gate", case, layers=instead("layers", TanhGate=Elsewhere))


def test_what_two_live_gates_remember_is_their_own(watch, instead, reference, cases):
    class OnTheClass(reference.layers.TanhGate):
        def forward(self, X):
            OnTheClass.output = np.tanh(X)
            return OnTheClass.output

    case = next(case for case in cases("gates_side_by_side") if case.name == "TanhGate")
    right = watch("gates_side_by_side", case, layers=reference.layers)
    wrong = watch("gates_side_by_side", case, layers=instead("layers", TanhGate=OnTheClass))
    assert np.abs(wrong["dX_of_the_first_gate"] - right["dX_of_the_first_gate"]).max() > 0.01
    assert np.array_equal(wrong["dX_of_the_second_gate"], right["dX_of_the_second_gate"])


def test_the_reference_leaves_its_arguments_alone(watch, reference, cases, laws, obeyed):
    for case in cases("gate_arguments"):
        outputs = watch("gate_arguments", case, layers=reference.layers)
        assert obeyed(laws.arguments_unchanged, case, outputs) is None
        assert obeyed(laws.does_its_work, case, outputs) is None


@pytest.mark.parametrize(
    ("forward", "law", "complaint"),
    [
        (lambda self, X: np.maximum(X, 0, out=X), "arguments_unchanged", "X"),
        (lambda self, X: X, "does_its_work", "no effect"),
        (lambda self, X: X / 0, "does_its_work", "not finite"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_gate_that_changes_its_input_or_does_nothing_is_seen(
    watch, instead, reference, cases, laws, obeyed, forward, law, complaint
):
    gate = type("ReLUGate", (reference.layers.ReLUGate,), {"forward": forward, "backward": lambda self, dZ: [2 * dZ]})
    case = next(case for case in cases("gate_arguments") if case.name == "ReLUGate")
    outputs = watch("gate_arguments", case, layers=instead("layers", ReLUGate=gate))
    assert complaint in obeyed(getattr(laws, law), case, outputs)
