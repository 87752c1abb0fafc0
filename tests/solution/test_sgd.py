"""Q5: batches are a partition in random order, descent is its recorded steps,
and laws that see what accuracy cannot.
"""

import numpy as np
import pytest


def in_order(n, batch_size, rng):
    return [np.arange(start, min(start + batch_size, n)) for start in range(0, n, batch_size)]


def without_the_rest(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size)]


def with_replacement(n, batch_size, rng):
    return [rng.integers(0, n, min(batch_size, n - start)) for start in range(0, n, batch_size)]


def from_a_seed_of_its_own(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def from_the_global_generator(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def turned(n, batch_size, rng):
    order = np.roll(np.arange(n), rng.integers(n))
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def descent(step=lambda w, g, alpha: w - alpha * g, batches=None, shuffle=lambda X, y, rows: (X[rows], y[rows])):
    """A descent with one idea replaced."""

    def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
        w = np.array(w0, dtype=float)
        for _ in range(epochs):
            order = rng.permutation(len(X))
            for rows in batches(order) if batches else np.split(order, range(batch_size, len(X), batch_size)):
                w = step(w, gradient_of(w, *shuffle(X, y, rows)), alpha)
        return w

    return sgd


@pytest.mark.parametrize(
    ("generator", "complaint"),
    [
        (lambda rng: np.random.default_rng(0), "different seeds; the batches must come from rng"),
        (lambda rng: np.random.default_rng(), "two generators of the same seed"),
    ],
)
def test_a_descent_with_a_generator_of_its_own_is_seen(
    watch, instead, reference, cases, laws, obeyed, generator, complaint
):
    [case] = cases("descent_seeds")
    assert obeyed(laws.seeds_decide_descent, case, watch("sgd_by_seed", case, sgd=reference.sgd)) is None
    changed = instead("sgd", sgd=lambda *arguments: reference.sgd.sgd(*arguments[:-1], generator(arguments[-1])))
    assert complaint in obeyed(laws.seeds_decide_descent, case, watch("sgd_by_seed", case, sgd=changed))


def test_the_reference_obeys_every_law_of_an_epoch(watch, reference, cases, laws, obeyed):
    for case in cases("batch_sizes"):
        outputs = watch("batches", case, sgd=reference.sgd)
        assert obeyed(laws.batches_have_their_size, case, outputs) is None
        assert obeyed(laws.every_row_once, case, outputs) is None
    for case in cases("many_epochs"):
        assert obeyed(laws.places_are_uniform, case, watch("epochs_in_a_row", case, sgd=reference.sgd)) is None
    [case] = cases("epoch_seeds")
    assert obeyed(laws.seeds_decide_epochs, case, watch("epochs_by_seed", case, sgd=reference.sgd)) is None


class Sequence:
    """A sequence by Python's older protocol."""

    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, place):
        return self.items[place]


@pytest.mark.parametrize("as_given", [list, lambda batches: (batch.tolist() for batch in batches), tuple, Sequence])
def test_batches_may_come_as_any_sequence(watch, instead, reference, cases, laws, obeyed, as_given):
    changed = instead("sgd", minibatches=lambda n, b, rng: as_given(reference.sgd.minibatches(n, b, rng)))
    for case in cases("batch_sizes"):
        assert obeyed(laws.every_row_once, case, watch("batches", case, sgd=changed)) is None


@pytest.mark.parametrize(
    ("minibatches", "law", "complaint"),
    [
        (without_the_rest, "batches_have_their_size", "the sizes [4, 4], expected [4, 4, 2]"),
        (without_the_rest, "every_row_once", "missing from an epoch"),
        (with_replacement, "every_row_once", "times in one epoch"),
        (lambda n, b, rng: [rng.permutation(n) + 1], "every_row_once", "not one of 0..9"),
        (lambda n, b, rng: [], "batches_have_their_size", "the sizes [], expected"),
    ],
)
def test_an_epoch_that_is_no_partition_is_told_why(watch, instead, cases, laws, obeyed, minibatches, law, complaint):
    case = cases("batch_sizes")[0]
    outputs = watch("batches", case, sgd=instead("sgd", minibatches=minibatches))
    assert complaint in obeyed(getattr(laws, law), case, outputs)


@pytest.mark.parametrize(
    ("minibatches", "complaint"),
    [(in_order, "row 0 came at place 0 2000 times"), (turned, "had only 6 different orders")],
)
def test_an_order_that_is_not_random_is_seen(watch, instead, cases, laws, obeyed, minibatches, complaint):
    case = cases("many_epochs")[0]
    outputs = watch("epochs_in_a_row", case, sgd=instead("sgd", minibatches=minibatches))
    assert complaint in obeyed(laws.places_are_uniform, case, outputs)


@pytest.mark.parametrize(
    ("minibatches", "complaint"),
    [
        (from_a_seed_of_its_own, "different seeds gave the same batches"),
        (from_the_global_generator, "same seed gave different batches"),
        (
            lambda n, b, rng: np.random.seed(int(rng.integers(10**6))) or from_the_global_generator(n, b, rng),
            "global generator",
        ),
    ],
)
def test_randomness_from_elsewhere_is_seen(watch, instead, cases, laws, obeyed, minibatches, complaint):
    [case] = cases("epoch_seeds")
    outputs = watch("epochs_by_seed", case, sgd=instead("sgd", minibatches=minibatches))
    assert complaint in obeyed(laws.seeds_decide_epochs, case, outputs)


def test_a_batch_that_is_no_list_of_row_numbers_is_refused(watch, instead, cases):
    changed = instead("sgd", minibatches=lambda n, b, rng: [np.zeros((2, 2))])
    with pytest.raises(Exception, match="expected a 1-D array of whole row numbers"):
        watch("batches", cases("batch_sizes")[0], sgd=changed)


def test_the_reference_follows_its_gradients(watch, reference, cases, laws, obeyed):
    names = ("steps_follow_gradients", "each_epoch_is_complete", "examples_keep_their_labels", "epochs_differ")
    for case in cases("descents"):
        outputs = watch("sgd_recorded", case, sgd=reference.sgd)
        assert [obeyed(getattr(laws, name), case, outputs) for name in names] == [None] * len(names)


@pytest.mark.parametrize(
    ("sgd", "law", "complaint"),
    [
        (descent(step=lambda w, g, alpha: w + alpha * g), "steps_follow_gradients", "yours is -1 times that"),
        (descent(step=lambda w, g, alpha: w - alpha * g / 4), "steps_follow_gradients", "yours is 0.25 times that"),
        (descent(step=lambda w, g, alpha: w - alpha * g * np.arange(4)), "steps_follow_gradients", "does not subtract"),
        (descent(step=lambda w, g, alpha: w), "steps_follow_gradients", "the next call got the same w"),
        (descent(batches=lambda order: [order] * 3), "each_epoch_is_complete", "the sizes [11, 11, 11"),
        (descent(batches=lambda order: [order[:4], order[4:8], order[:3]]), "each_epoch_is_complete", "comes 2 times"),
        (
            descent(shuffle=lambda X, y, rows: (X[rows], y[: len(rows)])),
            "examples_keep_their_labels",
            "label of another row",
        ),
        (descent(shuffle=lambda X, y, rows: (X[rows] + 0.3, y[rows])), "examples_keep_their_labels", "not a row of X"),
        (lambda gradient_of, w0, *rest: w0, "steps_follow_gradients", "never called"),
    ],
)
def test_a_descent_with_one_mistake_is_told_it(watch, instead, cases, laws, obeyed, sgd, law, complaint):
    case = cases("descents")[0]
    assert complaint in obeyed(getattr(laws, law), case, watch("sgd_recorded", case, sgd=instead("sgd", sgd=sgd)))


def test_epochs_that_repeat_one_order_are_seen(watch, instead, cases, laws, obeyed):
    def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            for rows in in_order(len(X), batch_size, rng):
                w0 = w0 - alpha * gradient_of(w0, X[rows], y[rows])
        return w0

    case = cases("descents")[0]
    outputs = watch("sgd_recorded", case, sgd=instead("sgd", sgd=sgd))
    assert "same order" in obeyed(laws.epochs_differ, case, outputs)


def test_a_row_without_its_axis_is_seen_where_batches_hold_one(watch, instead, cases, laws, obeyed):
    def squeezed(X, y, rows):
        return (X[rows], y[rows]) if len(rows) > 1 else (X[rows[0]], y[rows])

    case = cases("descents")[1]
    outputs = watch("sgd_recorded", case, sgd=instead("sgd", sgd=descent(shuffle=squeezed)))
    assert "for k = 1 too" in obeyed(laws.each_epoch_is_complete, case, outputs)
    assert obeyed(laws.steps_follow_gradients, case, outputs) is None


def test_weights_changed_in_place_cost_only_the_check_of_arguments(watch, instead, cases, laws, obeyed):
    def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            order = rng.permutation(len(X))
            for rows in np.split(order, range(batch_size, len(X), batch_size)):
                w0 -= alpha * gradient_of(w0, X[rows], y[rows])

    changed = instead("sgd", sgd=sgd)
    for case in cases("descents"):
        assert obeyed(laws.steps_follow_gradients, case, watch("sgd_recorded", case, sgd=changed)) is None
    [case] = cases("sgd_arguments")
    outputs = watch("sgd_arguments", case, sgd=changed)
    assert "w0" in obeyed(laws.arguments_unchanged, case, outputs)
    assert obeyed(laws.does_its_work, case, outputs) is None


def test_a_descent_that_does_nothing_does_not_pass_for_careful(watch, instead, cases, laws, obeyed):
    [case] = cases("sgd_arguments")
    outputs = watch("sgd_arguments", case, sgd=instead("sgd", sgd=lambda gradient_of, w0, *rest: w0))
    assert "no effect" in obeyed(laws.does_its_work, case, outputs)


def test_descent_reaches_the_mean_of_the_data(reference):
    X = np.random.default_rng(3).normal(size=(50, 4))
    end = reference.sgd.sgd(
        lambda w, X, y: w - X.mean(axis=0), np.zeros(4), X, np.zeros(50), 0.01, 10, 400, np.random.default_rng(0)
    )
    assert end == pytest.approx(X.mean(axis=0), abs=0.02)


def test_labels_that_come_as_a_column_are_seen(watch, instead, cases):
    def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
        return w0 - alpha * gradient_of(w0, X, y[:, None])

    with pytest.raises(Exception, match=r"gradient_of was handed a y_batch of shape \(11, 1\), expected \(11,\)"):
        watch("sgd_recorded", cases("descents")[0], sgd=instead("sgd", sgd=sgd))
