"""Q1: the lecture's plateau, and laws that tell a climb from a stroll."""

import numpy as np
import pytest

from tests.support.counting import calls_counted

F = np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]])
Y = np.array([1, 1, -1])


def test_two_of_the_three_points_are_right_at_the_lectures_weights(reference):
    w = np.array([1.0, 3.0])
    assert reference.search.predict(w, F).tolist() == [1, -1, -1]
    assert reference.search.zero_one_accuracy(w, F, Y) == pytest.approx(2 / 3)
    assert reference.search.zero_one_loss(w, F, Y) == pytest.approx(1 / 3)


def test_the_three_points_can_be_separated(reference):
    assert reference.search.zero_one_accuracy(np.array([1.0, -0.5]), F, Y) == 1


def test_a_score_of_zero_is_labelled_plus_one(reference):
    assert reference.search.zero_one_accuracy(np.zeros(2), F, Y) == pytest.approx(2 / 3)


def test_small_steps_stay_on_the_plateau_and_large_ones_leave_it(reference):
    def accuracy(w):
        return reference.search.zero_one_accuracy(w, F, Y)

    start = np.array([1.0, 3.0])
    assert reference.search.hill_climb(accuracy, start, 0.1, 50).tolist() == [1, 3]
    assert reference.search.hill_climb(accuracy, start, 3.5, 50).tolist() == [1, -0.5]


def test_climbing_on_minus_the_loss_moves_where_accuracy_is_flat(reference):
    def score(w):
        return -reference.softmax.softmax_loss(w, F, Y)

    assert reference.search.hill_climb(score, np.array([1, 3]), 0.1, 10) == pytest.approx([1, 2])


def test_no_steps_lead_nowhere_and_give_a_new_array(reference):
    start = np.array([1.0, 3.0])
    end = reference.search.hill_climb(np.sum, start, 1.0, 0)
    assert end.tolist() == start.tolist() and end is not start


@pytest.fixture
def complaints(watch, instead, cases, laws, obeyed):
    """What the three laws of climbing say about a hill_climb, case by case."""

    def of(hill_climb, law):
        changed = instead("search", hill_climb=hill_climb) if hill_climb else instead("search")
        return [
            obeyed(getattr(laws, law), case, watch("climb_bowl_recorded", case, search=changed))
            for case in cases("peaks_to_record")
        ]

    return of


@pytest.mark.parametrize("law", ["ends_on_a_peak", "asks_only_neighbours", "asks_no_more_than_needed"])
def test_the_reference_obeys_the_laws_of_climbing(complaints, law):
    assert complaints(None, law) == [None, None, None]


def by_best_of_all(score, w0, step, max_steps):
    """Asks for the scores of all neighbours, of the best once more, and of w."""
    w = np.array(w0, dtype=float)
    for _ in range(max_steps):
        best = max([w + step * e for e in [*np.eye(w.size), *-np.eye(w.size)]], key=score)
        if score(best) <= score(w):
            break
        w = best
    return w


def by_pairs(score, w0, step, max_steps):
    """Compares every neighbour with the best so far, and asks for both scores each time."""
    w = np.array(w0, dtype=float)
    for _ in range(max_steps):
        best = w
        for e in [*np.eye(w.size), *-np.eye(w.size)]:
            if score(w + step * e) > score(best):
                best = w + step * e
        if best is w:
            break
        w = best
    return w


@pytest.mark.parametrize("law", ["ends_on_a_peak", "asks_only_neighbours", "asks_no_more_than_needed"])
@pytest.mark.parametrize("hill_climb", [by_best_of_all, by_pairs])
def test_a_climb_may_ask_for_a_score_again(complaints, hill_climb, law):
    assert complaints(hill_climb, law) == [None, None, None]


def test_a_climb_that_never_looks_around_does_not_end_on_a_peak(complaints):
    for complaint in complaints(lambda score, w0, step, max_steps: w0, "ends_on_a_peak"):
        assert "before it had asked for the score of all" in complaint


def test_a_climb_that_stops_early_is_told_of_the_better_neighbour(complaints):
    def glance(score, w0, step, max_steps):
        for e in [*np.eye(w0.size), *-np.eye(w0.size)]:
            score(w0 + step * e)
        return w0

    found = complaints(glance, "ends_on_a_peak")
    assert "strictly better score" in found[0] and "strictly better score" in found[1]
    assert found[2] is None


def test_an_answer_of_the_wrong_shape_or_not_a_number_is_a_complaint(complaints):
    assert "shape" in complaints(lambda score, w0, step, max_steps: np.zeros(7), "ends_on_a_peak")[0]
    assert "not finite" in complaints(lambda score, w0, step, max_steps: w0 * np.nan, "ends_on_a_peak")[0]


def test_neighbours_that_are_never_undone_are_noticed(complaints):
    def drift(score, w0, step, max_steps):
        w = w0.copy()
        for i in range(w.size):
            w[i] += step
            score(w)
        return w0

    for complaint in complaints(drift, "asks_only_neighbours"):
        assert "neither the current w nor one of its neighbours" in complaint


def test_a_climb_that_keeps_scanning_the_plateau_is_noticed(complaints):
    def scan(score, w0, step, max_steps):
        for _ in range(max_steps):
            for e in [*np.eye(w0.size), *-np.eye(w0.size)]:
                score(w0 + step * e)
        return w0

    assert "expected at most" in complaints(scan, "asks_no_more_than_needed")[2]


def test_a_record_of_very_many_points_is_not_looked_at_point_by_point(laws, cases):
    [case, *_] = cases("peaks_to_record")
    asked = np.tile(case.inputs["w0"], (500_000, 1))
    with calls_counted() as calls:
        said = laws.asks_only_neighbours({**case.inputs, **case.keep}, {"asked": asked})
    assert said.startswith("score was called 500000 times") and calls.count < 10_000


def test_an_argument_that_does_not_come_back_is_named(laws):
    inputs = {"w": np.ones(3), "step": 0.5, "W1": np.eye(2)}
    assert laws.arguments_unchanged(inputs, {"w": np.ones(3)}) is None
    assert laws.arguments_unchanged(inputs, {}) == "What became of the argument w did not come back."


def test_a_changed_argument_is_named(laws):
    inputs = {"w": np.ones(3), "F": np.eye(3)}
    assert laws.arguments_unchanged(inputs, {"w": np.ones(3), "F": np.eye(3)}) is None
    assert "argument w was changed" in laws.arguments_unchanged(inputs, {"w": np.zeros(3), "F": np.eye(3)})


def test_a_climb_goes_up_and_down_and_starts_where_an_earlier_one_did(cases):
    climbs = {case.name: case.inputs for case in cases("peaks_to_climb")}
    ways = climbs["enough steps"]["peak"] - climbs["enough steps"]["w0"]
    assert ways.min() < 0 < ways.max()
    first, last = climbs["few steps, last coordinate steepest"], climbs["another score, from the first start"]
    assert np.array_equal(first["w0"], last["w0"]) and not np.allclose(first["peak"], last["peak"])
