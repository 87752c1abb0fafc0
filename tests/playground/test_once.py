"""`autograder play --once`: a training without a page, in the terminal and as a picture."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from autograder.cli import main


def play(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["play", "--folder", str(folder), *words])


def pixels(path: Path) -> np.ndarray:
    """The colours of a picture that `png` wrote."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    rows = np.frombuffer(zlib.decompress(data[start : data.index(b"IEND") - 8]), np.uint8).reshape(height, -1)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def test_a_spiral_is_learned_and_drawn_in_the_terminal_and_as_a_picture(home, tmp_path):
    done = play(home, "--once", "spiral", "--epochs", "120", "--png", str(tmp_path / "out.png"))
    assert done.exit_code == 0, done.output
    *drawn, title, written = done.output.rstrip("\n").split("\n")
    assert len(drawn) == 20 and {len(line) for line in drawn} == {40} and set("".join(drawn)) <= set("o+ ")
    assert title.startswith("spiral, 2-16-16-2, epoch 120: train ") and "test 9" in title
    assert "the boundary and the curves" in written
    field = pixels(tmp_path / "out.png")[64:464, 30:430].reshape(-1, 3).astype(int)
    blue, orange = (field[:, 2] - field[:, 0] > 60).mean(), (field[:, 0] - field[:, 2] > 60).mean()
    assert blue > 0.25 and orange > 0.25


@pytest.mark.parametrize(
    ("data", "title"),
    [("digits", "digits, 64-16-10, epoch 3: train "), ("points", "points: 3 moves, climb ends at ")],
)
def test_digits_and_the_three_points_have_pictures_of_their_own(home, tmp_path, data, title):
    done = play(home, "--once", data, "--epochs", "3", "--png", str(tmp_path / "out.png"))
    assert done.exit_code == 0 and title in done.output
    assert len(np.unique(pixels(tmp_path / "out.png").reshape(-1, 3), axis=0)) > 20


def test_settings_are_a_table(home):
    done = play(home, "--once", "xor", "--epochs", "1", "--settings", '{"layers": [3, 5], "seed": 4}')
    assert "xor, 2-3-5-2, epoch 1" in done.output
    for wrong, said in (("[1]", "write a table"), ("{", "this is no JSON")):
        refused = play(home, "--once", "xor", "--settings", wrong)
        assert refused.exit_code == 2 and said in refused.output


def test_a_data_set_that_is_not_there_names_those_that_are(home):
    done = play(home, "--once", "moons")
    assert done.exit_code == 2
    assert "There is no data set moons; there are points, circle, xor, gauss, spiral, digits." in done.output


def test_what_is_not_written_yet_names_its_question(stubs):
    done = play(stubs, "--once", "spiral")
    assert done.exit_code == 2
    assert "This picture comes to life with Q3: its functions are not written yet." in done.output


def test_an_exception_stands_with_its_file_and_line_and_no_frame_of_ours(home):
    layers = home / "layers.py"
    text = layers.read_text(encoding="utf-8").replace("return X @ W + b", "return X @ W.T + b")
    layers.write_text(text, encoding="utf-8")
    line = text[: text.index("return X @ W.T + b")].count("\n") + 1
    done = play(home, "--once", "circle")
    assert done.exit_code == 2
    assert done.output.startswith(f"layers.py, line {line}, in ") and "ValueError: matmul" in done.output
    assert "return X @ W.T + b" in done.output and "adapter" not in done.output and "autograder" not in done.output


def test_an_assignment_without_a_playground_says_so(tmp_path):
    done = play(tmp_path, "--once", "circle")
    assert done.exit_code == 2
    assert "This assignment has no playground: there is no " in done.output
    missing = play(tmp_path / "nowhere", "--once", "circle")
    assert missing.exit_code == 2 and "There is no folder" in missing.output
