"""Notebooks: their cells become the modules that are asked for, and what is left out is said with the cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.choice import digest
from autograder.intake.files import MAX_NOTEBOOK_BYTES, IntakeError
from autograder.intake.joining import joined
from autograder.intake.notebooks import Cell, read_cells
from autograder.intake.submission import open_submission
from autograder.records import Submission
from tests.intake.packing import PACKS, Pack
from tests.support.counting import calls_counted

EXPECTED = ("softmax.py", "graph.py")
NAMES = {"softmax.py": ["softmax", "loss"], "graph.py": ["Gate", "Add", "loss"]}


def notebook(*sources: str, **more: Any) -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["# Title\n"]}]
    cells += [
        {
            "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
            "source": one.splitlines(keepends=True),
        }
        for one in sources
    ]  # fmt: skip
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}).encode()


def made(*sources: str) -> dict[str, str]:
    """The modules that these cells make, without the lines that say where each piece comes from."""
    cells = [Cell("hw.ipynb", number, source) for number, source in enumerate(sources, 2)]
    files = joined(cells, NAMES, EXPECTED).files
    return {
        name: "".join(line for line in data.decode().splitlines(True) if not line.startswith("# %% "))
        for name, data in files.items()
    }


def notes(*sources: str) -> tuple[str, ...]:
    return joined([Cell("hw.ipynb", n, source) for n, source in enumerate(sources, 2)], NAMES, EXPECTED).notes


def opened(folder: Path, **files: bytes) -> Submission:
    for name, data in files.items():
        (folder / f"{name}.ipynb").write_bytes(data)
    return open_submission(folder, EXPECTED, names=NAMES)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.__name__)
def test_a_notebook_is_graded_however_it_is_packed(tmp_path: Path, pack: Pack) -> None:
    path = pack(tmp_path, {"hw.ipynb": notebook("import numpy as np", "def softmax(S):\n    return np.exp(S)\n")})
    submission = open_submission(path, EXPECTED, names=NAMES)
    assert list(submission.files) == ["softmax.py"]
    assert submission.files["softmax.py"].decode() == (
        "# %% hw.ipynb, cell 2, line 1\nimport numpy as np\n"
        "# %% hw.ipynb, cell 3, line 1\ndef softmax(S):\n    return np.exp(S)\n"
    )
    assert submission.notes == (
        "softmax.py was read from hw.ipynb: imports, functions, classes and constants.",
        "Not handed in: graph.py. What needs it earns nothing.",
    )


def test_a_single_notebook_is_a_submission(tmp_path: Path) -> None:
    (tmp_path / "ada.ipynb").write_bytes(notebook("def softmax(S): pass"))
    submission = open_submission(tmp_path / "ada.ipynb", EXPECTED, names=NAMES)
    assert submission.name == "ada" and list(submission.files) == ["softmax.py"]


def test_each_name_goes_to_the_file_of_its_skeleton_with_what_it_uses() -> None:
    files = made(
        "import numpy as np",
        "import seaborn",
        "EPS = 1e-6\nOTHER = 2",
        "def helper(x): return x + EPS",
        "def softmax(S):\n    return helper(np.exp(S))",
        "class Gate:\n    pass\n",
    )
    assert files["softmax.py"] == (
        "import numpy as np\nEPS = 1e-6\ndef helper(x): return x + EPS\ndef softmax(S):\n    return helper(np.exp(S))\n"
    )
    assert files["graph.py"] == "class Gate:\n    pass\n"


def test_what_runs_is_left_out_and_the_cell_named() -> None:
    loop = "for epoch in range(10**9):\n    softmax(epoch)"
    model = "X = np.load('train.npy')\nmodel = fit(X)\nprint(model)"
    files = made("def softmax(S):\n    return X", loop, model)
    assert files == {"softmax.py": "def softmax(S):\n    return X\n"}
    assert notes("def softmax(S): pass", loop, model)[1] == (
        "Cells 3 and 4 of hw.ipynb run something outside of a function, which was left out."
    )


@pytest.mark.parametrize(
    "line",
    ["%cd ..", "!pip install torch", "?np.dot", "np.dot?", "np.dot??", "files = !ls", "t = %time f()",
     "if True:\n    %pwd", "!echo \"it's", "%timeit softmax(3)"],
)  # fmt: skip
def test_magics_are_left_out_and_the_rest_of_the_cell_stays(line: str) -> None:
    source = f"A = 1\n{line}\ndef softmax(S):\n    return A\n"
    assert made(source)["softmax.py"].startswith("A = 1\n")
    assert made(source)["softmax.py"].endswith("def softmax(S):\n    return A\n")
    assert "Cell 2 of hw.ipynb has lines that begin with %, ! or ?, which were left out." in notes(source)


def test_a_percent_sign_in_an_expression_or_a_text_is_no_magic() -> None:
    source = 'def softmax(S):\n    x = (S\n  % 2)\n    """\n!not a command\n%%neither\n"""\n    return x\n'
    assert made(f"%pwd\n{source}")["softmax.py"] == source
    assert len(notes(source)) == 1


def test_a_command_that_goes_on_below_is_left_out_whole() -> None:
    source = "!pip install \\\n    numpy \\\n    scipy\ndef softmax(S):\n    %time x = \\\n        S\n    return S\n"
    assert "def softmax(S):\n    pass\n    pass\n    return S" in made(source)["softmax.py"]
    assert any("left out" in note for note in notes(source))


def test_a_cell_that_does_not_parse_is_dropped_by_its_number() -> None:
    assert made("def softmax(S): pass", "def loss(:\n") == {"softmax.py": "def softmax(S): pass\n"}
    [said] = [note for note in notes("def softmax(S): pass", "def loss(:\n") if "parse" in note]
    assert said.startswith("Cell 3 of hw.ipynb does not parse (line 1: ") and said.endswith("), and was left out.")


def test_a_cell_of_another_language_is_left_out_and_a_timed_one_is_not() -> None:
    files = made("%%bash\nrm -rf /", "%%time\ndef softmax(S): pass")
    assert files == {"softmax.py": "def softmax(S): pass\n"}
    assert "Cell 2 of hw.ipynb is for %%bash and not Python, and was left out." in notes("%%bash\nls")


def test_a_cell_that_writes_a_file_is_that_file() -> None:
    files = made(
        "%%writefile graph.py\nprint('kept')\nclass Gate: pass",
        "%%writefile -a graph.py\nA = f()",
        "%%writefile own/tools.py\nB = 1",
        "class Gate: other = 1",
        "%%writefile ../x.py\n",
        "%%file n.txt\n",
    )
    assert files == {"graph.py": "print('kept')\nclass Gate: pass\nA = f()\n", "own/tools.py": "B = 1\n"}
    told = notes(*[""] * 4, "%%writefile ../x.py\n", "%%file n.txt\n")
    said = "Cells 6 and 7 of hw.ipynb write files that are not .py files beside the notebook, and were left out."
    assert said in told


def test_a_file_that_is_written_by_its_whole_path_is_the_file_of_that_name() -> None:
    assert made("%%writefile /content/graph.py\nclass Gate: pass\n")["graph.py"] == "class Gate: pass\n"


def test_the_line_that_names_a_file_may_stand_below_a_magic() -> None:
    assert "def loss" in made("%%time\n# graph.py\ndef loss(S):\n    return S\n")["graph.py"]


def test_lines_that_were_saved_without_their_ends_are_lines() -> None:
    cells = [{"cell_type": "code", "source": ["def softmax(S):", "    return S"]}]
    [cell] = read_cells("hw.ipynb", json.dumps({"nbformat": 4, "cells": cells}).encode())
    assert cell.source == "def softmax(S):\n    return S"


def test_a_name_in_two_files_is_asked_back_and_a_first_line_answers() -> None:
    said = notes("def softmax(S): pass", "def loss(x): return 1")
    assert said[1] == (
        "loss stands in softmax.py and in graph.py, and Cell 3 of hw.ipynb does not say which is meant, so it was left "
        "out: let the cell begin with the line `# softmax.py`."
    )
    assert made("# softmax.py\ndef loss(x): return 1", "# graph.py\ndef loss(x): return 2") == {
        "softmax.py": "def loss(x): return 1\n",
        "graph.py": "def loss(x): return 2\n",
    }


def test_a_name_of_another_file_is_imported_from_there_however_they_use_each_other() -> None:
    files = made("def softmax(S):\n    return Gate", "class Gate:\n    def f(self):\n        return softmax(1)",
                 "class Add(Gate):\n    pass")  # fmt: skip
    assert files["softmax.py"] == "def softmax(S):\n    return Gate\nfrom graph import Gate\n"
    assert files["graph.py"].endswith("class Add(Gate):\n    pass\nfrom softmax import softmax\n")


def test_a_file_does_not_import_itself_and_what_comes_later_counts() -> None:
    files = made("from graph import Gate\nfrom softmax import softmax", "class Gate: first = 1", "class Gate: last = 1",
                 "Gate.more = 2", "def softmax(S): return S")  # fmt: skip
    assert files["graph.py"] == "class Gate: first = 1\nclass Gate: last = 1\nGate.more = 2\n"


def test_a_class_that_is_continued_in_another_cell_is_one_class() -> None:
    source = "def add_to(owner):\n    return lambda f: setattr(owner, f.__name__, f)\n"
    files = made(source, "class Gate:\n    pass", "@add_to(Gate)\ndef forward(self): return 1")
    assert files["graph.py"].endswith("@add_to(Gate)\ndef forward(self): return 1\n") and source in files["graph.py"]


def test_what_a_notebook_displays_a_module_prints() -> None:
    assert made("def softmax(S):\n    display(S)")["softmax.py"].startswith("display = print\n")


def test_format_3_is_read_and_others_are_refused_with_a_sentence() -> None:
    cell = {"cell_type": "code", "language": "python", "input": ["def softmax(S):\n", "    pass"]}
    old = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "heading", "source": "x"}, cell]}]}
    assert read_cells("a.ipynb", json.dumps(old).encode()) == [Cell("a.ipynb", 2, "def softmax(S):\n    pass")]
    with pytest.raises(IntakeError, match="a notebook of format 2, which is not read; open it in Jupyter"):
        read_cells("a.ipynb", b'{"nbformat": 2, "worksheets": []}')


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"{}", "does not say its format"),
        (b"[1]", "does not say its format"),
        (notebook(metadata={"kernelspec": {"language": "R"}}), "is a notebook in R, not in Python"),
        (notebook(metadata={"language_info": {"name": "julia"}}), "is a notebook in julia, not in Python"),
        (notebook(*["x = 1"] * 2100), "more than 2000 cells"),
    ],
)
def test_what_is_no_notebook_of_pythons_is_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    submission = opened(tmp_path, hw=data, more=notebook("def softmax(S): pass"))
    assert list(submission.files) == ["softmax.py"] and any(said in note for note in submission.notes)


@pytest.mark.parametrize("cells", [None, 7, [7, None, {"cell_type": "code"}, {"cell_type": "code", "source": 7}]])
def test_odd_json_is_no_error_of_ours(cells: object) -> None:
    assert read_cells("a.ipynb", json.dumps({"nbformat": 4, "metadata": [], "cells": cells}).encode()) == []


def test_a_large_notebook_is_read_and_a_huge_one_is_not(tmp_path: Path) -> None:
    plots = [{"output_type": "display_data", "data": {"image/png": "A" * (3 << 20)}}]
    cell = {"cell_type": "code", "source": "def softmax(S): pass", "outputs": plots}
    assert "softmax.py" in opened(tmp_path, hw=json.dumps({"nbformat": 4, "cells": [cell]}).encode()).files
    said = opened(tmp_path, hw=b" " * (MAX_NOTEBOOK_BYTES + 1)).notes
    assert any("hw.ipynb is larger than 16 MiB" in note or "larger than 16 MiB" in note for note in said)


def test_a_py_file_of_the_students_own_counts_before_the_cells_and_an_untouched_one_does_not(tmp_path: Path) -> None:
    stub = 'def softmax(S):\n    raise NotImplementedError("q1: softmax")\n'
    (tmp_path / "hw.ipynb").write_bytes(notebook("def softmax(S): return S"))
    (tmp_path / "softmax.py").write_text(stub)
    skeleton = {"softmax.py": digest(stub.encode())}
    assert b"cell 2" in open_submission(tmp_path, EXPECTED, skeleton=skeleton, names=NAMES).files["softmax.py"]
    (tmp_path / "softmax.py").write_text("def softmax(S): return 2 * S\n")
    own = open_submission(tmp_path, EXPECTED, skeleton=skeleton, names=NAMES)
    assert own.files["softmax.py"] == b"def softmax(S): return 2 * S\n"
    assert "softmax.py and hw.ipynb define the same names; the .py file was graded." in own.notes


def test_a_notebook_without_any_name_that_is_asked_for_says_so(tmp_path: Path) -> None:
    said = opened(tmp_path, hw=notebook("def sofmax(S): pass")).notes
    assert said[0] == "hw.ipynb defines nothing that is asked for, so nothing was read from it."
    said = opened(tmp_path, hw=notebook("def sofmax(S): pass"), more=notebook("y = 1")).notes
    assert said[0] == "hw.ipynb, more.ipynb define nothing that is asked for, so nothing was read from them."


def test_one_file_that_is_asked_for_takes_all_that_is_defined() -> None:
    files = joined([Cell("a.ipynb", 1, "def anything(): pass")], {}, ["hw.py"]).files
    assert files == {"hw.py": b"# %% a.ipynb, cell 1, line 1\ndef anything(): pass\n"}


def test_magics_that_nobody_misses_and_what_a_module_does_not_run_are_no_news() -> None:
    source = (
        "%load_ext autograder\n%matplotlib inline\ndef softmax(S): pass\nif __name__ == '__main__':\n    softmax(1)\n"
    )
    assert made(source) == {"softmax.py": "def softmax(S): pass\n"} and len(notes(source)) == 1


@pytest.mark.slow
def test_much_code_and_many_magics_end_in_a_sentence_and_not_in_a_long_wait() -> None:
    assert "cannot be read as Python" in notes("def softmax(S): pass", "!ls\n" * 5000)[-1]
    many = "".join(f"a{number} = b{number}\n" for number in range(5000))
    with calls_counted() as calls:
        joined([Cell("a.ipynb", 1, many + "def softmax(S): return a7")], NAMES, EXPECTED)
    assert calls.count < 600 * 5000
    with pytest.raises(IntakeError, match="is larger than 128 KiB"):
        read_cells("a.ipynb", notebook("x = 1\n" * 300_000))


IMPORTED = "import numpy as np, torch\nimport torch.nn as nn\nfrom math import sqrt\nfrom numpy import array\n"


@pytest.mark.parametrize(
    "line",
    [
        "x = torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
        "x = nn.ReLU()",
        "x = array([1, 2])",
        "x = sqrt(2)",
        "x = np.arange(6).reshape(2, 3).T",
        "x = 'a b'.split()",
        "x = [1]\nx += [2]\n",
        "rng = np.random.default_rng(0)\nx = rng.normal(size=3)",
        "if torch.cuda.is_available():\n    x = 1\nelse:\n    x = 2",
        "with np.errstate(all='ignore'):\n    x = np.log(0.0)",
        "try:\n    from fast import x\nexcept ImportError:\n    def x(S): return S",
        "if True:\n    def x(S): return S",
    ],
)
def test_what_is_made_at_once_by_what_was_imported_is_a_constant(line: str) -> None:
    text = made(IMPORTED, line, "def softmax(S):\n    return x * S")["softmax.py"]
    assert line.strip() in text
    assert not [note for note in notes(IMPORTED, line, "def softmax(S):\n    return x * S") if "left out" in note]


@pytest.mark.parametrize(
    "line",
    [
        "x = np.load('x.npy')",
        "x = torch.hub.load('a', 'b')",
        "x = own(3)",
        "f = own\nx = f(3)",
        "x = Gate().fit()",
        "from scipy import optimize\nx = optimize.minimize(own, 0)",
        "for x in range(3): pass",
        "y = own(3)\nx = y + 1",
        "x = own(3)\nx += 1",
        "if own(3):\n    x = 1",
    ],
)
def test_a_name_that_is_set_by_what_runs_is_told_with_its_cell(line: str) -> None:
    cells = ("import numpy as np, torch\ndef own(n): return n", line, "def softmax(S):\n    return x * S + own(1)")
    [told] = [note for note in notes(*cells) if " sets " in note]
    assert told.startswith("Cell 3 of hw.ipynb sets x ") and "by running something, which was left out" in told
    compile(made(*cells)["softmax.py"], "softmax.py", "exec")
    assert "x " not in made(*cells)["softmax.py"].replace("x * S", "").replace("softmax", "")


@pytest.mark.parametrize(
    "lacking",
    ["def loss(S, w=W): return w", "@W\ndef loss(S): return 1", "class Add(W): pass", "if W:\n    def loss(S): pass"],
)
def test_a_definition_that_needs_what_was_left_out_takes_no_other_with_it(lacking: str) -> None:
    cells = ("def softmax(S): return S", "W = own(3)", f"# softmax.py\n{lacking}")
    assert made(*cells) == {"softmax.py": "def softmax(S): return S\n"}
    assert notes(*cells)[-2:] == (
        "Cell 3 of hw.ipynb sets W by running something, which was left out, although other code uses it.",
        "Cell 4 of hw.ipynb needs at once what was left out of another cell, and was left out, too.",
    )


def test_a_name_of_a_functions_own_is_not_missed() -> None:
    said = notes("def softmax(S):\n    x = 2 * S\n    return x", "x = softmax(3)")
    assert said[1:] == ("Cell 3 of hw.ipynb runs something outside of a function, which was left out.",)


def test_a_function_in_a_branch_belongs_to_its_file() -> None:
    cells = ("try:\n    import numba\n    def softmax(S): return 1\nexcept ImportError:\n    def softmax(S): return 2",)
    assert "def softmax(S): return 2" in made(*cells)["softmax.py"]


def test_what_stands_beside_a_cell_that_writes_the_file_is_named() -> None:
    cells = (
        "%%writefile softmax.py\ndef softmax(S): return S",
        "def loss(S):\n    return S",
        "# softmax.py\ndef loss(S): return S",
    )
    assert "softmax.py is what its %%writefile cell wrote, so loss of cell 4 of hw.ipynb was left out." in notes(*cells)
    assert made("%%writefile 'my softmax.py'\ndef softmax(S): return S") == {}


@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_code_in_a_cell_of_text_is_named(tmp_path: Path, kind: str) -> None:
    cells = [{"cell_type": kind, "source": "def softmax(S):\n    return S"}, {"cell_type": kind, "source": "A title"}]
    told = opened(tmp_path, hw=notebook(cells=cells)).notes
    assert "hw.ipynb has no code cell with code in it, so nothing was read from it." in told
    assert "Cell 1 of hw.ipynb has code and is no code cell, so it was left out." in told


def test_twice_as_many_statements_are_twice_the_work() -> None:
    def chain(many: int) -> str:
        return "b0 = own(1)\n" + "".join(f"b{number + 1} = b{number}\n" for number in range(many))

    def work(many: int) -> int:
        with calls_counted() as counted:
            joined(
                [
                    Cell(
                        "hw.ipynb",
                        1,
                        "if x:\n    a = 1\n" * many
                        + "b0 = own(1)\n"
                        + "".join(f"b{n + 1} = b{n}\n" for n in range(many)),
                    )
                ],
                NAMES,
                EXPECTED,
            )
        return counted.count

    assert work(400) < 3 * work(200)


def test_a_long_chain_of_branches_ends_in_files_or_a_sentence() -> None:
    chain = "if x: a = 1\n" + "elif x: a = 1\n" * 900
    found = joined([Cell("hw.ipynb", 2, chain), Cell("hw.ipynb", 3, "def softmax(S): return a")], NAMES, EXPECTED)
    assert "def softmax" in found.files["softmax.py"].decode()
