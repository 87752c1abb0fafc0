"""What is told of lines that work elsewhere: in a notebook, as a program, in a newer Python, with an older numpy."""

from __future__ import annotations

import platform
import sys

import numpy as np
import pytest

from autograder.feedback import habits
from autograder.feedback.troubles import trouble
from autograder.records import Error, Limits
from autograder.sandbox import Sandbox

from .helpers import call, see

RUN = "def run():\n    return 1\n"


@pytest.mark.parametrize(
    ("source", "sentence", "line"),
    [
        ("%matplotlib inline\n", habits.NOTEBOOK, "%matplotlib inline"),
        ("!pip install numpy\n", habits.NOTEBOOK, "!pip install numpy"),
        ("get_ipython().magic('x')\n", habits.NOTEBOOK, "get_ipython().magic('x')"),
        ("import argparse\np = argparse.ArgumentParser()\np.add_argument('n')\nargs = p.parse_args()\n",
         habits.COMMAND_LINE, "args = p.parse_args()"),
        ("import unittest\nunittest.main()\n", habits.OWN_TESTS, "unittest.main()"),
        ("exit()\n", habits.LEAVES, "exit()"),
        ("import sys\nsys.exit(0)\n", habits.LEAVES, "sys.exit(0)"),
        ("breakpoint()\n", habits.DEBUGGER, "breakpoint()"),
        ("n = input('n? ')\n", habits.INPUT, "n = input('n? ')"),
        ("?len\n", habits.NOTEBOOK, "?len"),
        ("len??\n", habits.NOTEBOOK, "len??"),
        ("pip install numpy\n", habits.NOTEBOOK, "pip install numpy"),
        ("from IPython.display import HTML\n", habits.NOTEBOOK, "from IPython.display import HTML"),
        ("from .other import x\n", habits.RELATIVE, "from .other import x"),
        ("from . import other\n", habits.RELATIVE, "from . import other"),
        (">>> x = 1\n", habits.PROMPT, ">>> x = 1"),
        ("In [3]: x = 1\n", habits.PROMPT, "In [3]: x = 1"),
        ("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n", habits.OF_GIT, "<<<<<<< HEAD"),
        ("```python\nx = 1\n```\n", habits.FENCE, "```python"),
        ("import sys\nn = int(sys.argv[1])\n", habits.COMMAND_LINE, "n = int(sys.argv[1])"),
        ("raise SystemExit(0)\n", habits.LEAVES, "raise SystemExit(0)"),
        ("import getpass\ngetpass.getpass()\n", habits.INPUT, "getpass.getpass()"),
        ("n = raw_input()\n", habits.INPUT, "n = raw_input()"),
        ("while True:\n    try:\n        n = int(input())\n        break\n    except Exception:\n        pass\n",
         habits.INPUT, "n = int(input())"),
    ],
)  # fmt: skip
def test_a_line_that_works_elsewhere_is_told_with_what_to_do(
    walled: Sandbox, source: str, sentence: str, line: str
) -> None:
    [seen] = see(walled, source + RUN, seconds=5)
    told = trouble(seen, call(), Limits(seconds=5))
    for text in (told.full, told.brief):
        assert "work.py, line " in text and sentence in text and text.rstrip().endswith(line)


def test_a_program_that_asks_again_and_again_does_not_use_up_its_time(sandbox: Sandbox) -> None:
    source = (
        "def run():\n    while True:\n        try:\n            input()\n        except EOFError:\n            pass"
    )
    [seen] = see(sandbox, source, seconds=60)
    assert seen.outcome == "timed out" and seen.seconds < 30
    assert habits.INPUT in trouble(seen, call(), Limits(seconds=60)).brief


@pytest.mark.parametrize("start", ["pdb.set_trace()", "breakpoint()"])
def test_a_debugger_is_told_with_the_line_that_starts_it(walled: Sandbox, start: str) -> None:
    [seen] = see(walled, f"import pdb\ndef run():\n    x = 1\n    {start}\n    return x")
    told = trouble(seen, call(), Limits())
    for text in (told.full, told.brief):
        assert habits.DEBUGGER in text and "work.py, line 4, in run" in text and f"\n    {start}" in text


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python has the syntax")
@pytest.mark.parametrize(
    "line",
    ["type Number = int", "def f[T](x: T): return x", "class A[T]: pass", 'f"{\'a\' + "b"}"', "f\"{'\\n'.join('a')}\""],
)
def test_syntax_of_a_newer_python_is_told_with_both_versions(walled: Sandbox, line: str) -> None:
    [seen] = see(walled, f"{line}\n{RUN}")
    sentence = f"Python 3.12 and later have this syntax; your work is graded with Python {platform.python_version()}."
    assert sentence in trouble(seen, call(), Limits()).brief


@pytest.mark.parametrize(
    "line",
    ['x = f"{y"', "x = (1  # why?", "x = a >>> 3", "type = 3 +", "def f[(x):", "except ValueError, e:", "x = (1"],
)
def test_syntax_that_no_python_has_is_told_as_python_tells_it(line: str) -> None:
    assert not habits.habit(Error("load", type="SyntaxError", text=line))


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("np.int(3)", "np.int", "int"),
        ("np.zeros(3, dtype=np.float)", "np.float", "float"),
        ("np.bool8(1)", "np.bool8", "np.bool_"),
        ("np.product([2])", "np.product", "np.prod"),
        ("np.Inf", "np.Inf", "np.inf"),
        ("np.mat([1])", "np.mat", "np.asmatrix"),
        ("np.asscalar(np.ones(1))", "np.asscalar", "x.item()"),
    ],
)
def test_a_name_that_numpy_has_no_more_is_told_with_its_new_name(
    walled: Sandbox, line: str, old: str, new: str
) -> None:
    if hasattr(np, old.removeprefix("np.")):
        pytest.skip(f"this numpy has {old}")
    [seen] = see(walled, f"import numpy as np\ndef run():\n    return {line}")
    told = trouble(seen, call(), Limits())
    sentence = f"numpy {np.__version__}, with which your work is graded, no longer has `{old}`: write `{new}`."
    assert sentence in told.full and sentence in told.brief


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.0.0", reason="this numpy has all of them")
def test_every_name_that_numpy_gave_up_and_has_something_else_for_is_told_with_it() -> None:
    from numpy._expired_attrs_2_0 import __expired_attributes__ as notes

    told = {name: habits.habit(Error("exception", type="AttributeError", text=f"y = np.{name}(x)")) for name in notes}
    replaced = {name for name, note in notes.items() if note.startswith("Use `np.") and "errstate" not in note}
    assert replaced - {"set_string_function"} <= {name for name, sentence in told.items() if sentence}


@pytest.mark.parametrize(("method", "instead"), [("ptp()", "np.ptp(x)"), ("itemset(0, 1)", "x[i] = value")])
def test_a_method_that_arrays_have_no_more_is_told_with_what_to_write(
    walled: Sandbox, method: str, instead: str
) -> None:
    if hasattr(np.ndarray, method.partition("(")[0]):
        pytest.skip("this numpy has it")
    [seen] = see(walled, f"import numpy as np\ndef run():\n    x = np.ones(3)\n    return x.{method}")
    assert "no longer have the method" in trouble(seen, call(), Limits()).brief
    assert f": write `{instead}`." in trouble(seen, call(), Limits()).brief


@pytest.mark.parametrize("line", ["from helpers import cast", "from graph import source, product", "import math, x"])
def test_a_name_of_another_module_is_none_of_numpys(line: str) -> None:
    assert not habits.habit(Error("load", type="ImportError", text=line))


def test_in_a_package_of_the_students_a_dot_is_as_it_should_be() -> None:
    assert not habits.habit(Error("load", type="ImportError", file="utils/__init__.py", text="from .ops import no"))


def test_an_import_error_is_told_without_a_path_of_ours(walled: Sandbox) -> None:
    [seen] = see(walled, "from numpy import nonsense\ndef run():\n    return 1")
    assert seen.error is not None and seen.error.message == "cannot import name 'nonsense' from 'numpy'"


def test_a_bare_not_implemented_error_is_told_by_its_place(walled: Sandbox) -> None:
    [seen] = see(walled, "def run():\n    raise NotImplementedError")
    told = trouble(seen, call(), Limits())
    assert told.full == told.brief == "Not written yet: work.py, line 2, in run."
