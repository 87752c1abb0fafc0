"""The packages that an assignment names are there, work on one thread, and open nothing else to a student."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator

import pytest

from autograder.records import Call, Case, Limits, Observation
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.packages import installed, needed_distributions, packages_of, versions
from autograder.sandbox.tier import RefusedError

PATIENT = Limits(seconds=60)
PROBE = {"bench": "def run(student):\n    return student.work.run()\n"}
MODULES = {"scipy": "scipy", "pandas": "pandas", "scikit-learn": "sklearn", "torch": "torch"}
RIGHT = {
    "scipy": """
import scipy.integrate, scipy.optimize, scipy.sparse.linalg, scipy.stats
def run():
    root = scipy.optimize.brentq(lambda x: x**2 - 2, 0, 2)
    end = scipy.integrate.solve_ivp(lambda t, y: -y, (0, 1), [1.0], rtol=1e-8).y[0, -1]
    norm = scipy.sparse.linalg.norm(scipy.sparse.eye(4))
    return [round(root, 6), round(end, 5), norm, round(float(scipy.stats.norm.cdf(0)), 3)]
""",
    "pandas": """
import io
import pandas as pd
def run():
    table = pd.read_csv(io.StringIO("g,x\\na,1\\na,3\\nb,7\\n"), dtype={"g": "category"})
    return [*table.groupby("g", observed=True).x.mean(), pd.Timestamp("2020-02-29").day_of_year, len(table.T)]
""",
    "scikit-learn": """
import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
def run():
    X = np.repeat([[0.0, 0.0], [9.0, 9.0]], 20, axis=0)
    y = np.repeat([0, 1], 20)
    scores = [m.fit(X, y).score(X, y) for m in (LogisticRegression(), RandomForestClassifier(5, random_state=0))]
    return [*scores, KMeans(2, n_init=1, random_state=0).fit(X).inertia_, 4]
""",
    "torch": """
import torch
def run():
    w = torch.zeros(2, requires_grad=True)
    step = torch.optim.SGD([w], lr=0.5)
    for _ in range(50):
        step.zero_grad()
        ((w - torch.tensor([1.0, 2.0])) ** 2).sum().backward()
        step.step()
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    torch.nn.functional.cross_entropy(net(torch.ones(5, 3)), torch.zeros(5, dtype=torch.long)).backward()
    return [round(float(w[0]), 4), round(float(w[1]), 4), len(net), torch.get_num_threads()]
""",
}
ANSWERS = {
    "scipy": [1.414214, 0.36788, 2.0, 0.5],
    "pandas": [2.0, 7.0, 60, 2],
    "scikit-learn": [1.0, 1.0, 0.0, 4],
    "torch": [1.0, 2.0, 3, 1],
}
ATTACKS = {
    "a file": "open('/etc/passwd').read()",
    "its own folder": "open(package.__file__, 'a')",
    "what is installed beside it": "import pydantic",
    "another process": "import os; os.fork()",
    "a thread": "import threading; threading.Thread(target=print).start()",
    "the network": "import socket; socket.socket()",
    "a program": "import subprocess; subprocess.run(['true'], check=True)",
}


@pytest.fixture(
    scope="module",
    params=["scipy", *(pytest.param(name, marks=pytest.mark.slow) for name in MODULES if name != "scipy")],
)
def package(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(MODULES[request.param], reason=f"needs {request.param}")
    return str(request.param)


@pytest.fixture(scope="module")
def walled(package: str) -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def seen(sandbox: Sandbox, packages: tuple[str, ...], limits: Limits = PATIENT, **files: str) -> Observation:
    given = {f"{name}.py": text.encode() for name, text in files.items()}
    load = Payload(given, PROBE, ("work.py",), packages=packages)
    with sandbox.worker(load, limits) as worker:
        [observation] = worker.run([Call("run", Case("only", {}))])
    return observation


def test_a_package_works_behind_the_wall(walled: Sandbox, package: str) -> None:
    observation = seen(walled, (package,), work=RIGHT[package])
    assert observation.error is None
    assert observation.outputs["value"].tolist() == ANSWERS[package]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_package_opens_nothing_else(walled: Sandbox, package: str, attack: str) -> None:
    source = f"import {MODULES[package]} as package\ndef run():\n    {attack}\n    return 1\n"
    observation = seen(walled, (package,), work=source)
    assert observation.outcome == "raised" and observation.error
    assert observation.error.type in ("PermissionError", "ModuleNotFoundError", "RuntimeError", "BlockingIOError")


def test_a_check_may_use_its_memory_on_top_of_what_the_package_takes(walled: Sandbox, package: str) -> None:
    source = f"import {MODULES[package]}\nimport numpy as np\ndef run():\n    return np.ones({{}} << 17).size >> 17\n"
    small = Limits(seconds=60, memory_mb=128)
    assert seen(walled, (package,), small, work=source.format(60)).outputs["value"] == 60
    too_much = seen(walled, (package,), small, work=source.format(400))
    assert too_much.error is not None and too_much.error.fault == "memory"


def test_a_students_file_does_not_stand_in_for_a_package(walled: Sandbox, package: str) -> None:
    work = f"import {MODULES[package]} as package\ndef run():\n    return len(package.__version__) > 0\n"
    assert seen(walled, (package,), work=work, **{MODULES[package]: "raise SystemExit"}).outputs["value"] == 1


def test_without_its_name_a_package_is_not_there_and_the_sentence_says_what_is() -> None:
    pytest.importorskip("scipy")
    with Sandbox() as sandbox:
        bare = seen(sandbox, (), work="import scipy\ndef run(): return 1\n")
        other = seen(sandbox, ("scipy",), work="import yaml\ndef run(): return 1\n")
        again = seen(sandbox, (), work="import scipy\ndef run(): return 1\n")
    assert bare.error is not None and other.error is not None and again.error == bare.error
    assert bare.error.message.startswith(
        "scipy is not available here: your files may import Python's standard library,"
    )
    assert "numpy and each other" in bare.error.message and "numpy, scipy and each other" in other.error.message


def test_a_plain_process_has_the_same_packages() -> None:
    pytest.importorskip("scipy")
    with Sandbox(least="D", without=["zygote"]) as sandbox:
        assert seen(sandbox, ("scipy",), work=RIGHT["scipy"]).outputs["value"].tolist() == ANSWERS["scipy"]
        assert seen(sandbox, ("scipy",), work="import pydantic\ndef run(): return 1").outcome == "raised"


def test_what_a_package_needs_is_found_by_its_record() -> None:
    pytest.importorskip("pandas")
    found = packages_of(("pandas",))
    assert found.ahead == ("pandas",) and {"pandas", "dateutil"} <= set(found.folders)
    assert "numpy" not in found.folders and all(importlib.util.find_spec(name) for name in found.folders)
    assert not any("autograder" in path or path.endswith(".pth") for path in found.readable)
    assert (
        list(needed_distributions(["pandas"])) == sorted(needed_distributions(["pandas"])) and "pandas" in installed()
    )
    assert versions(["pandas", "no-such-thing"]) == {"pandas": importlib.import_module("pandas").__version__}


def test_the_record_of_a_package_is_read_once_however_often_its_version_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proof asks for each of its keys, hundreds of times, and reading takes milliseconds."""
    pytest.importorskip("scipy")
    found, read = importlib.metadata.distribution, list[str]()
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: read.append(name) or found(name))
    first = versions(["scipy"])
    read.clear()
    assert all(versions(names) == first for names in (["scipy"], ("scipy",))) and read == []


def test_a_package_that_cannot_be_imported_ends_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.sandbox import runtime

    found = packages_of(("scipy",))
    broken = type(found)(("scipy",), found.folders, found.readable, ("scipy_that_is_not_there",))
    monkeypatch.setattr(runtime, "packages_of", lambda names: broken if names else packages_of(()))
    with Sandbox() as sandbox, pytest.raises(RefusedError, match="scipy_that_is_not_there cannot be imported where"):
        seen(sandbox, ("scipy",), work="def run(): return 1")
