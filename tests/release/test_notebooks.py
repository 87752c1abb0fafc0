"""Each question's notebook holds its stubs, or says in which notebook they stand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.commands.new import TEMPLATES
from autograder.release.notebooks import notebooks
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

HEAD = "import numpy as np\n"


def cells(folder: Path, source: str) -> dict[str, list[str]]:
    """The cells of each notebook that a reference makes, without the first, which names the question."""
    shutil.copytree(TEMPLATES / "numerical", folder)
    (folder / "numerical.py").write_text(source)
    spec = folder / "assignment.yaml"
    spec.write_text(spec.read_text().replace("        within: [trapezoid]\n", ""))
    made = notebooks(StaffFolder(folder), loader.load(folder))
    return {
        name: ["".join(cell["source"]) for cell in json.loads(data)["cells"]][1:] for name, data in sorted(made.items())
    }


def block(question: str, indent: str = "    ") -> str:
    return f"{indent}# BEGIN SOLUTION {question}\n{indent}return 1\n{indent}# END SOLUTION\n"


def test_a_question_whose_code_stands_in_another_s_notebook_says_so(tmp_path: Path) -> None:
    deep = " " * 8
    source = f"class A:\n    def newton(self):\n{block('q1', deep)}    def trapezoid(self):\n{block('q2', deep)}"
    found = cells(tmp_path / "a", HEAD + source)
    assert "# numerical.py\nclass A:" in found["q1.ipynb"][2]
    assert found["q2.ipynb"] == [
        "%load_ext autograder",
        "`class A:` is part of this question, too, and stands in q1.ipynb.",
        "%check q2",
    ]


@pytest.mark.parametrize("line", ["...", "3.5", "A = 1; B = 2"])
def test_a_statement_of_any_kind_is_a_cell(tmp_path: Path, line: str) -> None:
    source = f"{HEAD}{line}\ndef newton(x):\n{block('q1')}def trapezoid(x):\n{block('q2')}"
    found = cells(tmp_path / "a", source)
    assert found["q1.ipynb"][2] == f"# numerical.py\n{line}" and len(found["q1.ipynb"]) == 5
