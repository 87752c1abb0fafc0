"""What holds for every local search: it asks about neighbours, it climbs, and it ends on a peak."""

import numpy as np

from laws.tools import unlike_rows

CLOSE = 1e-5
"""How near a point counts as the same: work in float32 is rounded, and steps are thousands of times larger."""

MANY_TIMES = 10
"""So many times more points than needed are too many to be looked at one by one."""


def ends_on_a_peak(inputs, outputs):
    """Every neighbour of the end was asked about, and none scored higher than the end does."""
    end, asked, n = outputs["w"], outputs["asked"], inputs["w0"].size
    odd = unlike_rows(outputs, (n,), "asked")
    if odd:
        return odd
    if not np.ndim(end):
        return "hill_climb returned one number, expected an array of the shape of w0."
    if np.shape(end) != np.shape(inputs["w0"]):
        return f"hill_climb returned an array of shape {np.shape(end)}, expected the shape of w0, {inputs['w0'].shape}."
    if not np.all(np.isfinite(end)):
        return "hill_climb returned an array that is not finite."
    for neighbour in _neighbours(end, inputs["step"]):
        if not np.any(np.all(np.isclose(asked, neighbour, rtol=CLOSE, atol=CLOSE), axis=1)):
            return f"The search ended before it had asked for the score of all {2 * n} neighbours of its end."
        if not _score_at(inputs, neighbour) <= _score_at(inputs, end) + 1e-9:
            return "A neighbour of the point where the search ended has a strictly better score, and steps were left."
    return None


def asks_only_neighbours(inputs, outputs):
    """Every point asked about is on the climb, or one step from it in a single coordinate."""
    odd = unlike_rows(outputs, inputs["w0"].shape, "asked")
    if odd:
        return odd
    if len(outputs["asked"]) > MANY_TIMES * _most_calls(inputs):
        return asks_no_more_than_needed(inputs, outputs)
    path = _climb(inputs)
    allowed = np.vstack([path, *(_neighbours(w, inputs["step"]) for w in path)])
    for w in outputs["asked"]:
        if not np.any(np.all(np.isclose(allowed, w, rtol=CLOSE, atol=CLOSE), axis=1)):
            return "score was asked about a point that is neither the current w nor one of its neighbours."
    return None


def asks_no_more_than_needed(inputs, outputs):
    """A climb of k moves needs k + 1 looks around; in each a neighbour is asked about twice at most, and so is w."""
    odd = unlike_rows(outputs, inputs["w0"].shape, "asked")
    if odd:
        return odd
    n, moves, asked, limit = inputs["w0"].size, int(inputs["moves"]), len(outputs["asked"]), _most_calls(inputs)
    if asked > limit:
        return (
            f"score was called {asked} times on a climb of {moves} moves in {n} coordinates; "
            f"expected at most {limit}: each w has only {2 * n} neighbours, and the search ends where none is better."
        )
    return None


def _most_calls(inputs):
    return (4 * inputs["w0"].size + 2) * (int(inputs["moves"]) + 1) + 1


def _neighbours(w, step):
    """The points one step away in a single coordinate, one a row."""
    return np.vstack([w + step * np.eye(w.size), w - step * np.eye(w.size)])


def _score_at(inputs, w):
    return -float((w - inputs["peak"]) @ inputs["A"] @ (w - inputs["peak"]))


def _climb(inputs):
    """The points of the steepest climb from w0, one a row."""
    path = [np.asarray(inputs["w0"], dtype=float)]
    for _ in range(inputs["max_steps"]):
        best = max(_neighbours(path[-1], inputs["step"]), key=lambda w: _score_at(inputs, w))
        if _score_at(inputs, best) <= _score_at(inputs, path[-1]):
            break
        path.append(best)
    return np.array(path)
