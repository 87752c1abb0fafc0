"""Q2: the lecture's loss, in closed form and in numbers, and laws that know a probability when they see one."""

import math

import numpy as np
import pytest
import sympy

F = np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]])
Y = np.array([1, 1, -1])
W = np.array([1.0, 3.0])


def closed_form():
    """Minus the log likelihood of the lecture's three points, as printed on its slides (with every minus sign)."""
    w1, w2 = sympy.symbols("w1 w2")

    def probability(z):
        return sympy.exp(z) / (sympy.exp(z) + sympy.exp(-z))

    return (w1, w2), -sum(sympy.log(probability(z)) for z in (2 * w1 + w2, -2 * w2, w1 + w2))


def test_the_loss_of_the_three_points(reference):
    assert reference.softmax.softmax_loss(W, F, Y) == pytest.approx(12.000386949465591, rel=1e-14)
    assert reference.softmax.log_likelihood(W, F, Y) == -reference.softmax.softmax_loss(W, F, Y)


def test_each_points_share_of_the_loss(reference):
    shares = [reference.softmax.softmax_loss(W, F[[i]], Y[[i]]) for i in range(3)]
    assert shares == pytest.approx([4.53989e-5, 12.00000614, 3.35406e-4], rel=1e-5)


@pytest.mark.parametrize("w", [(1.0, 3.0), (-0.4, 0.3), (2.0, -1.5), (0.0, 0.0)])
def test_the_loss_agrees_with_the_closed_form(reference, w):
    symbols, loss = closed_form()
    exact = float(loss.subs(dict(zip(symbols, map(sympy.Float, w), strict=True))).evalf(30))
    assert reference.softmax.softmax_loss(np.array(w), F, Y) == pytest.approx(exact, rel=1e-12)


def test_the_probability_is_the_sigmoid_of_twice_the_score(reference):
    z = np.linspace(-5, 5, 21)
    assert reference.softmax.softmax_probability(z) == pytest.approx(1 / (1 + np.exp(-2 * z)), rel=1e-13)
    assert float(reference.softmax.softmax_probability(0.5)) == pytest.approx(math.exp(0.5) / (2 * math.cosh(0.5)))


def test_separable_points_have_no_smallest_loss(reference):
    """The loss goes on falling along [1, -0.5]: there is no minimiser to ask for."""
    losses = [reference.softmax.softmax_loss(scale * np.array([1, -0.5]), F, Y) for scale in (1, 10, 100, 1000)]
    assert losses == sorted(losses, reverse=True) and losses[-1] < 1e-300


@pytest.mark.parametrize("z", [20.0, 355.0, 400.0, 1e4])
def test_scores_of_any_size_give_finite_losses(reference, z):
    one = np.ones((1, 1))
    with np.errstate(all="raise", under="ignore"):
        assert reference.softmax.softmax_loss(np.array([z]), one, np.array([-1])) == pytest.approx(2 * z)
        assert reference.softmax.softmax_loss(np.array([z]), one, np.array([1])) < 1e-17
        assert reference.softmax.softmax_probability(np.array([-z, z])) == pytest.approx([0, 1], abs=1e-17)


def test_the_reference_is_a_probability(watch, reference, cases, laws, obeyed):
    [case] = cases("sorted_scores")
    outputs = watch("probability_both_ways", case, softmax=reference.softmax)
    assert obeyed(laws.is_a_probability, case, outputs) is None


@pytest.mark.parametrize(
    ("probability", "complaint"),
    [
        (lambda z: np.zeros(3), "expected the same shape"),
        (lambda z: z, "lies from 0 to 1"),
        (lambda z: 0.4 + 0 * z, "expected 1"),
        (lambda z: 0.5 + 0 * z, "should be more probable"),
        (lambda z: 1 / (1 + np.exp(2 * z)), "should be more probable"),
        (lambda z: z * np.nan, "lies from 0 to 1"),
        (lambda z: np.where(z == 0, 1.0, 1 / (1 + np.exp(-z))), "expected 1"),
    ],
)
def test_what_is_no_probability_is_told_why(watch, instead, cases, laws, obeyed, probability, complaint):
    [case] = cases("sorted_scores")
    outputs = watch("probability_both_ways", case, softmax=instead("softmax", softmax_probability=probability))
    assert complaint in obeyed(laws.is_a_probability, case, outputs)


def test_the_reference_keeps_its_loss_when_everything_is_negated(watch, reference, cases, laws, obeyed):
    for case in cases("binary_data"):
        outputs = watch("loss_both_ways", case, softmax=reference.softmax)
        assert obeyed(laws.loss_keeps_when_flipped, case, outputs) is None


@pytest.mark.parametrize(
    ("loss", "complaint"),
    [
        (lambda w, F, y: float(np.logaddexp(0, -2 * F @ w).sum()), "did not change when every label was negated"),
        (lambda w, F, y: float(np.logaddexp(0, -2 * y).sum() + np.logaddexp(0, F @ w).sum()), "expected no change"),
        (lambda w, F, y: -1.0, "not above 0"),
        (lambda w, F, y: 3.0, "did not change"),
        (lambda w, F, y: F @ w, "a single number"),
    ],
)
def test_a_loss_that_breaks_the_symmetry_is_told_how(watch, instead, cases, laws, obeyed, loss, complaint):
    case = cases("binary_data")[0]
    outputs = watch("loss_both_ways", case, softmax=instead("softmax", softmax_loss=loss))
    assert complaint in obeyed(laws.loss_keeps_when_flipped, case, outputs)
