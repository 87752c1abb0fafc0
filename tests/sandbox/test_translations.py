"""What Python and numpy raise, really raised, and what a student reads of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.feedback.messages import Message
from autograder.feedback.translations import (
    CALL,
    IN_PLACE,
    INDEX,
    KEY,
    LISTS,
    LOOKED_AT,
    NONE,
    ONE_NUMBER,
    OTHER_DEF,
    PAIR,
    POWER,
    RECURSION,
    SINGLE,
    TABS,
    ZIPPED,
    by_message,
)
from autograder.feedback.troubles import trouble
from autograder.records import Error, Limits, Observation
from autograder.sandbox import Sandbox

from .helpers import call, see

NUMPY = "import numpy as np\n"


def told(sandbox: Sandbox, source: str) -> Message:
    [seen] = see(sandbox, source)
    assert seen.error is not None
    return trouble(seen, call(), Limits())


def running(body: str) -> str:
    """A file whose function `run` has this body, one statement a line."""
    return NUMPY + "def run():\n" + "".join(f"    {line}\n" for line in body.split("; "))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("X = np.ones((5, 3)); W = np.ones((4, 2)); return X @ W", "columns as B has rows; here they are 3 and 4."),
        ("X = np.ones((5, 3)); W = np.ones((4, 2)); return X @ W", "line X has shape (5, 3), W has shape (4, 2)."),
        ("X = np.ones((5, 3)); W = np.ones((4, 2)); return X.dot(W)", "the shapes are (5,3) and (4,2)"),
        ("x = np.ones(3); return x @ 2.0", "one side is a single number"),
        ("x = np.ones(3); y = np.ones(4); return x + y", "(3,) and (4,) do not."),
        ("x = np.ones(3); y = np.ones(4); return x + y", "x has shape (3,), y has shape (4,)"),
        ("x = np.ones(3); x[:] = np.ones(2); return x", "An array of shape (2,) is put into a place of shape (3,)"),
        ("x = np.ones(3); x += np.ones((2, 3)); return x", "`a += b` does not"),
        ("x = np.arange(3); x -= 0.5; return x", "make it a float array"),
        ("x = np.arange(3); return np.array([[1, 2], [3]])", "are the rows of different lengths?"),
        ("return np.vstack([np.ones(2), np.ones(3)])", "print the shape of each"),
        ("return np.ones(6).reshape(4, 2)", "An array of 6 numbers cannot be given the shape (4,2)"),
        ("x = np.ones(3); return 1 if x > 0 else 0", "need one True or False, and got a whole array"),
        ("x = np.ones((5, 3)); return x / x.sum(axis=1)", "with keepdims=True it gives (5,1), which fits."),
        ("x = np.arange(3); x -= 0.5; return x", IN_PLACE),
        ("return [a for a in zip([1], [1, 2], strict=True)]", ZIPPED),
        ("x = {'W': 1}; return x['w']", KEY),
        ("x = {'W': 1}; k = 'w'; return x[k]", "x is a dictionary of 1 ('W'), k is 'w'."),
        ("x = {'W': 1}; return x[['W']]", "A list cannot be a key of a dictionary, nor an entry of a set"),
        ("x = None; return x + 1", NONE),
        ("x = None; return x + 1", "On this line x is None."),
        ("x = None; return x.shape", NONE),
        ("a, b = None; return a", NONE),
        ("x = 2.0; return sum(x)", SINGLE),
        ("x = 2.0; return sum(x)", "On this line x is the number 2."),
        ("x = 2.0; return x[0]", SINGLE),
        ("x = np.float64(2); return x[0]", SINGLE),
        ("a, b = 2.0; return a", SINGLE),
        ("x = 2.0; return len(x)", SINGLE),
        ("x = 2.0; return x ^ 2", POWER),
        ("x = np.ones(2); return x ^ 2", POWER),
        ("x = [1.0, 2.0]; return x * 0.5", LISTS),
        ("x = [1.0, 2.0]; return x - [1.0, 1.0]", LISTS),
        ("x = [1.0, 2.0]; return x + 1.0", LISTS),
        ("x = [[1.0, 2.0]]; return x[0, 1]", PAIR),
        ("[a] = np.ones((2, 3)); return a", "of an array it takes the rows."),
        ("x = [1.0, 2.0]; return x[4 / 2]", INDEX),
        ("x = np.ones(4); return x[len(x) / 2]", INDEX),
        ("return np.zeros(4 / 2)", INDEX),
        ("return [0 for _ in range(4 / 2)]", INDEX),
        ("import math; return math.exp(np.ones(3))", ONE_NUMBER),
        ("return float(np.ones(3))", ONE_NUMBER),
        ("x = np.ones(3); return x(0)", CALL),
        ("x = 2.0; return x(3 + 4)", CALL),
        ("x = np.ones(3); return x[3]", "an axis of length 3 has no entry 3"),
        ("x = np.ones(3); return x[0, 1]", "fewer axes (1) than the indices in the brackets (2)"),
        ("x = [1]; return x[1]", "the last entry of n has the index n - 1"),
        ("if False: x = 1; return x", "a branch that did not run"),
        ("return exp(1.0)", "numpy's own function of that name is `np.exp`."),
        ("scoer = 1; return score", "Is the name spelt the same way where it is assigned"),
        ("return self.x", "Only a method whose first argument is called `self`"),
        ("import math; return math.log(0.0)", "is it 0 or negative?"),
        ("import math; return math.exp(1e4)", "too large for a float"),
        ("n = 0; return 1 / n", "which number can be 0 here?"),
        ("return run()", RECURSION),
    ],
)  # fmt: skip
def test_what_python_says_is_told_in_words(sandbox: Sandbox, body: str, sentence: str) -> None:
    assert sentence in told(sandbox, running(body)).full


def test_a_missing_import_of_numpy_is_told(sandbox: Sandbox) -> None:
    assert "begin it with `import numpy as np`" in told(sandbox, "def run():\n    return np.ones(2)\n").full


def test_a_name_that_another_method_knew_is_told(sandbox: Sandbox) -> None:
    source = "class A:\n    def f(self, x):\n        return x\n\n    def g(self):\n        return x\n\n\n"
    assert (
        "write `self.x` here, and `self.x = ...` in the method that computes it."
        in told(sandbox, source + "def run():\n    return A().g()\n").full
    )


def test_an_attribute_that_was_never_set_is_told(sandbox: Sandbox) -> None:
    source = "class A:\n    def f(self):\n        return self.x\n\n\ndef run():\n    return A().f()\n"
    assert "is it set before it is used?" in told(sandbox, source).full


def test_names_near_the_one_that_an_object_lacks_are_told_and_else_all_that_it_was_given(sandbox: Sandbox) -> None:
    gate = (
        "class Gate:\n    def __init__(self):\n        self.weights = 1\n    def forwards(self):\n        return 1\n\n"
    )
    for asked, has in [("forward()", "forwards"), ("Weights", "weights"), ("zzz", "weights")]:
        assert (
            f"On this line the Gate has {has}" in told(sandbox, gate + f"def run():\n    return Gate().{asked}\n").full
        )
    [seen] = see(sandbox, "class Net:\n    def losses(self):\n        return 1\n\n\nrun = Net()\n", call("attribute"))
    assert "method or attribute of that name. The Net has losses." in trouble(seen, call(), Limits()).full


def test_an_attribute_error_that_lies_about_its_object_is_told_without_it(sandbox: Sandbox) -> None:
    lie = "raise AttributeError(name='x' * 9999, obj=type('T', (), {'__dict__': property(lambda self: 1 / 0)})())"
    assert "has" not in told(sandbox, running(lie)).full


def test_tabs_among_spaces_are_told_in_hidden_checks_too(walled: Sandbox) -> None:
    source = "def run():\n    x = 1\n\treturn x\n"
    assert TABS in told(walled, source).full


def test_a_def_whose_arguments_are_not_those_that_were_handed_out_is_told(sandbox: Sandbox) -> None:
    for source, inputs in [("def run(x, y):\n    return x\n", {"x": 1.0}), ("def run():\n    return 1\n", {"x": 1.0})]:
        [seen] = see(sandbox, source, call(**inputs))
        assert OTHER_DEF in trouble(seen, call(), Limits()).full
    assert OTHER_DEF not in told(sandbox, "def f(x):\n    return x\n\n\ndef run():\n    return f()\n").full


@pytest.mark.parametrize(("value", "sentence"), [("3", "this is a number: np.asarray(...)"), ("[3]", LISTS)])
def test_what_is_no_array_is_told_where_something_of_arrays_is_asked_of_it(
    sandbox: Sandbox, value: str, sentence: str
) -> None:
    assert sentence in told(sandbox, running(f"x = {value}; return x.max()")).full


def test_a_method_that_a_check_asks_for_and_does_not_get_is_told(sandbox: Sandbox) -> None:
    source = "class Net:\n    def loss_(self):\n        return 1\n\n\nrun = Net()\n"
    [seen] = see(sandbox, source, call("attribute"))
    words = trouble(seen, call(), Limits())
    assert "The check asks Net for `loss`, and your class has no method" in words.full
    assert "is it set before it is used?" not in words.full


def test_two_files_that_import_each_other_are_told(sandbox: Sandbox) -> None:
    source = "from other import g\n\n\ndef run():\n    return 1\n"
    [seen] = see(sandbox, source, other="from work import run\ng = 1\n")
    assert "Two files import each other" in trouble(seen, call(), Limits()).full


GATE = "class Gate:\n    def forward(x, y):\n        return x\n\n\nrun = Gate().forward\n"


def test_a_missing_self_is_told_with_the_line_that_lacks_it_in_hidden_checks_too(walled: Sandbox) -> None:
    [seen] = see(walled, GATE, call(x=1.0, y=2.0))
    words = trouble(seen, call(), Limits())
    for text in (words.full, words.brief):
        assert "work.py, line 2, in Gate.forward" in text and "def forward(x, y):" in text
        assert "does not list `self` first: `def forward(self, ...)`" in text
    assert "got multiple values for argument 'x'" in words.full


def test_a_misspelt_init_is_told(sandbox: Sandbox) -> None:
    source = "class Gate:\n    def _init_(self, k):\n        self.k = k\n\n\nrun = Gate\n"
    [seen] = see(sandbox, source, call(k=1.0))
    words = trouble(seen, call(), Limits())
    for text in (words.full, words.brief):
        assert "def _init_(self, k):" in text and "it never calls `_init_`" in text


def test_too_many_arguments_for_a_method_with_self_are_not_put_down_to_self(sandbox: Sandbox) -> None:
    source = "class Gate:\n    def forward(self, x):\n        return x\n\n\n"
    [seen] = see(sandbox, source + "run = Gate().forward\n", call(x=1.0, y=2.0))
    words = trouble(seen, call(), Limits())
    assert "def forward(self, x):" in words.full and "has no `self`" not in words.full
    assert "probes/" not in words.full and "student." not in words.full
    assert "`self`, counts as one" in told(sandbox, source + "def run():\n    return Gate().forward(1, 2)\n").full


def test_a_file_that_does_not_load_is_blamed_by_its_own_line(sandbox: Sandbox) -> None:
    source = "def f(x):\n    return x[0]\n\n\nSTART = f(3)\n\n\ndef run():\n    return 1\n"
    words = told(sandbox, source)
    assert words.full.startswith("work.py, line 5 could not be imported: TypeError:")
    assert "START = f(3)" in words.full and 'File "work.py", line 2, in f' in words.full
    assert "work.py, line 5 could not be imported" in words.brief


def test_the_module_that_fails_is_blamed_and_not_the_one_that_imports_it(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import other\n\ndef run():\n    return 1\n", other="x = 1\ny = x.z\n")
    assert "other.py, line 2 could not be imported" in trouble(seen, call(), Limits()).full


def test_values_on_a_line_are_not_told_of_a_hidden_check(walled: Sandbox) -> None:
    [seen] = see(walled, running("X = np.ones((5, 3)); W = np.ones((4, 2)); return X @ W"))
    words = trouble(seen, call(), Limits())
    assert "shape" not in words.brief and "(5" not in words.brief and "return X @ W" in words.brief


def test_an_object_that_raises_when_it_is_looked_at_is_left_out(sandbox: Sandbox) -> None:
    source = (
        "class Odd:\n    def __getattribute__(self, name):\n        raise SystemExit\n\n\n"
        "def run():\n    odd, n = Odd(), 0\n    return 1 / n, odd.x\n"
    )
    assert "On this line n is the number 0." in told(sandbox, source).full


def test_only_the_beginning_of_a_message_is_read() -> None:
    sentence = "division by zero"
    near, far = (Error("exception", message=" " * (LOOKED_AT + beside) + sentence) for beside in (-100, 100))
    assert by_message(near) and by_message(replace(near, message="shapes (" * 2000 + ") and (" * 2000)) == ""
    assert by_message(far) == ""


def test_a_class_in_place_of_an_object_is_asked_about_and_a_maker_that_lacks_an_argument_is_not(sandbox):
    gate = "class Gate:\n    def __init__(self, k):\n        self.k = k\n    def forward(self, X):\n        return X\n"
    asked = "Is one left out, or is the method called on the class, `Gate`, in place of an object, such as `Gate()`?"
    assert asked in told(sandbox, gate + "def run():\n    return Gate.forward(1.0)\n").full
    assert "in place of an object" not in told(sandbox, gate + "def run():\n    return Gate()\n").full


def test_a_number_put_into_whole_numbers_and_a_missing_key_are_told_of_hidden_checks_too(sandbox):
    assert IN_PLACE in told(sandbox, running("x = np.arange(3); x -= 0.5; return x")).brief
    assert KEY in told(sandbox, running("x = {'W': 1}; return x['w']")).brief
    assert KEY not in told(sandbox, running("raise KeyError('w')")).brief


def test_a_name_without_a_value_in_a_notebook_may_have_been_set_by_what_was_left_out() -> None:
    error = Error("raised", type="NameError", message="name 'device' is not defined", place="hw.ipynb, cell 3, line 2")
    assert by_message(error).endswith("Is device set by a plain value, or in the function that uses it?")
    assert "cell" not in by_message(replace(error, place=""))


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("run = None\n", "asks for `loss` of what your code gave, and that is None: is a return missing?"),
        ("run = [1]\n", "asks for `loss` of what your code gave, and that is only of the kind list."),
        ("run = 2.5\n", "asks for `loss` of what your code gave, and that is only of the kind float."),
    ],
)
def test_what_is_of_no_class_of_the_student_s_is_not_called_one(sandbox: Sandbox, source: str, sentence: str) -> None:
    [seen] = see(sandbox, source, call("attribute"))
    words = trouble(seen, call(), Limits()).full
    assert sentence in words and "your class" not in words


def test_a_part_of_a_function_without_a_name_is_told_as_the_function(sandbox: Sandbox) -> None:
    sources = ("return sum(1 / x for x in [0])", "return (lambda x: 1 / x)(0)", "return [1 / x for x in [0]]")
    for source in sources:
        words = told(sandbox, running(source))
        assert "in run: ZeroDivisionError" in words.full and "in run: ZeroDivisionError" in words.brief


def test_what_a_check_calls_and_cannot_is_told_as_the_student_s(sandbox: Sandbox) -> None:
    error = Error("exception", "TypeError", "'float' object is not callable", called="net.loss(X, y)")
    words = trouble(Observation("raised", error=error), call(), Limits()).full
    assert "Something of yours that the check calls is of the kind float, and no function or method" in words
