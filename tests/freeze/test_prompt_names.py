"""A prompt names modules, functions, methods and arguments that a student has: what is misspelt is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.answers.store import AnswersError
from autograder.freeze.reference import freeze
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

PROMPT = """
def scaled(x, k, dz):
    return '''
    {}
    '''
"""


def refusal(folder: Path, sandbox: Sandbox, text: str) -> list[str]:
    (folder / "prompts").mkdir()
    (folder / "prompts" / "toy.py").write_text(PROMPT.format(text.replace("\n", "\n    ")))
    with pytest.raises(AnswersError) as refused:
        freeze(StaffFolder(folder), loader.load(folder), sandbox)
    return str(refused.value).replace(f"{folder}/", "").splitlines()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from toy import scald\nz = scald(x, k)",
         "prompts/toy.py:4:21: the prompt scaled imports 'scald', which toy.py does not have. Did you mean 'scaled'?"),
        ("from tyo import scaled\nz = scaled(x, k)",
         "prompts/toy.py:4:10: the prompt scaled imports from 'tyo', and there is no such module. Did you mean 'toy'?"),
        ("from toy import scaled\nz = scald(x, k)",
         "prompts/toy.py:5:9: the prompt scaled uses 'scald', to which nothing gives a value. Did you mean 'scaled'?"),
        ("z = scaled(x, k)", "prompts/toy.py:4:9: the prompt scaled uses 'scaled', to which nothing gives a value."),
        ("from toy import scaled\nz = scaled(X, k)",
         "prompts/toy.py:5:16: the prompt scaled uses 'X', to which nothing gives a value. Did you mean 'x'?"),
        ("import toy\nz = toy.scald(x, k)",
         "prompts/toy.py:5:13: the prompt scaled asks for 'scald', which nothing in the reference has. "
         "Did you mean 'scaled'?"),
        ("from toy import scaled\nz = scaled(x, factor=k)",
         "prompts/toy.py:5:19: the prompt scaled gives scaled an argument 'factor', which it lacks."),
        ("from toy import scaled\nz = np.arry(scaled(x, k))",
         "prompts/toy.py:5:12: the prompt scaled asks for np.arry, which numpy does not have. Did you mean 'array'?"),
        ("from probes.tyo import double\nz = double(x)",
         "prompts/toy.py:4:10: the prompt scaled imports from 'probes.tyo', and there is no such module. "
         "Did you mean 'probes.toy'?"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_refused_with_its_place(toy_folder: Path, sandbox: Sandbox, text: str, words: str) -> None:
    assert refusal(toy_folder, sandbox, text) == [words]


def test_every_misspelt_name_is_told_at_once_and_each_once(toy_folder: Path, sandbox: Sandbox) -> None:
    told = refusal(toy_folder, sandbox, "from toy import scald\ny = X @ k\nz = np.nan_to_nmu(y)")
    assert [re.match(r"prompts/toy\.py:\d+:\d+", line) is not None for line in told] == [True] * 3


def test_a_name_that_is_put_together_is_told_at_its_function(toy_folder: Path, sandbox: Sandbox) -> None:
    (toy_folder / "prompts").mkdir()
    (toy_folder / "prompts" / "toy.py").write_text("\ndef scaled(x, k, dz):\n    return 'from toy import sc' + 'ald'\n")
    with pytest.raises(AnswersError, match=r"prompts/toy\.py:2:1: the prompt scaled imports 'scald'"):
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)


@pytest.mark.parametrize(
    "text",
    [
        "from toy import scaled\nz = scaled(x, k=k)  # z",
        "import toy\nz = toy.scaled(x, k)",
        "import numpy as np\nimport math\nz = np.linalg.norm(x) + math.pi + x.mean(axis=0)[0]",
        "import kit\nfrom probes.toy import double as twice\nx, k = kit.case('t1.scaled', 'three rows')\nz = twice(x)",
        "z = [row.sum() for row in x if len(row)]\nf = lambda row: row * k\nz = f(x)",
        "def g(row, many=2):\n    return row * many\nz = g(x, many=3)",
        "for row in x:\n    print(row.tolist())",
        "from toy import *\nz = scaled(x, k)",
    ],
)
def test_a_prompt_that_a_student_can_type_is_fine(toy_folder: Path, sandbox: Sandbox, text: str) -> None:
    (toy_folder / "prompts").mkdir()
    (toy_folder / "prompts" / "toy.py").write_text(PROMPT.format(text.replace("\n", "\n    ")))
    freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)
