"""The names of questions, checks and cases that a command line gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.commands.selection import refuse_unknown


@pytest.mark.parametrize(
    ("decks", "words"),
    [
        (2, "this assignment has no question or check 't7'; its questions are t1, t2, t3."),
        (0, "the kit has no public check of 't7'; its questions are t1, t2, t3."),
    ],
)
def test_a_question_that_is_not_there_may_be_one_without_a_public_check(toy, capsys, decks, words):
    with pytest.raises(SystemExit):
        refuse_unknown(replace(toy, decks=decks), ["t7"])
    assert words in capsys.readouterr().err
