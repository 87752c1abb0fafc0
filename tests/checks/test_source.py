"""Source: rules for what a student's text uses, each broken rule with the student's line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from autograder.checks.source import SourceOptions, talk
from autograder.records import AnswerKey, Case, Check, Limits, Observation, Verdict


def judged(text: str, file: str = "work.py", **settings: Any) -> Verdict:
    """What a check with these rules says of a text."""
    check = Check("q1.rule", "source", "", 1, "", "", SourceOptions(**settings), True, "visible", Limits())
    judge = talk(check, [Case("the files", {})], AnswerKey())
    next(judge)
    try:
        judge.send([Observation("returned", {file: np.frombuffer(text.encode(), np.uint8)})])
    except StopIteration as end:
        verdict: Verdict = end.value
        return verdict
    raise AssertionError("a verdict is all it gives")


LSTSQ = {"calls": ["numpy.linalg.lstsq"]}


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nx = np.linalg.lstsq(A, b)",
        "import numpy\nx = numpy.linalg.lstsq(A, b)",
        "import numpy.linalg as la\nx = la.lstsq(A, b)",
        "from numpy import linalg\nx = linalg.lstsq(A, b)",
        "from numpy.linalg import lstsq\nx = lstsq(A, b)",
        "from numpy.linalg import lstsq as l\nx = l(A, b)",
        "from numpy.linalg import *\nx = lstsq(A, b)",
        "import numpy as np\nx = getattr(np.linalg, 'lstsq')(A, b)",
        "import numpy as np\nx = getattr(getattr(np, 'linalg'), 'lstsq')(A, b)",
        "import importlib\nx = importlib.import_module('numpy.linalg').lstsq(A, b)",
        "import numpy as np\nx = map(np.linalg.lstsq, A, b)",
        "x = __import__('numpy').linalg.lstsq(A, b)",
        "import numpy as np\nn = np\nx = n.linalg.lstsq(A, b)",
        "import numpy as np\nlin, eye = np.linalg, np.eye\nx = lin.lstsq(A, b)",
        "import numpy as np\nx = vars(np.linalg)['lstsq'](A, b)",
        "import numpy as np\nx = np.linalg.__dict__['lstsq'](A, b)",
    ],
)
def test_a_call_is_found_by_whatever_name_it_goes(text: str) -> None:
    verdict = judged(text, forbid=LSTSQ)
    line = len(text.splitlines())
    assert verdict.status == "failed" and verdict.score == 0
    assert verdict.message.startswith(f"numpy.linalg.lstsq may not be called here. work.py, line {line}: x = ")
    assert verdict.brief == verdict.message


def test_a_name_that_is_given_to_it_is_the_function_too() -> None:
    text = "import numpy as np\nsolve = np.linalg.lstsq\ndef f(A, b):\n    return solve(A, b)\n"
    assert "work.py, line 2: solve = np.linalg.lstsq" in judged(text, forbid=LSTSQ).message
    assert "work.py, line 4: return solve(A, b)" in judged(text, forbid=LSTSQ, within=["f"]).message


def test_what_is_like_it_is_not_it() -> None:
    for text in ("import scipy.linalg as la\nla.lstsq(A, b)", "def lstsq(A, b): pass\nlstsq(1, 2)", "# np.linalg.lstsq",
                 "'np.linalg.lstsq'", "import numpy as np\nnp.linalg.solve(A, b)"):  # fmt: skip
        assert judged(text, forbid=LSTSQ).status == "passed", text
    assert judged("import scipy.linalg as la\nla.lstsq(A, b)", forbid={"calls": ["lstsq"]}).status == "failed"


@pytest.mark.parametrize(
    ("loops", "text", "line"),
    [
        (["for"], "x = 1\nfor i in x:\n    pass", 2),
        (["while"], "def f():\n    while True:\n        pass", 2),
        (["comprehension"], "y = [i for i in x]", 1),
        (["comprehension"], "y = sum(i for i in x)", 1),
        (["for", "while"], "while x:\n    for y in x: pass", 1),
    ],
)
def test_loops_are_told_with_the_first_line_of_one(loops: list[str], text: str, line: int) -> None:
    assert f"is not allowed here. work.py, line {line}: " in judged(text, forbid={"loops": loops}).message
    assert judged("y = x.sum()", forbid={"loops": loops}).status == "passed"


def test_imports_of_a_module_and_of_all_in_it() -> None:
    for text in (
        "import sklearn",
        "import sklearn.svm as s",
        "from sklearn import svm",
        "from sklearn.svm import SVC",
        "def f():\n    import sklearn",
        "import importlib\nimportlib.import_module('sklearn.svm')",
    ):
        assert judged(text, forbid={"imports": ["sklearn"]}).message.startswith(
            "The module sklearn may not be imported"
        )
    assert judged("import sklearn_like\nfrom . import sklearn", forbid={"imports": ["sklearn"]}).status == "passed"


def test_names_that_may_not_be_used() -> None:
    assert (
        "eval may not be used here. work.py, line 1: eval('1')"
        in judged("eval('1')", forbid={"names": ["eval"]}).message
    )
    assert judged("eval = 1", forbid={"names": ["eval"]}).status == "passed"


def test_what_must_be_used() -> None:
    rule = {"calls": ["numpy.einsum"], "loops": ["while"], "imports": ["numpy"], "names": ["__all__"]}
    assert judged("import numpy as np\nnp.einsum('ij->j', x)\nwhile x: pass\n__all__", require=rule).status == "passed"
    assert judged("import numpy as np\nf = np.einsum\nwhile x: pass\n__all__", require=rule).message == (
        "work.py must use a call of numpy.einsum, and does not."
    )
    assert judged("x = 1", require={"loops": ["while"]}).message == "work.py must use a loop with while, and does not."


def test_a_rule_within_a_function_follows_the_helpers_that_it_calls() -> None:
    text = (
        "def other():\n    for i in x: pass\ndef helper():\n    return [i for i in x]\ndef f():\n    return helper()\n"
    )
    rules = {"loops": ["for", "comprehension"]}
    assert "work.py, line 4" in judged(text, forbid=rules, within=["f"]).message
    assert judged(text.replace("helper()\n", "1\n", 2), forbid=rules, within=["f"]).status == "passed"
    methods = "class Gate:\n    def a(self):\n        return self.b()\n    def b(self):\n        while 1: pass\n"
    assert "line 5" in judged(methods, forbid={"loops": ["while"]}, within=["Gate.a"]).message


@pytest.mark.parametrize(
    "given",
    [
        "solvers = {'least': np.linalg.lstsq}",
        "solvers: dict = {'least': np.linalg.lstsq}",
        "solvers, more = {'least': np.linalg.lstsq}, 1",
    ],
)
def test_a_rule_within_a_function_follows_what_it_uses_of_the_file(given: str) -> None:
    text = f"import numpy as np\n{given}\ndef f(A, b):\n    return solvers['least'](A, b)\n"
    assert "work.py, line 2: solvers" in judged(text, forbid=LSTSQ, within=["f"]).message
    assert judged(text.replace("solvers['least']", "np.dot"), forbid=LSTSQ, within=["f"]).status == "passed"
    own = "class Model:\n    solve = np.linalg.lstsq\n    def fit(self, A, b):\n        return self.solve(A, b)\n"
    assert "work.py, line 3: solve" in judged(f"import numpy as np\n{own}", forbid=LSTSQ, within=["Model.fit"]).message


def test_a_name_that_a_function_binds_itself_is_nothing_of_the_file() -> None:
    for own in ("def f(x): return x", "def f(A):\n    x = A\n    return x", "def f(A): return [x for x in A]"):
        text = f"import numpy as np\nx = np.linalg.lstsq(1, 2)\n{own}\n"
        assert judged(text, forbid=LSTSQ, within=["f"]).status == "passed", own


def test_how_a_constant_is_made_is_no_loop_of_the_function_that_uses_it() -> None:
    text = "TABLE = [i * i for i in range(9)]\ndef f(i):\n    return TABLE[i]\n"
    rules = {"loops": ["comprehension"]}
    assert judged(text, forbid=rules, within=["f"]).status == "passed"
    assert "work.py, line 1" in judged(text, forbid=rules).message
    assert "must use a loop" in judged(text, require=rules, within=["f"]).message


def test_a_stub_has_not_kept_any_rule() -> None:
    text = "def f(x):\n    raise NotImplementedError('q1: f')\n"
    assert judged(text, forbid=LSTSQ).message == "Not written yet: q1: f."
    assert judged("class A:\n    def f(self): raise NotImplementedError\n", forbid=LSTSQ).status == "passed"


@pytest.mark.parametrize("text", ["def f(:", "\0", "(" * 500, "-" * 100_000 + "1"])
def test_a_text_that_is_no_python_is_a_sentence(text: str) -> None:
    assert "cannot be read as Python" in judged(text, forbid=LSTSQ).message


def test_a_deep_text_ends_in_a_verdict() -> None:
    assert judged("a" + ".a" * 900 + "()", forbid=LSTSQ).status in ("passed", "failed")


def test_a_line_of_a_notebook_is_told_by_its_cell() -> None:
    text = "# %% hw.ipynb, cell 7, line 3\ndef f(x):\n    for i in x: pass\n"
    assert "hw.ipynb, cell 7, line 4: for i in x: pass" in judged(text, forbid={"loops": ["for"]}).message


def test_a_check_without_a_rule_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs a rule: write forbid or require"):
        SourceOptions()
    with pytest.raises(ValidationError):
        SourceOptions(forbid={"loops": ["until"]})
