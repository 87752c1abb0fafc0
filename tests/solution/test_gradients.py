"""Q3: the lecture's gradients, in closed form and in numbers, and laws that follow every step."""

import numpy as np
import pytest
import sympy

from tests.solution.test_softmax import F, W, Y, closed_form


def g(w):
    return w[0] ** 3 * w[1] + 3 * w[0]


def test_the_gradient_of_the_three_points(reference):
    gradient = reference.gradients.softmax_loss_gradient(W, F, Y)
    assert gradient == pytest.approx([-0.000852291736, 3.999213927], rel=1e-9)
    assert gradient == pytest.approx([-0.000852292, 3.99921], rel=1e-5)


@pytest.mark.parametrize("w", [(1.0, 3.0), (-0.4, 0.3), (2.0, -1.5), (0.0, 0.0)])
def test_the_gradient_agrees_with_the_closed_form(reference, w):
    symbols, loss = closed_form()
    at = dict(zip(symbols, map(sympy.Float, w), strict=True))
    exact = [float(sympy.diff(loss, symbol).subs(at).evalf(30)) for symbol in symbols]
    assert reference.gradients.softmax_loss_gradient(np.array(w), F, Y) == pytest.approx(exact, rel=1e-11)


def test_the_lectures_simplified_gradient_with_its_denominator_put_right(reference):
    """The second component needs (1 + e^(4 w2)) and (1 + e^(2 (w1 + w2))) in its denominator, which are not printed."""
    e = np.exp
    w1, w2 = W
    a, b, c = 1 + e(2 * (w1 + w2)), 1 + e(4 * w1 + 2 * w2), 1 + e(4 * w2)
    first = -2 * (3 + 2 * e(2 * (w1 + w2)) + e(4 * w1 + 2 * w2)) / (a * b)
    rising = e(2 * w1 + 6 * w2) + e(4 * w1 + 6 * w2) + 2 * e(6 * w1 + 8 * w2)
    numerator = 2 * (-2 - e(2 * (w1 + w2)) - e(4 * w1 + 2 * w2) + rising)
    assert reference.gradients.softmax_loss_gradient(W, F, Y) == pytest.approx([first, numerator / (a * b * c)])
    assert numerator / (b * b) == pytest.approx(88114.6, rel=1e-6)


def test_finite_differences_of_the_lectures_function(reference):
    at = np.array([3.0, 4.0])
    assert reference.gradients.finite_difference(g, at, 0.1) == pytest.approx([114.64, 27], rel=1e-12)
    assert reference.gradients.finite_difference(g, at, 0.1, central=True) == pytest.approx([111.04, 27], rel=1e-12)
    assert reference.gradients.finite_difference(g, at, -0.1) == pytest.approx([107.44, 27], rel=1e-12)


def test_the_central_difference_is_off_by_h_squared_times_w2():
    w1, w2, h = sympy.symbols("w1 w2 h")
    difference = (g((w1 + h, w2)) - g((w1 - h, w2))) / (2 * h)
    assert sympy.expand(difference - sympy.diff(g((w1, w2)), w1)) == sympy.expand(h**2 * w2)


def test_finite_differences_of_a_matrix_of_whole_numbers(reference):
    w = np.arange(6).reshape(2, 3)
    slopes = reference.gradients.finite_difference(lambda w: float((w**2).sum()), w, 0.5, central=True)
    assert slopes == pytest.approx(2 * w) and w.dtype.kind == "i"


def test_the_lectures_step_goes_against_the_gradient(reference):
    assert reference.gradients.gradient_step(np.array([1, 3]), np.array([0, 4]), 0.01) == pytest.approx([1, 2.96])


def test_one_exact_step_on_the_loss(reference):
    end = reference.gradients.gradient_descent(
        lambda w: reference.gradients.softmax_loss_gradient(w, F, Y), W, alpha=0.01, steps=1
    )
    assert end == pytest.approx([1.00000852, 2.96000786], rel=1e-8)


def test_a_large_score_leaves_the_gradient_finite(reference):
    with np.errstate(all="raise", under="ignore"):
        gradient = reference.gradients.softmax_loss_gradient(np.array([1e4]), np.ones((2, 1)), np.array([1, -1]))
    assert gradient == pytest.approx([2.0])


def test_a_gradient_taken_from_the_loss_by_small_steps_is_told(watch, reference, cases):
    source = (
        "def softmax_loss_gradient(w, F, y):\n"
        "    return finite_difference(lambda w: softmax_loss(w, F, y), w, 1e-5, central=True)\n"
    )
    copycat = {**vars(reference.gradients), "softmax_loss": reference.softmax.softmax_loss}
    exec(source, copycat)
    module = type(reference)(softmax_loss_gradient=copycat["softmax_loss_gradient"])
    with pytest.raises(Exception, match="called finite_difference; expected the formula"):
        watch("softmax_gradient", cases("softmax_data")[0], gradients=module)
    assert copycat["finite_difference"] is reference.gradients.finite_difference


@pytest.fixture
def complaints(watch, instead, reference, cases, laws, obeyed):
    """What a law says, case by case, when one function of gradients.py is replaced."""

    def of(law, probe, name, **replaced):
        modules = {"gradients": instead("gradients", **replaced), "softmax": reference.softmax}
        return [obeyed(getattr(laws, law), case, watch(probe, case, **modules)) for case in cases(name)]

    return of


LAWS = [
    ("exact_for_linear_functions", "finite_difference_recorded", "linear_functions"),
    ("asks_one_step_away", "finite_difference_recorded", "linear_functions"),
    ("follows_the_gradient", "descend_recorded", "descents_to_record"),
    ("stays_without_steps", "descend_recorded", "descents_to_record"),
    ("loss_falls", "descend_loss", "lecture_descent"),
]


@pytest.mark.parametrize("law", LAWS)
def test_the_reference_obeys_the_laws_of_gradients(complaints, law):
    assert set(complaints(*law)) == {None}


@pytest.mark.parametrize(
    ("law", "measure", "complaint"),
    [
        (LAWS[0], lambda f, w, h, central: np.zeros(w.shape), "not exact for a linear function"),
        (LAWS[0], lambda f, w, h, central: np.zeros(w.size + 1), "expected that shape"),
        (LAWS[0], lambda f, w, h, central: np.full(w.shape, np.nan), "not exact"),
        (LAWS[1], lambda f, w, h, central: w * f(w + h), "differs from w in several coordinates"),
        (LAWS[1], lambda f, w, h, central: w * f(w + 1e-3 * np.eye(w.size)[0].reshape(w.shape)), "not h away"),
        (LAWS[1], lambda f, w, h, central: w * sum(f(w) for _ in range(99)), "expected at most"),
    ],
)
def test_a_finite_difference_that_looks_elsewhere_is_told(complaints, law, measure, complaint):
    for found in complaints(*law, finite_difference=measure):
        assert complaint in found


def mean_of_the_path(gradient_of, w0, alpha, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - alpha * gradient_of(path[-1]))
    return np.mean(path, axis=0)


def descend(step, calls=1):
    """A gradient_descent whose every step is ``step(w, gradient, alpha, w0)``."""

    def gradient_descent(gradient_of, w0, alpha, steps):
        w = w0.copy()
        for _ in range(steps):
            gradient, *_ = [gradient_of(w) for _ in range(calls)]
            w = step(w, gradient, alpha, w0)
        return w

    return gradient_descent


@pytest.mark.parametrize(
    ("descent", "complaint"),
    [
        (descend(lambda w, gradient, alpha, w0: w + alpha * gradient), "went up the gradient"),
        (descend(lambda w, gradient, alpha, w0: w), "did not move"),
        (descend(lambda w, gradient, alpha, w0: w - gradient), "did not lead to w - alpha * gradient"),
        (descend(lambda w, gradient, alpha, w0: w - alpha * gradient, calls=2), "expected one call a step"),
        (mean_of_the_path, "what gradient_descent returned is not where the last of them leads"),
        (lambda gradient_of, w0, alpha, steps: [gradient_of(w0 + 1) for _ in range(steps)] and w0, "did not get w0"),
        (lambda gradient_of, w0, alpha, steps: w0, "was called 0 times"),
    ],
)
def test_a_descent_that_does_not_follow_the_gradient_is_told(complaints, descent, complaint):
    *found, of_tiny_steps = complaints(*LAWS[2], gradient_descent=descent)
    assert all(complaint in one for one in found) and len(found) == 2
    assert of_tiny_steps is None or complaint in of_tiny_steps


def test_a_descent_that_ends_where_a_step_is_small_is_told(complaints):
    def gradient_descent(gradient_of, w0, alpha, steps):
        w = w0.copy()
        for _ in range(steps):
            step = alpha * gradient_of(w)
            if np.linalg.norm(step) < 1e-6:
                break
            w = w - step
        return w

    *found, of_tiny_steps = complaints(*LAWS[2], gradient_descent=gradient_descent)
    assert found == [None, None] and of_tiny_steps.startswith("gradient_of was called 1 times for 6 steps")


def test_a_descent_that_moves_without_steps_is_told(complaints):
    for found in complaints(*LAWS[3], gradient_descent=lambda gradient_of, w0, alpha, steps: w0 + 1):
        assert "steps=0" in found


def test_a_loss_that_rises_is_told_when(complaints):
    [found] = complaints(*LAWS[4], gradient_descent=descend(lambda w, gradient, alpha, w0: w + alpha * gradient))
    assert found.startswith("Before step 1 the loss is 12.0003869, after it 12.")
    with np.errstate(invalid="ignore"):
        [found] = complaints(*LAWS[4], gradient_descent=lambda gradient_of, w0, alpha, steps: w0 * np.nan)
    assert "not finite" in found
