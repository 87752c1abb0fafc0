"""The whole name of a function that ran is the same for any Python."""

from __future__ import annotations

import linecache
from typing import Any

import pytest

from autograder.sandbox.inside.functions import qualified_name

SOURCE = """
import functools

class Gate:
    def forward(self, x):
        return x

    @functools.lru_cache()
    def cached(self):
        return 1

    class Inner:
        apply = lambda self: 1

        def deep(self):
            def local():
                return 1
            return local

        if "a" is 1:
            pass

def alone():
    class Local:
        def method(self):
            return 1
    return Local
"""


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_a_function_is_named_with_what_stands_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(linecache.cache, "work.py", (len(SOURCE), None, SOURCE.splitlines(keepends=True), "work.py"))
    space: dict[str, Any] = {}
    exec(compile(SOURCE, "work.py", "exec"), space)
    gate, alone = space["Gate"], space["alone"]
    inner, local = gate.Inner, alone()
    functions = [gate.forward, gate.cached.__wrapped__, inner.apply, inner.deep, inner().deep(), alone, local.method]
    assert [qualified_name(one.__code__) for one in functions] == [one.__qualname__ for one in functions]


@pytest.mark.parametrize("text", ["", "def other(:\n", "def f():\n    pass\n"])
def test_a_function_of_another_text_keeps_the_name_it_has(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    space: dict[str, Any] = {}
    exec(compile("\n\n\ndef f():\n    return 1\n", "work.py", "exec"), space)
    monkeypatch.setitem(linecache.cache, "work.py", (len(text), None, text.splitlines(keepends=True), "work.py"))
    assert qualified_name(space["f"].__code__) == "f"
