"""What holds for dropout whatever it drew. Statistics are allowed six standard deviations."""

import numpy as np

from laws.tools import TOLERANCE, alike, unlike_shape

SIGMAS = 6


def kept_or_dropped(inputs, outputs):
    """Every entry is 0 or x / (1 - p), the share of zeros is p, and so the mean is kept."""
    X, out, p = inputs["X"], outputs["out"], inputs["p"]
    if out.shape != X.shape:
        return unlike_shape("The output", out.shape, X.shape)
    dropped = out == 0
    ratio = out[~dropped] / X[~dropped]
    complaint = all_or_nothing(X, out) or share_of_zeros(dropped, p)
    if complaint:
        return complaint
    if np.ptp(ratio) > TOLERANCE * np.max(np.abs(ratio)):
        return "What is kept is not the input times one number."
    if not np.allclose(ratio, 1 / (1 - p), rtol=TOLERANCE, atol=0):
        return (
            f"What is kept is multiplied by {np.median(ratio):.4g}, expected {1 / (1 - p):.4g}, "
            "so that on average the next layer sees what it would have seen."
        )
    return None


def no_pattern(inputs, outputs):
    """Rows, columns and neighbours are dropped independently of each other."""
    X, out = inputs["X"], outputs["out"]
    if out.shape != X.shape:
        return unlike_shape("The output", out.shape, X.shape)
    complaint = all_or_nothing(X, out)
    if complaint:
        return complaint
    dropped = (out == 0).astype(float)
    share = dropped.mean()
    axes = {"row": 1, "column": 0}
    spread = {name: beyond_chance(dropped.mean(axis=axis), share, dropped.shape[axis]) for name, axis in axes.items()}
    for name, sigmas in spread.items():
        if sigmas > SIGMAS:
            return f"Some {name}s lose far more entries than others; each entry is to be dropped on its own."
    for name, axis in axes.items():
        if repeats(dropped - share, axis):
            return f"Entries beside each other in a {name} are not dropped independently; each is to be dropped on its own."
    for name, sigmas in spread.items():
        if sigmas < -SIGMAS:
            return f"All {name}s lose nearly as many entries, which chance would not do; each entry is to be dropped on its own."
    return None


def nothing_happens(inputs, outputs):
    """At test, and with p = 0, forward gives X and backward the upstream gradient; in training something is dropped."""
    X, dout = inputs["X"], inputs["dout"]
    complaint = all_or_nothing(X, outputs["training"])
    if complaint:
        return f"{complaint[:-1]}; forward(X) without train is in training."
    for name, expected, said in (
        ("at_test", X, "forward with train=False must return X as it is"),
        ("dX_at_test", dout, "backward after forward with train=False must return dout as it is"),
        ("never", X, "forward with p = 0 must return X as it is"),
        ("dX_of_never", dout, "backward with p = 0 must return dout as it is"),
    ):
        if not alike(outputs[name], expected):
            return f"{said}; {difference(outputs[name], expected)}."
    return None


def same_mask_backward(inputs, outputs):
    """Backward multiplies by what the latest forward multiplied by, however often it is asked."""
    dout = inputs["dout"]
    for name, X, out, said in (
        ("dX_first", inputs["X"], outputs["first"], "backward"),
        ("dX_second", inputs["other"], outputs["second"], "backward after a second forward"),
        ("dX_again", inputs["other"], outputs["second"], "backward asked again"),
    ):
        dX = outputs[name]
        if out.shape != X.shape or dX.shape != X.shape:
            return (
                f"{said} gave an array of shape {dX.shape} and forward one of {out.shape}, expected {X.shape} for both."
            )
        complaint = all_or_nothing(X, out)
        if complaint:
            return complaint
        complaint = another_mask(dX, out)
        if complaint:
            return f"{said} {complaint}."
        if not alike(dX, dout * out / X):
            kept = out != 0
            times, forward = dX[kept] / dout[kept], np.median(out[kept] / X[kept])
            if np.ptp(times) > TOLERANCE * np.max(np.abs(times)):
                return (
                    f"{said} does not multiply what it is given by one number where an entry is kept, as forward does."
                )
            return f"{said} multiplies what is kept by {np.median(times):.4g}, the latest forward by {forward:.4g}; expected the same."
    return None


def another_mask(dX, out):
    """How the places where dX is 0 differ from those where the output is 0; None when they are the same."""
    let_through, held_back = np.any((dX != 0) & (out == 0)), np.any((dX == 0) & (out != 0))
    if let_through and held_back:
        return "is 0 at other places than the output of the latest forward"
    if let_through:
        return "is not 0 where the latest forward dropped an entry"
    if held_back:
        return "is 0 where the latest forward kept an entry, not only where it dropped one"
    return None


def fresh_masks(inputs, outputs):
    """Every forward draws anew, and from the gate's generator alone."""
    first, second, twin, stranger = (outputs[name] for name in ("first", "second", "twin", "stranger"))
    complaint = all_or_nothing(inputs["X"], first)
    if complaint:
        return complaint
    if not np.array_equal(first, twin):
        return "Two gates whose generators have equal seeds dropped different entries; draw from rng alone."
    if np.array_equal(first == 0, stranger == 0):
        return "Gates whose generators have different seeds dropped the same entries; draw from rng."
    if np.array_equal(first == 0, second == 0):
        return "Two forwards of one gate dropped the same entries; each forward draws a new mask."
    if len(np.unique(outputs["numbers"])) < 2:
        return (
            f"Of {outputs['numbers'].size} forwards each dropped exactly as many of {first.size} entries as the others; where "
            "each entry is dropped on its own, the number varies."
        )
    return None


def all_or_nothing(X, out):
    """What is to be said of an output in training in which everything is 0, or nothing is."""
    if out.shape != X.shape:
        return unlike_shape("The output", out.shape, X.shape)
    if np.all(out == 0):
        return "In training everything was dropped."
    if np.all(out != 0):
        return (
            "In training nothing was dropped."
            if alike(out, X)
            else "In training no entry became 0; what is dropped is 0."
        )
    return None


def share_of_zeros(dropped, p):
    share, allowed = dropped.mean(), SIGMAS * np.sqrt(p * (1 - p) / dropped.size)
    if abs(share - p) <= allowed:
        return None
    kept = " That is the share to keep: p is the probability of dropping." if abs(share - (1 - p)) <= allowed else ""
    return f"With p = {p}, {share:.3f} of {dropped.size} entries were dropped, expected {p} within {allowed:.3f}.{kept}"


def beyond_chance(shares, share, count):
    """By how many standard deviations of a chi-square the shares of lines of ``count`` entries spread more than chance has it."""
    chi_square = np.sum((shares - share) ** 2) / (share * (1 - share) / count)
    return (chi_square - len(shares)) / np.sqrt(2 * len(shares))


def repeats(centred, axis):
    """Whether neighbours along an axis agree or disagree more than chance has it."""
    one, next_one = (centred[:, :-1], centred[:, 1:]) if axis == 1 else (centred[:-1], centred[1:])
    correlation = np.mean(one * next_one) / np.mean(centred**2)
    return abs(correlation) > SIGMAS / np.sqrt(one.size)


def difference(found, expected):
    if found.shape != expected.shape:
        return f"got an array of shape {found.shape}, expected {expected.shape}"
    if not np.all(np.isfinite(found)):
        return "it has entries that are not finite"
    if np.all((found == 0) | np.isclose(found, expected)):
        return f"{np.sum(found == 0)} of its {found.size} entries are 0"
    factor = np.sum(found * expected) / np.sum(expected**2)
    if np.max(np.abs(found - factor * expected)) > TOLERANCE * np.max(np.abs(found)):
        return "what came back is not a multiple of it"
    return f"it is {factor:.3g} times as large"
