"""Every call of a check meets the same world: what one call sets for the whole process does not reach the next."""

from __future__ import annotations

import pytest

from autograder.sandbox import Sandbox

from .helpers import call, see

HEAD = "import decimal, os, random, sys, warnings\nimport numpy as np\n\n"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("np.seterr(all='raise')", "np.geterr()['divide'] == 'raise'"),
        ("np.errstate(divide='raise').__enter__()", "np.geterr()['divide'] == 'raise'"),
        ("np.seterrcall(lambda *_: None)", "np.geterrcall() is not None"),
        ("np.set_printoptions(precision=1)", "np.get_printoptions()['precision']"),
        ("np.random.seed(5)", "np.random.random()"),
        ("random.seed(5)", "random.random()"),
        ("np.random.random(7)", "np.random.random()"),
        ("warnings.simplefilter('error')", "len(warnings.filters)"),
        ("decimal.getcontext().prec = 3", "decimal.getcontext().prec"),
        ("os.environ['MODE'] = '1'", "len(os.environ)"),
        ("sys.path.insert(0, 'x')", "len(sys.path)"),
        ("sys.argv.append('x')", "len(sys.argv)"),
        ("sys.stdout = sys.stderr", "sys.stdout is sys.stderr"),
        ("sys.setrecursionlimit(400)", "sys.getrecursionlimit()"),
        ("sys.setprofile(lambda *_: None)", "sys.getprofile() is not None"),
    ],
)
def test_what_a_call_sets_does_not_reach_the_next_call(sandbox: Sandbox, change: str, state: str) -> None:
    source = f"{HEAD}def run():\n    found = {state}\n    {change}\n    return found\n"
    first, second, third = see(sandbox, source, call(), call(), call())
    assert first.outputs["value"] == second.outputs["value"] == third.outputs["value"]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("np.seterr(all='raise')", "np.geterr()['divide'] == 'raise'"),
        ("np.random.seed(5)", "np.random.random() == np.random.RandomState(5).random()"),
        ("warnings.simplefilter('error')", "warnings.filters[0][0] == 'error'"),
        ("os.environ['MODE'] = '1'", "os.environ['MODE'] == '1'"),
        ("sys.setrecursionlimit(4000)", "sys.getrecursionlimit() == 4000"),
    ],
)
def test_what_an_import_sets_stays_for_every_call(sandbox: Sandbox, change: str, state: str) -> None:
    seen = see(sandbox, f"{HEAD}{change}\n\ndef run():\n    return {state}\n", call(), call())
    assert [bool(one.outputs["value"]) for one in seen] == [True, True]


def test_a_file_that_replaces_what_puts_the_world_back_is_run_all_the_same(sandbox: Sandbox) -> None:
    source = f"{HEAD}np.seterr = random.setstate = None\n\ndef run():\n    return 1\n"
    assert [one.outputs["value"] for one in see(sandbox, source, call(), call())] == [1, 1]
