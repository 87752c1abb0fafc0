"""Staff's own code, read without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.staff_code import StaffCodeError, holding, names_in

TEXTS = {
    "graph": "from probes.tools import number\n\n\ndef gate(student):\n    return number(1)\n",
    "plain": "def identity(student, x):\n    return x\n",
    "tools": "import numpy as np\n\n\ndef number(value):\n    return value\n",
    "deep": "def run(student):\n    from probes import graph\n    return graph.gate(student)\n",
}


@pytest.mark.parametrize(
    ("names", "modules"),
    [
        (["identity"], ["plain"]),
        (["gate"], ["graph", "tools"]),
        (["run"], ["graph", "tools", "deep"]),
        (["identity", "gate"], ["graph", "plain", "tools"]),
    ],
)
def test_only_modules_that_a_probe_needs_are_sent_to_its_worker(names: list[str], modules: list[str]) -> None:
    assert list(holding(TEXTS, "probes", names)) == modules


def test_code_that_does_not_parse_is_told_by_file_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "toy.py").write_text("def fine():\n    return [\n")
    with pytest.raises(StaffCodeError, match=r"toy.py:2:12: '\[' was never closed"):
        names_in(tmp_path, "cases")
