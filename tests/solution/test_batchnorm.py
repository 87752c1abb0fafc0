"""Q11: batch normalization against PyTorch, in training and at test, and laws about what it remembers."""

from types import SimpleNamespace

import numpy as np
import pytest


def test_training_and_gradients_agree_with_pytorch(reference, torch, cases):
    for case in cases("normalised"):
        eps, X, dZ, gamma, beta = case.inputs.values()
        leaves = [torch.tensor(value, requires_grad=True) for value in (X, gamma, beta)]
        out = torch.nn.functional.batch_norm(leaves[0], None, None, leaves[1], leaves[2], training=True, eps=eps)
        out.backward(torch.tensor(dZ))
        gate = reference.layers.BatchNormGate(eps=eps)
        assert np.abs(gate.forward(X, gamma, beta) - out.detach().numpy()).max() < 1e-10
        for found, leaf in zip(gate.backward(dZ), leaves, strict=True):
            assert np.abs(found - leaf.grad.numpy()).max() < 1e-10


def test_what_is_remembered_agrees_with_pytorch_but_for_the_bias_of_the_variance(reference, torch, cases):
    """PyTorch's momentum is the weight of the new batch, and its running_var the unbiased one."""
    case = cases("batch_histories")[0]
    eps, momentum, batches, gamma, beta = case.inputs.values()
    theirs = torch.nn.BatchNorm1d(4, eps=eps, momentum=1 - momentum)
    ours = reference.layers.BatchNormGate(eps=eps, momentum=momentum)
    unbiased = 1.0
    for X in batches:
        theirs(torch.tensor(X))
        ours.forward(X, gamma, beta)
        unbiased = momentum * unbiased + (1 - momentum) * X.var(axis=0, ddof=1)
    assert np.abs(ours.running_mean - theirs.running_mean.numpy()).max() < 1e-10
    assert np.abs(unbiased - theirs.running_var.numpy()).max() < 1e-10
    theirs.eval()
    with torch.no_grad():
        theirs.weight[:], theirs.bias[:] = torch.tensor(gamma), torch.tensor(beta)
        theirs.running_var[:] = torch.tensor(ours.running_var)
        at_test = theirs(torch.tensor(batches[0])).numpy()
    assert np.abs(ours.forward(batches[0], gamma, beta, train=False) - at_test).max() < 1e-10


CHECKS = [
    ("batchnorm_forward", "plain_batches", "columns_are_normal"),
    ("batchnorm_history", "batch_histories", "remembers_its_batches"),
    ("batchnorm_at_test", "batches_at_test", "output_follows_what_was_remembered"),
    ("batchnorm_arguments", "batchnorm_arguments", "arguments_unchanged"),
    ("batchnorm_arguments", "batchnorm_arguments", "does_its_work"),
]


@pytest.mark.parametrize(("probe", "name", "law"), CHECKS)
def test_the_reference_obeys_every_law(watch, reference, cases, laws, obeyed, probe, name, law):
    for case in cases(name):
        assert obeyed(getattr(laws, law), case, watch(probe, case, layers=reference.layers)) is None


class BatchNorm:
    """Right by itself; each mistake below replaces one part of it."""

    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum, self.running_mean, self.running_var = eps, momentum, 0.0, 1.0

    def statistics(self, X):
        return X.mean(axis=0), X.var(axis=0)

    def remember(self, mean, var, n):
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var

    def at_test(self, X):
        return self.running_mean, self.running_var

    def forward(self, X, gamma, beta, train=True):
        mean, var = self.statistics(X) if train else self.at_test(X)
        if train:
            self.remember(mean, var, len(X))
        return gamma * (X - mean) / np.sqrt(var + self.eps) + beta


def unbiased(self, mean, var, n):
    BatchNorm.remember(self, mean, var * n / (n - 1), n)


def swapped(self, mean, var, n):
    self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
    self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var


def learns_at_test(self, X):
    self.remember(*self.statistics(X), len(X))
    return self.running_mean, self.running_var


MISTAKES = {
    "rows": (
        {"statistics": lambda self, X: (X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True))},
        "columns_are_normal",
        "has the mean",
    ),
    "unbiased": (
        {"statistics": lambda self, X: (X.mean(axis=0), X.var(axis=0, ddof=1))},
        "columns_are_normal",
        "variance 0.8889",
    ),
    "zeros": ({"forward": lambda self, X, gamma, beta, train=True: 0 * X}, "columns_are_normal", "has the variance 0"),
    "one column": (
        {"forward": lambda self, X, gamma, beta, train=True: X[:, 0]},
        "columns_are_normal",
        "has the shape",
    ),
    "swapped": ({"remember": swapped}, "remembers_its_batches", "After batch 1 running_mean["),
    "std": (
        {"remember": lambda self, mean, var, n: BatchNorm.remember(self, mean, np.sqrt(var), n)},
        "remembers_its_batches",
        "After batch 1 running_var[",
    ),
    "forgets": ({"remember": lambda self, mean, var, n: None}, "output_follows_what_was_remembered", "the shapes"),
    "learns at test": ({"at_test": learns_at_test}, "output_follows_what_was_remembered", "leave them as they are"),
    "batch at test": (
        {"at_test": lambda self, X: self.statistics(X)},
        "output_follows_what_was_remembered",
        "it follows from the running statistics",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_batch_normalization_with_one_mistake_is_told_it(watch, cases, laws, obeyed, mistake):
    changes, law, complaint = MISTAKES[mistake]
    layers = SimpleNamespace(BatchNormGate=type("BatchNormGate", (BatchNorm,), changes))
    probe, name, _ = next(row for row in CHECKS if row[2] == law)
    assert complaint in obeyed(getattr(laws, law), cases(name)[0], watch(probe, cases(name)[0], layers=layers))


def test_the_running_variance_may_be_the_unbiased_one(watch, cases, laws, obeyed):
    layers = SimpleNamespace(BatchNormGate=type("BatchNormGate", (BatchNorm,), {"remember": unbiased}))
    for probe, name, law in CHECKS[1:3]:
        for case in cases(name):
            assert obeyed(getattr(laws, law), case, watch(probe, case, layers=layers)) is None


def test_running_statistics_may_be_kept_in_a_row(watch, cases, laws, obeyed):
    def in_a_row(self, X):
        return X.mean(axis=0, keepdims=True), X.var(axis=0, keepdims=True)

    layers = SimpleNamespace(BatchNormGate=type("BatchNormGate", (BatchNorm,), {"statistics": in_a_row}))
    for probe, name, law in CHECKS[1:3]:
        for case in cases(name):
            assert obeyed(getattr(laws, law), case, watch(probe, case, layers=layers)) is None


def test_where_eps_stands_is_seen(cases):
    """Outside the root it changes outputs a thousand tolerances and more."""
    case = next(case for case in cases("normalised") if case.inputs["eps"] == 0.1)
    centred = case.inputs["X"] - case.inputs["X"].mean(axis=0)
    var = case.inputs["X"].var(axis=0)
    inside, outside = centred / np.sqrt(var + 0.1), centred / (np.sqrt(var) + 0.1)
    assert np.abs(inside - outside).max() / np.abs(inside).max() > 1e-2
