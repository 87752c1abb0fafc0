"""How initialization and momentum are called; every position that momentum visits is written down."""

import itertools

import numpy as np

from probes.tools import Complaint, described, global_random_state, no_list_of


def initial_parameters(student, sizes, scheme, rng):
    """W1, b1, W2, b2, ... of a network of these sizes; by the scheme that is the default where it is "he"."""
    return first_parameters(student, sizes, rng, *([] if scheme == "he" else [scheme]))


def initial_parameters_by_seed(student, sizes, scheme, seed, other_seed):
    """The weights that equal and different seeds give: each layer's, and all of them in one row."""
    before = global_random_state(student.network)
    first, again, other = (
        first_parameters(student, sizes, np.random.default_rng(number), scheme) for number in (seed, seed, other_seed)
    )
    weights = {name: value for name, value in first.items() if name.startswith("W")}
    rows = {"first": in_one_row(first), "again": in_one_row(again), "other": in_one_row(other)}
    return {**weights, **rows, "untouched": before == global_random_state()}


def momentum_path(student, alpha, mu, starts, slopes):
    """The positions of every parameter after each step. ``slopes`` holds a list of gradients for each step."""
    return path(student.sgd.Momentum(alpha, mu), starts, slopes)


def momentum_pair(student, alpha, mu, other_alpha, other_mu, starts, slopes, other_starts, other_slopes):
    """Two optimizers at once, taking turns: the positions of both."""
    one, other = student.sgd.Momentum(alpha, mu), student.sgd.Momentum(other_alpha, other_mu)
    params, other_params = starts, other_starts
    visited = {}
    for turn, (grads, other_grads) in enumerate(zip(slopes, other_slopes, strict=True), start=1):
        params = stepped(one, params, grads)
        other_params = stepped(other, other_params, other_grads)
        visited.update({f"p{i}_step{turn}": np.array(p) for i, p in enumerate(params)})
        visited.update({f"other_p{i}_step{turn}": np.array(p) for i, p in enumerate(other_params)})
    return visited


def momentum_arguments(student, alpha, mu, starts, slopes):
    """The parameters and gradients of every step as they are after the last one, and where the parameters came to."""
    optimizer, params, handed = student.sgd.Momentum(alpha, mu), starts, {}
    for turn, grads in enumerate(slopes):
        handed.update({f"grad{i}_step{turn}": grad for i, grad in enumerate(grads)})
        params = stepped(optimizer, params, grads)
    results = {f"result_p{i}": p for i, p in enumerate(params)}
    return {**handed, **{f"start{i}": start for i, start in enumerate(starts)}, **results}


def path(optimizer, starts, slopes):
    visited, params = [], starts
    for grads in slopes:
        params = stepped(optimizer, params, grads)
        visited.append([np.array(p) for p in params])
    return {f"p{i}": np.array(positions) for i, positions in enumerate(zip(*visited, strict=True))}


def stepped(optimizer, params, grads):
    """What a step returns; the same list where it changed that in place and returned nothing."""
    before = [p.copy() for p in params]
    returned = optimizer.step(params, grads)
    if returned is None and any(not np.array_equal(p, old) for p, old in zip(params, before, strict=True)):
        return params
    named = {f"params[{number}]": p for number, p in enumerate(before)}
    return list(named_parameters(returned, named, "Momentum.step").values())


def named_parameters(returned, like, caller):
    """The arrays of a list by name, each of the shape of its namesake in ``like``."""
    if not isinstance(returned, (list, tuple)) or len(returned) != len(like):
        raise no_list_of(list(like), returned, caller)
    for (name, expected), value in zip(like.items(), returned, strict=True):
        if value is None:
            raise Complaint(f"{caller} returned None for {name}, expected an array of shape {np.shape(expected)}.")
        if not lines_up(value):
            raise Complaint(
                f"{caller} returned {described(value)} for {name}, expected an array of shape {np.shape(expected)}."
            )
        if np.shape(value) != np.shape(expected):
            raise Complaint(f"{caller} returned {name} of shape {np.shape(value)}, expected {np.shape(expected)}.")
    return dict(zip(like, returned, strict=True))


def lines_up(value):
    """Whether a value has a shape: a list of arrays of several sizes has none."""
    try:
        np.shape(value)
    except ValueError:
        return False
    return True


def first_parameters(student, sizes, rng, *scheme):
    like = {}
    for layer, pair in enumerate(itertools.pairwise(sizes), start=1):
        like |= {f"W{layer}": np.zeros(pair), f"b{layer}": np.zeros(pair[1:])}
    return named_parameters(student.network.init_params(sizes, rng, *scheme), like, "init_params")


def in_one_row(params):
    return np.concatenate([np.ravel(value) for value in params.values()])
