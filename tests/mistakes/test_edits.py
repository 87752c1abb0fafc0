"""A mistake's edit changes one place of the reference, or says why it cannot."""

from __future__ import annotations

import textwrap

import pytest

from autograder.mistakes.edits import Edit

SOURCE = textwrap.dedent(
    '''
    def first(x):
        """One."""
        # BEGIN SOLUTION t1
        y = x
        if y:
            y = y + 1
        return y
        # END SOLUTION


    class Second:
        def go(self, x):
            # BEGIN SOLUTION t1
            return x
            # END SOLUTION
    '''
)


def edit(**settings: str) -> Edit:
    return Edit.model_validate({"file": "toy.py", **settings})


def test_a_piece_of_text_is_replaced_where_it_stands_once() -> None:
    assert "y = y + 2" in edit(**{"replace": "y + 1", "with": "y + 2"}).apply(SOURCE)


def test_whole_lines_are_found_and_written_at_any_depth() -> None:
    changed = edit(**{"replace": "if y:\n    y = y + 1\n", "with": "while y:\n    y = 0\n"}).apply(SOURCE)
    assert "    while y:\n        y = 0\n    return y\n" in changed


@pytest.mark.parametrize("within", ["", "Second.go"])
def test_a_blank_text_to_replace_is_refused(within: str) -> None:
    with pytest.raises(ValueError, match="the text to replace is blank"):
        edit(**{"within": within, "replace": "\n", "with": "pass"})


def test_without_a_text_the_whole_marked_body_is_replaced() -> None:
    changed = edit(**{"within": "Second.go", "with": "return 2 * x"}).apply(SOURCE)
    assert "        # BEGIN SOLUTION t1\n        return 2 * x\n        # END SOLUTION" in changed
    assert "return y" in changed


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"replace": "y * 1", "with": "y"}, "the text to replace is not there: 'y * 1'."),
        (
            {"replace": "return", "with": "raise"},
            "is there 2 times; give more of it, or name the function with `within`",
        ),
        ({"within": "third", "with": "pass"}, "there is no function third."),
        ({"within": "Second", "replace": "y = x", "with": "y = 1"}, "the text to replace is not there"),
    ],
)
def test_an_edit_that_does_not_fit_says_why(settings: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError) as caught:
        edit(**settings).apply(SOURCE)
    assert words in str(caught.value)
