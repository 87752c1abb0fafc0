"""A submission's files are compiled once, and nobody sees a difference but the clock."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.records import Limits, Observation
from autograder.sandbox import Launch, Sandbox, compiled
from autograder.sandbox import sandbox as door
from autograder.sandbox.inside.compiled import CODES_CAP
from autograder.sandbox.inside.compiled import compiled as code_of
from autograder.sandbox.zygote_process import HERE

from .helpers import call, load, see

LISTENING = """
import sys
heard = []
sys.addaudithook(lambda event, arguments: heard.append(arguments[1]) if event == "compile" else None)
try:
    import other
except Exception:
    pass
def run():
    return heard.count("other.py")
"""
"""Counts how often its neighbour's text is compiled."""

DEEP = f"x = {'-' * 400}1\n"
WARNED = "def run():\n    return 1 if 2 is 2 else 0\n"


def times_compiled(sandbox: Sandbox, other: str | bytes) -> list[int]:
    """How often each of two workers compiled this file, which another imports."""
    return [int(see(sandbox, LISTENING, other=other)[0].outputs["value"]) for _ in range(2)]


def test_no_worker_compiles_a_file_where_it_is_imported(sandbox: Sandbox) -> None:
    assert times_compiled(sandbox, "y = 1") == [0, 0]


@pytest.mark.parametrize(
    "other",
    [
        b"y = (",
        b"y = 1 is 1",
        pytest.param(
            DEEP.encode(),
            marks=pytest.mark.skipif(
                sys.version_info >= (3, 12), reason="how deep Python compiles does not depend on who imports"
            ),
        ),
        b"#" * (compiled.FILE_CAP + 1),
    ],
)
def test_a_file_of_which_compiling_may_tell_something_is_compiled_at_each_import(walled: Sandbox, other: bytes) -> None:
    assert times_compiled(walled, other) == [1, 1]


def test_a_file_that_is_no_text_is_left_to_its_import(walled: Sandbox) -> None:
    assert times_compiled(walled, "y = 'é'".encode("latin-1")) == [0, 0]


def test_what_one_submission_compiled_is_nothing_to_the_next(sandbox: Sandbox) -> None:
    values = [see(sandbox, "from other import run", other=f"run = lambda: {n}")[0].outputs["value"] for n in (1, 2, 1)]
    assert [int(value) for value in values] == [1, 2, 1]


FILES: Mapping[str, dict[str, str | bytes]] = {
    "right": {"work": "from other import run", "other": "def run():\n    return 1"},
    "syntax": {"work": "def run(:\n"},
    "syntax of a neighbour": {"work": "from other import run", "other": "x = 1\n  y = 2\n"},
    "tabs": {"work": "def run():\n\tif 1:\n        return 1\n"},
    "warned": {"work": WARNED},
    "warned in a neighbour": {"work": "from other import run", "other": WARNED},
    "escape": {"work": "import warnings\nwarnings.simplefilter('always')\nfrom other import run", "other": r"x = '\d'"},
    "encoding": {"work": "x = 'é'".encode("latin-1")},
    "mark": {"work": b"\xef\xbb\xbfdef run():\r\n    return 1 / 0\r\n"},
    "deep": {"work": "import sys\nsys.setrecursionlimit(150)\nfrom other import x\nrun = lambda: x\n", "other": DEEP},
    "too deep": {"work": f"x = {'(' * 300}1{')' * 300}"},
    "raises": {"work": "import other\ndef run():\n    return other.half(1)", "other": "def half(x):\n    return x / 0"},
    "raises at import": {"work": "import other\n", "other": "x = [1,\n     2][3]\n"},
    "missing name": {"work": "from other import runs\n", "other": "def run():\n    return 1"},
    "its own text": {"work": "import inspect\ndef run():\n    return len(inspect.getsource(run))"},
    "its own file": {"work": "def run():\n    print(__file__, run.__code__.co_filename, __doc__)\n    return 1"},
    "again": {"work": "import importlib, other\ndef run():\n    return importlib.reload(other).x", "other": "x = 3"},
    "patched": {"work": "import builtins, marshal\nbuiltins.compile = marshal.loads = None\nfrom other import run",
                "other": "run = lambda: 4"},
    "package": {"work": "from parts.more import run", "parts/more": "def run():\n    raise ValueError('so')"},
}  # fmt: skip


def told(sandbox: Sandbox, files: Mapping[str, str | bytes]) -> list[object]:
    """All that two workers tell of these files, but for how long it took."""
    rest = {name: text for name, text in files.items() if name != "work"}
    return [_all_but_time(one) for _ in range(2) for one in see(sandbox, files["work"], call(), call(), **rest)]


def _all_but_time(seen: Observation) -> object:
    return seen.outcome, {name: array.tolist() for name, array in seen.outputs.items()}, seen.error, seen.printed


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_submission_comes_to_the_same_with_and_without_compiled_files(
    sandbox: Sandbox, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = FILES[name]
    with_codes = told(sandbox, files)
    sandbox._compiled = ({}, {})
    monkeypatch.setattr(door, "compiled", lambda worker, load: compiled.UNCOMPILED)
    assert with_codes == told(sandbox, files)
    sandbox._compiled = ({}, {})


def test_files_that_take_too_long_are_compiled_where_they_are_imported(
    walled: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "SECONDS", 0.0)
    monkeypatch.setattr("autograder.sandbox.pipes.OVERTIME_READS", 0)
    assert times_compiled(walled, "y = 'too long'") == [1, 1]


@pytest.fixture(params=["os._exit(3)", "os.kill(os.getpid(), 9)", "os.write(11, bytes(64))", "{}['codes']"])
def weak(request: pytest.FixtureRequest, walled: Sandbox, tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox in which compiling ends the worker, or has it say what it should not."""
    tmp_path.chmod(0o755)
    home = Path(shutil.copytree(HERE, tmp_path / "sandbox"))
    serve = home / "inside" / "serve.py"
    before = "    return compiled(state.finder"
    assert before in serve.read_text()
    serve.write_text(serve.read_text().replace(before, f"    {request.param}\n{before}"))
    with Sandbox(launch=Launch(home)) as sandbox:
        yield sandbox


def test_a_worker_that_does_not_survive_compiling_costs_nobody_anything(weak: Sandbox) -> None:
    assert times_compiled(weak, "y = 1") == [1, 1]
    with weak.started(load({"work.py": "run = lambda: 5"}), Limits()) as worker:
        assert [one.outputs["value"].item() for one in worker.run([call(), call()])] == [5, 5]


def test_no_more_bytes_of_code_are_given_out_than_the_cap() -> None:
    long = b"x = '" + b"a" * (CODES_CAP * 2 // 3) + b"'"
    assert code_of({"a.py": long, "b.py": long, "c.py": b"x = 1"}, ["a.py", "b.py", "c.py"]).keys() == {"0", "2"}
