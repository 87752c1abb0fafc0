"""Q6: softmax and its loss against PyTorch and the lecture's two classes,
and laws that know probabilities and slopes.
"""

from types import SimpleNamespace

import numpy as np
import pytest


def scores(seed, n, classes, scale=2.0):
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=(n, classes)), rng.integers(0, classes, n)


@pytest.mark.parametrize(("n", "classes", "dloss"), [(5, 3, 1.0), (3, 8, -2.5), (1, 4, 0.3)])
def test_loss_and_gradient_agree_with_pytorch(reference, torch, n, classes, dloss):
    S, y = scores(n, n, classes)
    gate = reference.softmax.SoftmaxLossGate()
    leaf = torch.tensor(S, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(leaf, torch.tensor(y))
    (dloss * loss).backward()
    assert gate.forward(S, y) == pytest.approx(loss.item(), rel=1e-12)
    [dS] = gate.backward(dloss)
    assert np.abs(dS - leaf.grad.numpy()).max() < 1e-12
    assert np.abs(reference.softmax.softmax(S) - torch.softmax(torch.tensor(S), 1).numpy()).max() < 1e-12


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_equal_scores_cost_log_c(reference, classes):
    loss = reference.softmax.SoftmaxLossGate().forward(np.full((4, classes), 3.0), np.arange(4) % classes)
    assert loss == pytest.approx(np.log(classes), rel=1e-14)


def test_two_classes_are_the_lectures_softmax(reference):
    z = np.linspace(-6, 6, 13)
    P = reference.softmax.softmax(np.column_stack([z, -z]))
    assert P[:, 0] == pytest.approx(reference.softmax.softmax_probability(z), rel=1e-12)


def test_rows_far_apart_and_scores_of_1e4_stay_finite(reference, cases):
    for case in cases("huge_scores"):
        with np.errstate(all="raise", under="ignore"):
            gate = reference.softmax.SoftmaxLossGate()
            assert np.isfinite(gate.forward(case.inputs["S"], case.inputs["y"]))
            assert np.isfinite(gate.backward()[0]).all()


def test_the_reference_obeys_every_law(watch, reference, cases, laws, obeyed):
    for case in cases("random_scores"):
        outputs = watch("class_probabilities", case, softmax=reference.softmax)
        assert obeyed(laws.rows_are_probabilities, case, outputs) is None
        assert obeyed(laws.larger_scores_are_likelier, case, outputs) is None
    for case in cases("equal_scores"):
        outputs = watch("class_loss_gate_by_default", case, softmax=reference.softmax)
        assert obeyed(laws.slopes_balance, case, outputs) is None


def test_huge_scores_are_numbers_of_single_precision_and_their_slopes_are_right(watch, reference, cases):
    for case in cases("huge_scores"):
        S, y, dloss = (case.inputs[name] for name in ("S", "y", "dloss"))
        assert np.array_equal(S, S.astype(np.float32))
        P = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
        P[np.arange(len(y)), y] -= 1
        found = watch("class_loss_gate", case, softmax=reference.softmax)["dS"]
        assert found == pytest.approx(dloss * P / len(y), abs=1e-12)


def softmax_over(axis):
    def softmax(S):
        E = np.exp(S)
        return E / E.sum(axis=axis, keepdims=True)

    return softmax


@pytest.mark.parametrize(
    ("softmax", "law", "complaint"),
    [
        (softmax_over(0), "rows_are_probabilities", "adds up to"),
        (
            lambda S: np.exp(S) / np.linalg.norm(np.exp(S), axis=1, keepdims=True),
            "rows_are_probabilities",
            "adds up to",
        ),
        (lambda S: S, "rows_are_probabilities", "not between 0 and 1"),
        (lambda S: S * np.nan, "rows_are_probabilities", "not between 0 and 1"),
        (lambda S: softmax_over(1)(S)[0], "rows_are_probabilities", "has the shape (3,), expected (5, 3)"),
        (lambda S: np.full(S.shape, 1 / 3), "larger_scores_are_likelier", "different scores different ones"),
        (lambda S: softmax_over(1)(-S), "larger_scores_are_likelier", "smaller probability"),
    ],
)
def test_what_is_no_probability_is_told_why(watch, instead, cases, laws, obeyed, softmax, law, complaint):
    case = cases("random_scores")[0]
    outputs = watch("class_probabilities", case, softmax=instead("softmax", softmax=softmax))
    assert complaint in obeyed(getattr(laws, law), case, outputs)


@pytest.mark.parametrize(
    ("change", "law", "complaint"),
    [
        (lambda dS, gate: dS + 1 / dS.size, "slopes_balance", "adds up to"),
        (lambda dS, gate: -dS, "slopes_balance", "negative for the true class"),
        (lambda dS, gate: dS.T, "slopes_balance", "dS has the shape"),
        (lambda dS, gate: 0 * dS, "slopes_balance", "negative for the true class"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_slope_out_of_balance_is_told_why(watch, reference, cases, laws, obeyed, change, law, complaint):
    class Gate(reference.softmax.SoftmaxLossGate):
        def backward(self, dloss=1.0):
            return [change(super().backward(dloss)[0], self)]

    case = cases("losses")[0]
    changed = SimpleNamespace(**{**vars(reference.softmax), "SoftmaxLossGate": Gate})
    outputs = watch("class_loss_gate", case, softmax=changed)
    assert complaint in obeyed(getattr(laws, law), case, outputs)


def test_labels_may_be_of_any_integer_type(watch, reference, cases):
    case = next(case for case in cases("losses") if case.inputs["y"].dtype == np.uint8)
    assert np.isfinite(watch("class_loss_gate", case, softmax=reference.softmax)["loss"])


def test_a_gradient_may_come_without_its_list(watch, instead, reference, cases):
    class Gate(reference.softmax.SoftmaxLossGate):
        def backward(self, dloss=1.0):
            return super().backward(dloss)[0]

    case = cases("losses")[0]
    plain = watch("class_loss_gate", case, softmax=reference.softmax)
    assert np.array_equal(
        watch("class_loss_gate", case, softmax=instead("softmax", SoftmaxLossGate=Gate))["dS"], plain["dS"]
    )
