"""Text of somebody else's is parsed without a warning, and fails in one way only."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

import pytest

import autograder
from autograder.text.python_source import parse_quietly

HOME = Path(autograder.__file__).parent
OURS = {"feedback/prompt.py", "feedback/statements.py"}
"""They parse what they have unparsed, and staff's prompts, whose failures have words of their own."""


@pytest.mark.parametrize("text", ['x = "\\d"', 'if x is "1": pass', "assert (x, 1)", "x = 1if 0 else 2", "x = 1()"])
def test_what_python_warns_of_is_its_author_s_to_read(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(parse_quietly(text), ast.Module)


@pytest.mark.parametrize(
    "text",
    [
        "x = ",
        "x = 1\0",
        b"x = 1\0",
        b"x = '\xff'",
        b"# -*- coding: nonsense -*-",
        "x = '\udc80'",
        "x = " + "(" * 500 + ")" * 500,
        "x = " + "-" * 100_000 + "1",
        "x = " + "lambda: " * 3000 + "1",
        "x = " + "9" * 5000,
    ],
    ids=lambda text: repr(text[:24]),
)
def test_all_that_cannot_be_parsed_is_a_syntax_error_with_words(text: str | bytes) -> None:
    with pytest.raises(SyntaxError) as raised:
        parse_quietly(text)
    assert raised.value.msg


def test_no_file_of_a_student_s_or_of_staff_s_is_parsed_in_another_way() -> None:
    inside = HOME / "sandbox" / "inside"
    parsing = {
        path.relative_to(HOME).as_posix()
        for path in HOME.rglob("*.py")
        if inside not in path.parents and "ast.parse(" in path.read_text(encoding="utf-8")
    }
    assert parsing - {"text/python_source.py"} == OURS
