"""Q10: how weights start, and trajectories of momentum against PyTorch and by hand."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest


@pytest.mark.parametrize(("alpha", "mu"), [(0.05, 0.8), (0.3, 0.6), (0.1, 0.0)])
def test_the_path_agrees_with_pytorch(reference, torch, alpha, mu):
    rng = np.random.default_rng(8)
    params = [rng.normal(size=shape) for shape in ((3, 2), (4,))]
    leaves = [torch.tensor(p, requires_grad=True) for p in params]
    theirs, ours = torch.optim.SGD(leaves, lr=alpha, momentum=mu), reference.sgd.Momentum(alpha, mu)
    for _ in range(6):
        grads = [rng.normal(size=p.shape) for p in params]
        params = ours.step(params, grads)
        for leaf, g in zip(leaves, grads, strict=True):
            leaf.grad = torch.tensor(g)
        theirs.step()
        for p, leaf in zip(params, leaves, strict=True):
            assert np.abs(p - leaf.detach().numpy()).max() < 1e-10


@pytest.mark.parametrize(("steps", "position"), [(1, -0.1), (2, -0.29), (3, -0.561)])
def test_a_constant_slope_is_followed_as_by_hand(reference, steps, position):
    optimizer, params = reference.sgd.Momentum(0.1, 0.9), [np.zeros(1)]
    for _ in range(steps):
        params = optimizer.step(params, [np.ones(1)])
    assert params[0] == pytest.approx(np.array([position]))


def test_no_case_lets_two_mistakes_hide_behind_each_other(cases):
    """Where alpha is 1 - mu, a learning rate applied twice looks like a gradient weighed by 1 - mu."""
    for name in ("constant_slope", "paths", "pairs_of_paths", "momentum_arguments"):
        assert all(abs(case.inputs["alpha"] - (1 - case.inputs["mu"])) > 1e-3 for case in cases(name))
    assert all(len(case.inputs["slopes"]) >= 3 for case in cases("paths"))


def test_parameters_changed_in_place_are_looked_at_before_anything_is_said(watch, instead, reference, cases):
    class InPlace(reference.sgd.Momentum):
        def step(self, params, grads):
            for p, new in zip(params, super().step(params, grads), strict=True):
                p[...] = new

    case = cases("paths")[0]
    right = watch("momentum_path", case, sgd=reference.sgd)
    found = watch("momentum_path", case, sgd=instead("sgd", Momentum=InPlace))
    assert all(np.array_equal(found[name], right[name]) for name in right)


def test_a_step_that_returns_nothing_and_changes_nothing_is_told_so(watch, instead, cases):
    idle = type("Momentum", (), {"__init__": lambda self, alpha, mu: None, "step": lambda self, params, grads: None})
    with pytest.raises(Exception, match=r"Momentum\.step returned None"):
        watch("momentum_path", cases("paths")[0], sgd=instead("sgd", Momentum=idle))


def test_a_velocity_that_is_the_gradient_itself_is_seen(watch, instead, reference, cases, laws, obeyed):
    class Aliasing(reference.sgd.Momentum):
        def step(self, params, grads):
            velocities = self.velocities or [0.0] * len(params)
            for g, v in zip(grads, velocities, strict=True):
                g *= -self.alpha
                g += self.mu * v
            self.velocities = grads
            return [p + v for p, v in zip(params, grads, strict=True)]

    [case] = cases("momentum_arguments")
    assert obeyed(laws.arguments_unchanged, case, watch("momentum_arguments", case, sgd=reference.sgd)) is None
    outputs = watch("momentum_arguments", case, sgd=instead("sgd", Momentum=Aliasing))
    assert "grad0_step0" in obeyed(laws.arguments_unchanged, case, outputs)
    right, found = (
        watch("momentum_path", cases("paths")[0], sgd=sgd)["p0"]
        for sgd in (reference.sgd, instead("sgd", Momentum=Aliasing))
    )
    assert found == pytest.approx(right)


def params(reference, draw, bias=np.zeros):
    """An init_params that draws its weights with ``draw(std, fan_in, fan_out, rng)``."""

    def init_params(sizes, rng, scheme="he"):
        found = []
        for fan_in, fan_out in itertools.pairwise(sizes):
            std = {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0.0}[scheme]
            found += [draw(std, fan_in, fan_out, rng), bias(fan_out)]
        return found

    return SimpleNamespace(**{**vars(reference.network), "init_params": init_params})


def normal(std, fan_in, fan_out, rng):
    return std * rng.normal(size=(fan_in, fan_out))


def uniform(std, fan_in, fan_out, rng):
    return rng.uniform(-np.sqrt(3) * std, np.sqrt(3) * std, (fan_in, fan_out))


def two_halves(std, fan_in, fan_out, rng):
    return std * rng.choice([-1.0, 1.0], (fan_in, fan_out))


@pytest.mark.parametrize("draw", [normal, uniform, two_halves])
@pytest.mark.parametrize("seed", range(5))
def test_weights_of_any_distribution_pass_by_their_moments(watch, reference, laws, obeyed, cases, draw, seed):
    for name in ("he_parameters", "other_schemes"):
        for case in cases(name):
            case.inputs["rng"] = type(case.inputs["rng"])(seed)
            outputs = watch("initial_parameters", case, network=params(reference, draw))
            assert obeyed(laws.spread_fits_the_scheme, case, outputs) is None


@pytest.mark.parametrize(
    ("draw", "complaint"),
    [
        (lambda std, fan_in, fan_out, rng: normal(np.sqrt(2 / fan_out), fan_in, fan_out, rng), "expected 0.1000"),
        (lambda std, fan_in, fan_out, rng: normal(std**2, fan_in, fan_out, rng), "standard deviation 0.0100"),
        (lambda std, fan_in, fan_out, rng: rng.random((fan_in, fan_out)), "W1 has the mean 0.50"),
        (lambda std, fan_in, fan_out, rng: normal(std, fan_in, fan_out, rng) + 0.01, "has the mean 0.01"),
        (lambda std, fan_in, fan_out, rng: np.full((fan_in, fan_out), np.nan), "not finite"),
    ],
)
def test_weights_of_another_spread_are_told_theirs(watch, reference, laws, obeyed, cases, draw, complaint):
    case = cases("he_parameters")[0]
    outputs = watch("initial_parameters", case, network=params(reference, draw))
    assert complaint in obeyed(laws.spread_fits_the_scheme, case, outputs)


def test_biases_that_are_drawn_are_seen(watch, reference, laws, obeyed, cases):
    case = cases("he_parameters")[0]
    outputs = watch("initial_parameters", case, network=params(reference, normal, bias=np.ones))
    assert "b1 is not 0" in obeyed(laws.spread_fits_the_scheme, case, outputs)


def test_the_reference_draws_every_layer_afresh(watch, reference, laws, obeyed, cases):
    [case] = cases("equal_layers")
    outputs = watch("initial_parameters_by_seed", case, network=reference.network)
    for law in (laws.layers_are_drawn_afresh, laws.seeds_decide_parameters, laws.leaves_global_generators_alone):
        assert obeyed(law, case, outputs) is None


@pytest.mark.parametrize(
    ("draw", "law", "complaint"),
    [
        (
            lambda std, a, b, rng: normal(std, a, b, np.random.default_rng(0)),
            "layers_are_drawn_afresh",
            "W1 and W2 are not independent",
        ),
        (lambda std, a, b, rng: normal(std, a, 1, rng) * np.ones((1, b)), "layers_are_drawn_afresh", "twice"),
        (lambda std, a, b, rng: np.full((a, b), std), "layers_are_drawn_afresh", "All weights of W1 are equal"),
        (lambda std, a, b, rng: np.random.normal(size=(a, b)), "seeds_decide_parameters", "same seed gave different"),
        (
            lambda std, a, b, rng: normal(std, a, b, np.random.default_rng(0)),
            "seeds_decide_parameters",
            "different seeds gave the same",
        ),
        (lambda std, a, b, rng: np.random.normal(size=(a, b)), "leaves_global_generators_alone", "global generator"),
    ],
)
def test_randomness_from_elsewhere_is_seen(watch, reference, laws, obeyed, cases, draw, law, complaint):
    [case] = cases("equal_layers")
    outputs = watch("initial_parameters_by_seed", case, network=params(reference, draw))
    assert complaint in obeyed(getattr(laws, law), case, outputs)
