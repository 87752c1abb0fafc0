"""Long work tells its progress where there is no terminal, in a few lines; other work is silent there."""

from __future__ import annotations

import pytest

from autograder.commands.progress import progress_bar, progress_of_long_work


def test_long_work_tells_every_tenth_of_each_piece_once(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_of_long_work("freezing") as advance:
        for done in range(201):
            advance(done, 200, f"check {done}" if done < 200 else "")
        advance(1, 3, "")
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["freezing: 1 of 200, check 1", "freezing: 20 of 200, check 20"]
    assert lines[-2:] == ["freezing: 200 of 200", "freezing: 1 of 3"] and len(lines) == 12


def test_short_work_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("grading") as advance:
        advance(1, 2, "a check")
    assert capsys.readouterr().err == ""
