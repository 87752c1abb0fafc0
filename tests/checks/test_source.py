"""Source: rules for what a student's text uses, each broken rule with the student's line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from autograder.checks.source import SourceOptions, talk
from autograder.records import AnswerKey, Case, Check, Limits, Observation, Verdict
from autograder.spec.reading import validator
from tests.support.counting import calls_counted

NO_OTHERS: Mapping[str, str] = MappingProxyType({})


def judged(text: str, file: str = "work.py", others: Mapping[str, str] = NO_OTHERS, **settings: Any) -> Verdict:
    """What a check with these rules says of a text, beside others that are read with it."""
    options = validator(SourceOptions).validate_python(settings)
    check = Check("q1.rule", "source", "", 1, "", "", options, True, "visible", Limits(), reads=(file,))
    judge = talk(check, [Case("the files", {})], AnswerKey())
    next(judge)
    texts = {file: text, **others}
    try:
        judge.send(
            [Observation("returned", {name: np.frombuffer(one.encode(), np.uint8) for name, one in texts.items()})]
        )
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
        "from numpy import *\nx = linalg.lstsq(A, b)",
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
    "text",
    [
        "def f(x):\n    inv = 1 / x\n    return inv",
        "def f(x, inv):\n    return inv(x)",
        "def f(x):\n    def inv(y): return y\n    return inv(x)",
        "def f(x): return [inv for inv in x]",
        "def inv(x): return x\ndef f(x): return inv(x)",
        "class A:\n    def __init__(self, x): self.inv = x\n    def get(self): return print(self.inv)",
        "class A:\n    def inv(self): return 1\n    def get(self): return self.inv()",
        "def f(x): return x.inv",
        "import numpy as np\ndef f(x): return np.clip(x, 0, np.finfo(float).inv)",
        "from numpy import *\nimport random\ndef f(): return random.inv()",
    ],
)
def test_a_name_or_attribute_of_the_student_s_own_is_no_call_of_a_library_s(text: str) -> None:
    assert judged(text, forbid={"calls": ["inv", "numpy.random.inv"][: 1 + ("random" in text)][-1:]}).status == "passed"


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): return inv(x)",
        "def f(x, inv=inv): return inv(x)",
        "def f(x): return [inv for inv in ()], inv(x)",
        "def f(x): return map(inv, x)",
        "def f(x): return map(x.inv, x)",
        "def f(x): return sorted(x, key=x.inv)",
        "def f(x):\n    g = x.inv\n    return g(x)",
        "def f(x): return x.inv()",
        "import numpy as np\ndef f(): return np.linalg.inv",
        "try:\n    from numpy.linalg import inv\nexcept ImportError:\n    inv = None\ndef f(x): return inv(x)",
    ],
)
def test_what_is_called_or_passed_on_is_found_by_its_last_part(text: str) -> None:
    assert judged(text, forbid={"calls": ["inv"]}).message.startswith("inv may not be called here. work.py, line ")


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
        "work.py must call numpy.einsum, but does not."
    )
    assert judged("x = 1", require={"loops": ["while"]}).message == "work.py must contain a while loop, but does not."


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


LOOP = "    for i in x: pass\n"


@pytest.mark.parametrize(
    ("text", "others", "place"),
    [
        (f"if True:\n    def fit(x):\n    {LOOP}", {}, "work.py, line 3"),
        (f"try:\n    import numba\nexcept ImportError:\n    def fit(x):\n    {LOOP}", {}, "work.py, line 5"),
        ("from mine import slow\ndef fit(x): slow(x)", {"mine.py": f"def slow(x):\n{LOOP}"}, "mine.py, line 2"),
        ("import mine as m\ndef fit(x): m.slow(x)", {"mine.py": f"def slow(x):\n{LOOP}"}, "mine.py, line 2"),
        ("from mine import fit", {"mine.py": f"def fit(x):\n{LOOP}"}, "mine.py, line 2"),
        ("from mine import *\n", {"mine.py": f"def fit(x):\n{LOOP}"}, "mine.py, line 2"),
        (
            "from pkg.core import fit",
            {"pkg/core.py": "from .deep import slow\ndef fit(x): slow(x)", "pkg/deep.py": f"def slow(x):\n{LOOP}"},
            "pkg/deep.py, line 2",
        ),
        (f"def _fit(x):\n{LOOP}fit = _fit", {}, "work.py, line 2"),
        (f"def fit(x):\n{LOOP}old = fit\ndef fit(x): old(x)", {}, "work.py, line 2"),
    ],
)
def test_a_function_is_found_where_it_stands(text: str, others: dict[str, str], place: str) -> None:
    said = judged(text, others=others, forbid={"loops": ["for"]}, within=["fit"]).message
    assert said == f"A for loop is not allowed here. {place}: for i in x: pass"


@pytest.mark.parametrize(
    "text",
    [
        f"class B:\n    def fit(self, x):\n    {LOOP}class M(B):\n    def fit(self, x): super().fit(x)",
        f"class B:\n    def fit(self, x):\n    {LOOP}class M(B): pass",
        f"class B:\n    def go(self, x):\n    {LOOP}class M(B):\n    def fit(self, x): self.go(x)",
        f"class M: pass\ndef _fit(self, x):\n{LOOP}M.fit = _fit",
        f"class M:\n    def fit(self, x): raise NotImplementedError('q1: fit')\ndef _fit(self, x):\n{LOOP}M.fit = _fit",
        f"class M:\n    def fit(self, x):\n    {LOOP}M.fit = timed(M.fit)",
        f"class M: pass\n@add_to(M)\ndef fit(self, x):\n{LOOP}",
    ],
)
def test_a_method_is_found_in_the_class_that_it_is_from(text: str) -> None:
    said = judged(text, forbid={"loops": ["for"]}, within=["M.fit"]).message
    assert said.startswith("A for loop is not allowed here. work.py, line ")


def test_what_a_later_definition_replaces_is_nothing_of_the_file() -> None:
    text = f"def fit(x):\n{LOOP}def use(x): fit(x)\ndef fit(x): return x\n"
    assert judged(text, forbid={"loops": ["for"]}, within=["fit"]).status == "passed"


def test_a_function_that_is_in_no_file_keeps_no_rule() -> None:
    for text in ("", "def other(x): pass", "from numpy.linalg import lstsq as fit"):
        assert judged(text, forbid=LSTSQ, within=["fit"]).message == "work.py defines no fit."


@pytest.mark.parametrize(
    "text",
    [
        "from other import Base\nclass Model(Base): pass",
        "from other import Model",
        "from other import *",
        "Model = made_by_a_function('Model')",
        "@with_fit\nclass Model: pass",
        "class Model: pass\nsetattr(Model, 'fit', lambda self: 1)",
    ],
)
def test_a_method_that_may_come_from_what_a_check_does_not_read_breaks_no_rule(text: str) -> None:
    assert judged(text, forbid=LSTSQ, within=["Model.fit"]).status == "passed"
    plain = "class Model: pass\nfrom numpy import *"
    assert judged(plain, forbid=LSTSQ, within=["Model.fit"]).message == "work.py defines no Model.fit."


def test_names_that_lead_in_a_circle_end_in_a_verdict() -> None:
    others = {"a.py": "from b import f\nf = b.f.x", "b.py": "from a import f\nclass A(B): pass\nclass B(A): pass"}
    text = "from a import f as fit\nfrom b import A as M"
    assert judged(text, others=others, forbid=LSTSQ, within=["fit", "M.fit"]).status in ("passed", "failed")


def test_a_name_that_a_function_binds_itself_is_nothing_of_the_file() -> None:
    for own in ("def f(x): return x", "def f(A):\n    x = A\n    return x", "def f(A): return [x for x in A]"):
        text = f"import numpy as np\nx = np.linalg.lstsq(1, 2)\n{own}\n"
        assert judged(text, forbid=LSTSQ, within=["f"]).status == "passed", own


def test_how_a_constant_is_made_is_no_loop_of_the_function_that_uses_it() -> None:
    text = "TABLE = [i * i for i in range(9)]\ndef f(i):\n    return TABLE[i]\n"
    rules = {"loops": ["comprehension"]}
    assert judged(text, forbid=rules, within=["f"]).status == "passed"
    assert "work.py, line 1" in judged(text, forbid=rules).message
    assert "must contain a" in judged(text, require=rules, within=["f"]).message


def test_a_stub_has_not_kept_any_rule() -> None:
    text = "def f(x):\n    raise NotImplementedError('q1: f')\n"
    assert judged(text, forbid=LSTSQ).message == "Not written yet: q1: f."
    assert judged("class A:\n    def f(self): raise NotImplementedError\n", forbid=LSTSQ).status == "passed"


@pytest.mark.parametrize("text", ["def f(:", "\0", "(" * 500, "-" * 100_000 + "1"])
def test_a_text_that_is_no_python_is_a_sentence(text: str) -> None:
    assert "cannot be read as Python" in judged(text, forbid=LSTSQ).message


def test_a_deep_text_ends_in_a_verdict() -> None:
    assert judged("a" + ".a" * 900 + "()", forbid=LSTSQ).status in ("passed", "failed")


NORM = {"calls": ["numpy.linalg.norm"], "imports": ["numpy"]}
LONG: dict[str, Callable[[int], str]] = {
    "an elif chain": lambda n: (
        "def f(x):\n    if x == 0:\n        return 0\n"
        + "".join(f"    elif x == {i}:\n        return g{i}(x)\n" for i in range(1, n))
    ),
    "chains of attributes": lambda n: "def f(x):\n    return 1\n" + "y = np" + ".a" * n + "\n",
    "chains of calls": lambda n: "def f(x):\n    return 1\n" + "y = a" + ".b()" * (n // 2) + "\n",
    "many modules of which all is imported": lambda n: (
        "".join(f"from m{i} import *\n" for i in range(n)) + f"def f(x):\n    return [{'g(x), ' * n}]\n"
    ),
    "many loops": lambda n: "def f(x):\n" + "".join(f"    for a{i} in x: print(a{i})\n" for i in range(n)),
    "one import of many parts": lambda n: f"import a{'.a' * n}\ndef f(x):\n    return 1\n",
    "one name defined many times": lambda n: "def f(x):\n    return f(x)\ng = f\n" * n,
    "one value for many attributes": lambda n: "A.f = " + "".join(f"A.m{i} = " for i in range(n)) + "A.g\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("within", [(), ("f",)], ids=["whole", "within"])
@pytest.mark.parametrize("shape", LONG)
def test_a_text_twice_as_long_costs_at_most_twice_as_much(shape: str, within: tuple[str, ...]) -> None:
    def cost(lines: int) -> int:
        text = LONG[shape](lines)
        with calls_counted() as calls:
            judged(text, forbid={"calls": ["numpy.linalg.inv"], "loops": ["for"]}, require=NORM, within=within)
        return calls.count

    cost(10)  # what is made once for all texts
    assert cost(800) < 2.1 * cost(400) + 1000


def test_a_call_at_the_end_of_a_long_elif_chain_is_found() -> None:
    text = "import numpy as np\n" + LONG["an elif chain"](1000) + "    else:\n        return np.linalg.lstsq(x, x)\n"
    assert "lstsq may not be called here" in judged(text, forbid=LSTSQ, within=["f"]).message


def test_checks_that_look_at_one_text_parse_it_once() -> None:
    text = "import numpy as np\n" + "y = np.dot(x, x)\n" * 200
    with calls_counted() as first:
        judged(text, forbid=LSTSQ)
    with calls_counted() as second:
        judged(text, forbid={"calls": ["numpy.linalg.inv"]})
    assert second.count < 0.7 * first.count


def test_a_line_of_a_notebook_is_told_by_its_cell() -> None:
    text = "# %% hw.ipynb, cell 7, line 3\ndef f(x):\n    for i in x: pass\n"
    assert "hw.ipynb, cell 7, line 4: for i in x: pass" in judged(text, forbid={"loops": ["for"]}).message


def test_a_check_without_a_rule_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs a rule: write forbid or require"):
        validator(SourceOptions).validate_python({})
    with pytest.raises(ValidationError):
        validator(SourceOptions).validate_python({"forbid": {"loops": ["until"]}})


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"calls": ["np.linalg.inv"]}, "np is what a file may call numpy: write numpy.linalg.inv"),
        ({"imports": ["plt"]}, "plt is what a file may call matplotlib.pyplot: write matplotlib.pyplot"),
        (
            {"calls": ["numpy.trapezoid()"]},
            r"'numpy.trapezoid\(\)' is not a name: write letters, digits, _ and dots alone",
        ),
        ({"names": ["@"]}, "'@' is not a name"),
        ({"names": [""]}, "'' is not a name"),
    ],
)
def test_a_rule_that_no_text_could_break_is_refused(rules: dict[str, list[str]], said: str) -> None:
    for what in ("forbid", "require"):
        with pytest.raises(ValidationError, match=said):
            validator(SourceOptions).validate_python({what: rules})
