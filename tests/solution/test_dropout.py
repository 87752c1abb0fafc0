"""Q9: dropout's mask forward and backward, against PyTorch for the mask it drew,
and laws that see every usual mistake.
"""

from types import SimpleNamespace

import numpy as np
import pytest


def test_backward_agrees_with_pytorch_for_the_mask_that_was_drawn(reference, torch):
    rng = np.random.default_rng(4)
    X, dout = rng.normal(size=(30, 20)), rng.normal(size=(30, 20))
    gate = reference.layers.DropoutGate(0.3, rng)
    out = gate.forward(X)
    leaf = torch.tensor(X, requires_grad=True)
    masked = leaf * torch.tensor(out != 0) / 0.7
    masked.backward(torch.tensor(dout))
    assert np.abs(out - masked.detach().numpy()).max() < 1e-10
    assert np.abs(gate.backward(dout)[0] - leaf.grad.numpy()).max() < 1e-10


def test_in_training_pytorch_drops_and_scales_alike(reference, torch):
    torch.manual_seed(0)
    X = np.full((300, 300), 2.0)
    ours = reference.layers.DropoutGate(0.4, np.random.default_rng(0)).forward(X)
    theirs = torch.nn.functional.dropout(torch.tensor(X), 0.4).numpy()
    assert np.unique(ours) == pytest.approx(np.unique(theirs))
    assert np.mean(ours == 0) == pytest.approx(np.mean(theirs == 0), abs=0.02)


CHECKS = [
    ("dropout_identity", "small_batches", "nothing_happens"),
    ("dropout_training", "large_batches", "kept_or_dropped"),
    ("dropout_training", "batches_to_see_patterns", "no_pattern"),
    ("dropout_again", "dropout_seeds", "fresh_masks"),
    ("dropout_again", "dropout_seeds", "leaves_global_generators_alone"),
    ("dropout_backward", "two_batches", "same_mask_backward"),
    ("dropout_arguments", "small_batches", "arguments_unchanged"),
    ("dropout_arguments", "small_batches", "does_its_work"),
]


@pytest.mark.parametrize(("probe", "name", "law"), CHECKS)
def test_the_reference_obeys_every_law(watch, reference, cases, laws, obeyed, probe, name, law):
    for case in cases(name):
        assert obeyed(getattr(laws, law), case, watch(probe, case, layers=reference.layers)) is None


class Dropout:
    """Right by itself; each mistake below replaces one part of it."""

    def __init__(self, p, rng):
        self.p, self.rng = p, rng

    def mask(self, shape):
        return (self.rng.random(shape) >= self.p) / (1 - self.p)

    def at_test(self, X):
        return np.ones(X.shape)

    def forward(self, X, train=True):
        self.kept = self.mask(X.shape) if train else self.at_test(X)
        return X * self.kept

    def backward(self, dout):
        return [dout * self.kept]


def changes_x(self, X, train=True):
    self.kept = self.mask(X.shape) if train else self.at_test(X)
    X *= self.kept
    return X


def mask_of_the_first_call(self, shape):
    if np.ndim(self.kept) == 0:
        return Dropout.mask(self, shape)
    return self.kept


def one_of_each_pair(self, shape):
    first = self.rng.random((shape[0], shape[1] // 2)) >= 0.5
    return np.stack([first, ~first], axis=2).reshape(shape)


MISTAKES = {
    "no scale": (
        {"mask": lambda self, shape: 1.0 * (self.rng.random(shape) >= self.p)},
        "kept_or_dropped",
        "multiplied by 1,",
    ),
    "p keeps": (
        {"mask": lambda self, shape: (self.rng.random(shape) < self.p) / max(self.p, 0.01)},
        "kept_or_dropped",
        "p is the probability of dropping",
    ),
    "normal draws": (
        {"mask": lambda self, shape: (self.rng.normal(size=shape) >= self.p) / (1 - self.p)},
        "kept_or_dropped",
        "of 40000 entries were dropped",
    ),
    "drops nothing": ({"mask": lambda self, shape: np.ones(shape)}, "kept_or_dropped", "nothing was dropped"),
    "drops all": ({"mask": lambda self, shape: np.zeros(shape)}, "kept_or_dropped", "everything was dropped"),
    "other shape": ({"mask": lambda self, shape: np.ones(shape)[:, :1, None]}, "kept_or_dropped", "has the shape"),
    "one mask a row": (
        {"mask": lambda self, shape: np.ones(shape) * (self.rng.random((shape[0], 1)) >= self.p)},
        "no_pattern",
        "Some rows",
    ),
    "one mask a column": (
        {"mask": lambda self, shape: np.ones(shape) * (self.rng.random(shape[1]) >= self.p)},
        "no_pattern",
        "Some columns",
    ),
    "one of each pair": ({"mask": one_of_each_pair}, "no_pattern", "beside each other in a row"),
    "scaled at test": ({"at_test": lambda self, X: np.full(X.shape, 1 - self.p)}, "nothing_happens", "times as large"),
    "active at test": ({"at_test": lambda self, X: self.mask(X.shape)}, "nothing_happens", "train=False must return X"),
    "old mask at test": (
        {"forward": lambda self, X, train=True: Dropout.forward(self, X) if train else X},
        "nothing_happens",
        "must return dout as it is",
    ),
    "new mask backward": (
        {"backward": lambda self, dout: [dout * self.mask(dout.shape)]},
        "same_mask_backward",
        "at other places",
    ),
    "no mask backward": (
        {"backward": lambda self, dout: [dout]},
        "same_mask_backward",
        "not 0 where the latest forward dropped",
    ),
    "only some of what is kept backward": (
        {"backward": lambda self, dout: [dout * self.kept * (dout > 0)]},
        "same_mask_backward",
        "0 where the latest forward kept an entry",
    ),
    "no scale backward": (
        {"backward": lambda self, dout: [dout * (self.kept > 0)]},
        "same_mask_backward",
        "multiplies what is kept by 1,",
    ),
    "the mask alone backward": (
        {"backward": lambda self, dout: [self.kept]},
        "same_mask_backward",
        "does not multiply what it is given by one number",
    ),
    "noise on what is kept": (
        {"mask": lambda self, shape: (self.rng.random(shape) >= self.p) * (1 + 0.1 * self.rng.normal(size=shape))},
        "kept_or_dropped",
        "is not the input times one number",
    ),
    "the mask alone backward at test": (
        {"backward": lambda self, dout: [dout**2]},
        "nothing_happens",
        "what came back is not a multiple of it",
    ),
    "one mask for all": (
        {"mask": lambda self, shape: np.random.default_rng(0).random(shape) >= self.p},
        "fresh_masks",
        "different seeds dropped the same",
    ),
    "the first mask for ever": ({"mask": mask_of_the_first_call}, "fresh_masks", "draws a new mask"),
    "one number for all": (
        {
            "mask": lambda self, shape: (
                self.rng.permutation(int(np.prod(shape))).reshape(shape) >= self.p * np.prod(shape)
            )
        },
        "fresh_masks",
        "dropped exactly as many of 300 entries as the others",
    ),
    "global draws": (
        {"mask": lambda self, shape: np.random.random(shape) >= self.p},
        "fresh_masks",
        "equal seeds dropped different",
    ),
    "changes X": ({"forward": changes_x}, "arguments_unchanged", "X"),
    "does nothing": ({"forward": lambda self, X, train=True: X}, "does_its_work", "no effect"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_dropout_with_one_mistake_is_told_it(watch, cases, laws, obeyed, mistake):
    changes, law, complaint = MISTAKES[mistake]
    layers = SimpleNamespace(DropoutGate=type("DropoutGate", (Dropout,), {"kept": 1.0, **changes}))
    probe, name, _ = next(row for row in CHECKS if row[2] == law)
    assert complaint in obeyed(getattr(laws, law), cases(name)[0], watch(probe, cases(name)[0], layers=layers))


def test_the_share_of_zeros_is_allowed_six_standard_deviations(cases, laws):
    case = cases("large_batches")[0]
    allowed = 6 * np.sqrt(0.3 * 0.7 / 40000)
    for share, right in (
        (0.3, True),
        (0.3 + 0.9 * allowed, True),
        (0.3 + 1.1 * allowed, False),
        (0.3 - 1.1 * allowed, False),
    ):
        out = case.inputs["X"] / 0.7
        out.flat[: round(share * out.size)] = 0
        assert (laws.kept_or_dropped(case.inputs, {"out": out}) is None) is right
