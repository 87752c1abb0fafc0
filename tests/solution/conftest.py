"""What the tests of the assignment share: the reference's modules, and its probes, cases and laws by name."""

from __future__ import annotations

import importlib
import marshal
import sys
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.records import Case, Rng
from autograder.sandbox.inside.probes import load_probes
from autograder.spec import staff_code
from tests.support.places import SOLUTION

MODULES = ("warmup", "search", "softmax", "gradients", "graph", "sgd", "layers", "network", "bot")


@pytest.fixture(scope="session")
def reference() -> Iterator[SimpleNamespace]:
    """The reference as a probe sees it: ``reference.graph.MultiplyGate``.

    Its files import each other while tests run.
    """
    sys.path.insert(0, str(SOLUTION))
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
    sys.path.remove(str(SOLUTION))
    for name in MODULES:
        sys.modules.pop(name, None)


class Noted:
    """What a probe notes during one call, kept in this process: these tests are about probes, not about walls."""

    def __init__(self) -> None:
        self.rows: dict[str, list[np.ndarray]] = {}
        self.objections: list[str] = []

    def note(self, **rows: Any) -> None:
        for name, row in rows.items():
            self.rows.setdefault(name, []).append(np.array(row))

    def object_to(self, sentence: str) -> None:
        self.objections.append(sentence)


@pytest.fixture(scope="session")
def noted() -> Noted:
    return Noted()


@pytest.fixture(scope="session")
def probes(noted: Noted) -> Iterator[SimpleNamespace]:
    """The probes, loaded as a worker loads them."""
    sources = staff_code.sources(SOLUTION, "probes")
    codes = {name: memoryview(marshal.dumps(compile(text, name, "exec"))) for name, text in sources.items()}
    before = list(sys.meta_path)
    _forget_probes()  # those of another assignment, which an earlier test loaded
    yield SimpleNamespace(**load_probes(codes, {"note": noted.note, "object_to": noted.object_to}))
    sys.meta_path[:] = before
    _forget_probes()


def _forget_probes() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "probes"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def laws() -> SimpleNamespace:
    return SimpleNamespace(**staff_code.functions(SOLUTION, "laws"))


@pytest.fixture(scope="session")
def cases() -> Callable[[str], list[Case]]:
    """The cases of that name, from a generator of their own."""
    functions = staff_code.functions(SOLUTION, "cases")
    return lambda name: functions[name](np.random.default_rng(188))


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    """PyTorch in double precision, where it is installed."""
    torch = pytest.importorskip("torch", reason="the reference is held to PyTorch's CPU build, which is not installed")
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    return torch


def handed(value: Any) -> Any:
    """A case's value as a probe gets it: arrays as fresh copies, a seed as its generator."""
    if isinstance(value, Rng):
        return np.random.default_rng(value.seed)
    if isinstance(value, list):
        return [handed(item) for item in value]
    return value.copy() if isinstance(value, np.ndarray) else value


@pytest.fixture
def watch(probes: SimpleNamespace, noted: Noted) -> Callable[..., dict[str, np.ndarray]]:
    """Run a probe on one case, on the given modules: its outputs as arrays, as the grader gets them."""

    def run(probe: str, case: Case, **modules: Any) -> dict[str, np.ndarray]:
        noted.rows, noted.objections = {}, []
        inputs = {name: handed(value) for name, value in case.inputs.items()}
        returned = getattr(probes, probe)(SimpleNamespace(**modules), **inputs)
        if noted.objections:
            raise probes.Complaint(noted.objections[0])
        rows = {name: np.concatenate(row) for name, row in noted.rows.items()}
        return {name: np.asarray(value) for name, value in {**returned, **rows}.items()}

    return run


@pytest.fixture
def instead(reference: SimpleNamespace) -> Callable[..., SimpleNamespace]:
    """A module of the reference with some names replaced: ``instead("search", hill_climb=stay)``."""

    def changed(module: str, **names: Any) -> SimpleNamespace:
        original: ModuleType = getattr(reference, module)
        return SimpleNamespace(**{**vars(original), **names})

    return changed


@pytest.fixture
def obeyed() -> Callable[..., str | None]:
    """What a law says about a case and what was seen on it."""
    return lambda law, case, outputs: law({**case.inputs, **case.keep}, outputs)
