"""The reference's own training against PyTorch's on the CPU: the same network, the same steps, one thread."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from tests.benchmarks.runner import Taken, here, in_turns
from tests.support.places import SOLUTION

EPOCHS, BATCH, ALPHA = 15, 64, 0.2
NETWORKS = ((64, 32, 10), (64, 64, 64, 10))


def training(rounds: int, tell: Callable[[str], None]) -> dict[str, list[Taken]]:
    """Training on the digits, 20 steps an epoch. Raises `ModuleNotFoundError` where PyTorch is not to be had."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    with np.load(SOLUTION / "data" / "digits.npz") as data:
        X, y = data["X_train"][: 20 * BATCH], data["y_train"][: 20 * BATCH]
    contestants = {}
    for sizes in NETWORKS:
        name = "-".join(map(str, sizes))
        contestants[f"reference {name}"] = here(lambda sizes=sizes: ours(sizes, X, y))
        contestants[f"PyTorch {name}"] = here(lambda sizes=sizes: theirs(torch, sizes, X, y))
    return in_turns(contestants, rounds, tell)


def ours(sizes: tuple[int, ...], X: np.ndarray, y: np.ndarray) -> None:
    """The reference's `fit`."""
    if str(SOLUTION) not in sys.path:
        sys.path.insert(0, str(SOLUTION))
    rng = np.random.default_rng(0)
    importlib.import_module("network").NLayerNetwork(sizes, rng=rng).fit(X, y, ALPHA, BATCH, EPOCHS, rng)


def theirs(torch: object, sizes: tuple[int, ...], X: np.ndarray, y: np.ndarray) -> None:
    """The loop that PyTorch's own tutorial shows, in double precision as the reference computes."""
    nn = torch.nn
    pairs = list(pairwise(sizes))
    steps = [step for fan in pairs for step in (nn.Linear(*fan, dtype=torch.float64), nn.ReLU())]
    network, loss = nn.Sequential(*steps[:-1]), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=ALPHA)
    inputs, labels, rng = torch.from_numpy(X), torch.from_numpy(y), np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = torch.from_numpy(rng.permutation(len(X)))
        for start in range(0, len(X), BATCH):
            batch = order[start : start + BATCH]
            optimizer.zero_grad()
            loss(network(inputs[batch]), labels[batch]).backward()
            optimizer.step()
