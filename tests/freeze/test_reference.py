"""Freezing refuses an assignment whose checks do not fit their cases, or whose reference does not pass them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder.answers.store import AnswersError
from autograder.errors import StaffError
from autograder.freeze.reference import freeze
from autograder.grading.grader import Grader
from autograder.records import Submission, staff_time
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.reports import in_bytes
from tests.support.toy import edited
from tests.support.warm import run


def refusal(folder, sandbox):
    """What freezing says that refuses the folder."""
    with pytest.raises(AnswersError) as refused:
        freeze(StaffFolder(folder), loader.load(folder), sandbox)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("gradients: {x: dx}", "gradients: {x: dq}",
         "35:21: the reference does not pass t1.slope (deck 0): The gradient with respect to x is missing. "
         "The probe scaled_backward gives dx, and no 'dq'."),
        ("upstream: dz", "output: zz",
         "34:9: the reference does not pass t1.slope (deck 0): forward gives no zz. The probe scaled gives z, "
         "and no 'zz'. "
         "Did you mean 'z'?"),
        ("        upstream: dz\n", "",
         "28:9: the reference does not pass t1.slope (deck 0): forward gives shape (2, 3) where () is expected."),
        ("cases: scaled\n", "cases: scaled\n        compare: [z, zz]\n",
         "27:22: the reference does not pass t1.scaled (deck 1): The check expected an output called zz and did "
         "not get it. "
         "The probe scaled gives z, and no 'zz'. Did you mean 'z'?"),
        ("none: 0.5", "none: 0.5\n        output: label",
         "57:9: the reference does not pass t2.classify (deck 1): The predictions (label) are missing. "
         "The probe classify gives labels, and no 'label'. Did you mean 'labels'?"),
    ],
)  # fmt: skip
def test_a_check_that_the_reference_does_not_pass_is_refused_with_its_place(toy_folder, sandbox, old, new, words):
    told = refusal(edited(toy_folder, (old, new)), sandbox)
    assert told == f"{toy_folder}/assignment.yaml:{words}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('sizes = {"small"', 'sizes = {"small": 1 / 0, "smaller"',
         "cases/slopes: the cases of t1.slope cannot be drawn: ZeroDivisionError: division by zero (cases/toy.py, "
         "line 18)."),
        ("for name, size in sizes.items()", "for name, size in sizes.items() if rng is None",
         "cases/slopes: the cases of t1.slope need at least one, each with its own name; there is none."),
    ],
)  # fmt: skip
def test_cases_that_cannot_be_drawn_are_told_with_the_place_of_their_check(toy_folder, sandbox, old, new, words):
    told = refusal(edited(toy_folder, (old, new), name="cases/toy.py"), sandbox)
    assert told == f"{toy_folder}/assignment.yaml:36:9: {words}"


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("None", "must be a list such as [Case(…), Case(…)]; the function returned None."),
        ("Case('one', {})", "must be a list such as [Case(…), Case(…)]; the function returned a value of type Case."),
        ("{'one': 1}", "must be a list such as [Case(…), Case(…)]; the function returned a value of type dict."),
        ("'one'", "must be a list such as [Case(…), Case(…)]; the function returned a value of type str."),
        ("7", "must be a list such as [Case(…), Case(…)]; the function returned a value of type int."),
        ("[('one', {})]", 'entry 1 must be a Case, such as Case("by hand", {"x": 1.0}), and is a value of type tuple.'),
        ("[None]", 'entry 1 must be a Case, such as Case("by hand", {"x": 1.0}), and is None.'),
        ("[Case(7, {})]", "entry 1 needs a name, a text of one line; got 7."),
        ("[Case(' ', {})]", "entry 1 needs a name, a text of one line; got ' '."),
        ("[Case('a\\nb', {})]", "entry 1 needs a name, a text of one line; got 'a\\nb'."),
        ("[Case('one', None)]", 'entry 1 (one) must have inputs by name, such as {"x": 1.0}, and has None'),
        ("[Case('one', {1: 2})]", "entry 1 (one) has 1 for the name of one of its inputs, which must be text."),
        (
            "[Case('one', {}, keep=[1])]",
            'entry 1 (one) must have keep by name, such as {"x": 1.0}, and has a value of type list.',
        ),
        ("[Case('one', {}, hint=7)]", "entry 1 (one) must have text for its hint, and has a value of type int."),
        ("[Case('one', {}), Case('one', {})]", "need at least one, each with its own name; 'one' is there twice."),
        ("exit('over')", "cannot be drawn: SystemExit: over"),
    ],
)
def test_whatever_a_function_of_cases_returns_is_told_in_words(toy_folder, sandbox, returned, words):
    edited(toy_folder, ("def slopes(rng):\n", f"def slopes(rng):\n    return {returned}\n"), name="cases/toy.py")
    told = refusal(toy_folder, sandbox)
    assert told.startswith(f"{toy_folder}/assignment.yaml:36:9: cases/slopes: the cases of t1.slope")
    assert words in told


@pytest.mark.parametrize("parameters", ["", "rng, size", "*, rng"])
def test_a_function_of_cases_that_does_not_take_the_generator_is_told(toy_folder, sandbox, parameters):
    edited(toy_folder, ("def slopes(rng)", f"def slopes({parameters})"), name="cases/toy.py")
    told = refusal(toy_folder, sandbox)
    assert told == (
        f"{toy_folder}/assignment.yaml:36:9: cases/slopes: the cases of t1.slope: the function must take a generator "
        "and nothing else: write def slopes(rng)."
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return {'value': nobody}", "the probe double raised NameError: name 'nobody' is not defined."),
        ("return student.tay.double(x)", "the probe double asks for what is not there. There is no tay.py"),
    ],
)
def test_what_a_probe_does_wrong_is_told_as_the_probes(toy_folder, sandbox, body, words):
    edited(toy_folder, ("return student.toy.double(x)", body), name="probes/toy.py")
    assert f"the reference has no answer for t1.double on the case 'two': {words}" in refusal(toy_folder, sandbox)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("print", "cannot be sent to a worker; use numbers, text, None, arrays, an Rng, and lists, tuples or tables"),
        ("__import__('random').random()", "are others when they are drawn again from the same generator: take every"),
    ],
)
def test_an_input_that_cannot_be_frozen_is_told_with_what_to_do(toy_folder, sandbox, value, words):
    edited(toy_folder, ('{"x": 2.0}', f'{{"x": {value}}}'), name="cases/toy.py")
    assert words in refusal(toy_folder, sandbox)


def test_a_reference_that_draws_random_numbers_of_its_own_is_refused(toy_folder, sandbox):
    edited(toy_folder, ("return 2 * x", "import numpy\n    return 2 * x + numpy.random.normal()"), name="toy.py")
    with pytest.raises(AnswersError, match=r"gives other answers for t1\.double when it is run again \(deck 0\)"):
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)


@pytest.mark.parametrize("of", ["inputs", "kept"])
def test_a_value_that_is_far_too_large_is_refused_before_anything_is_done_with_it(toy_folder, sandbox, of):
    large = "np.broadcast_to(0.0, (20000, 10000))"
    case = f"Case('two', {{'x': {large}}})" if of == "inputs" else f"Case('two', {{'x': 2}}, keep={{'x': {large}}})"
    body = f"    import numpy as np\n\n    return [{case}]\n"
    edited(toy_folder, ("def double(rng):\n", f"def double(rng):\n{body}"), name="cases/toy.py")
    with pytest.raises(AnswersError, match=r"x in the case 'two' of t1\.double: it has 1,600 MB, and at most 256 can"):
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)


def test_a_probe_that_gives_nothing_back_would_let_every_answer_pass_and_is_refused(toy_folder, sandbox):
    edited(toy_folder, ("def double(student, x):\n", "def double(student, x):\n    return {}\n"), name="probes/toy.py")
    assert "the probe double gives nothing back for t1.double on the case 'two', so that every answer" in refusal(
        toy_folder, sandbox
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("exit('over')", "t2.order: exit() is called by a law, which must return a sentence or None: SystemExit: over"),
        ("return 1 / 0", "(deck 1): Judging the case"),
        (
            "return bool(inputs)",
            "the case 'ten': laws/toy.py: is_permutation returned True; a law returns a sentence that",
        ),
        (
            "return not inputs",
            "laws/toy.py: is_permutation returned False; a law returns a sentence that complains, or None.",
        ),
        ("return int(7)", "laws/toy.py: is_permutation returned 7; a law returns a sentence that complains, or None."),
        ("return int(0)", "laws/toy.py: is_permutation returned 0; a law returns a sentence that complains, or None."),
        ("return str()", "laws/toy.py: is_permutation returned a text without a word; a law returns a sentence that"),
        ("return ' ' * 3", "laws/toy.py: is_permutation returned a text without a word; a law returns a sentence that"),
        ("return None, 'x'", "laws/toy.py: is_permutation returned a value of type tuple; a law returns a sentence"),
        ("yield 'x'", "laws/toy.py: is_permutation returned a value of type generator; a law returns a sentence"),
        ("return bytes()", "laws/toy.py: is_permutation returned a value of type bytes; a law returns a sentence"),
        ("return np.False_", "laws/toy.py: is_permutation returned a value of type bool"),
        ("return [inputs]", "laws/toy.py: is_permutation returned a value of type list; a law returns a sentence"),
        ("return inputs['n'].dtype", "Judging the case 'ten' raised AttributeError: 'int' object has no attribute"),
        ("inputs['list'].sort()", "Judging the case 'ten' raised ValueError: sort array is read-only"),
    ],
)
def test_a_law_that_fails_in_whatever_way_is_told_to_staff_with_its_place(toy_folder, sandbox, body, words):
    law = "def is_permutation(inputs, outputs):\n"
    edited(toy_folder, (law, f"{law}    {body}\n"), name="laws/toy.py")
    numpys = '"n": rng.integers(10, 11), "rng": Rng(5)}, keep={"list": rng.normal(size=3)}'
    edited(toy_folder, ('"n": 10, "rng": Rng(5)}', numpys), name="cases/toy.py")
    told = refusal(toy_folder, sandbox)
    assert words in told and re.match(r".+\.yaml:\d+:\d+: ", told)
    assert "Traceback" not in told and "an output is missing" not in told


ENDLESS = "    while True:\n        try:\n            pass\n        except Exception:\n            pass\n"


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        ("laws/toy.py", "def is_permutation(inputs, outputs):\n", "laws/toy.py: is_permutation did not end within 0.5"),
        ("cases/toy.py", "def slopes(rng):\n", "the cases of t1.slope cannot be drawn: the function did not end"),
        ("prompts/toy.py", "def double(x):\n", "prompts/: double fails on the case 'two' (TooLongError: double did"),
    ],
)
def test_staff_code_that_never_ends_is_broken_off_and_named(toy_folder, sandbox, monkeypatch, name, function, words):
    monkeypatch.setattr(staff_time, "SECONDS", 0.5)
    path = toy_folder / name
    path.parent.mkdir(exist_ok=True)
    text = path.read_text() if path.exists() else function
    path.write_text(text.replace(function, function + ENDLESS))
    assert words in refusal(toy_folder, sandbox)


@pytest.mark.parametrize("package", ["laws", "cases", "prompts"])
def test_staff_code_whose_import_never_ends_is_named(toy_folder, sandbox, monkeypatch, package):
    monkeypatch.setattr(staff_time, "SECONDS", 0.5)
    (toy_folder / package).mkdir(exist_ok=True)
    (toy_folder / package / "toy.py").write_text("while True:\n    pass\n")
    with pytest.raises(StaffError, match=f"{package}/toy.py: its import did not end within 0.5 seconds."):
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)


@pytest.mark.parametrize("package", ["laws", "cases", "prompts"])
def test_staff_code_that_exits_while_it_is_imported_ends_no_command_in_silence(toy_folder, sandbox, package):
    (toy_folder / package).mkdir(exist_ok=True)
    (toy_folder / package / "toy.py").write_text("import sys\nsys.exit()\n")
    with pytest.raises(StaffError, match="SystemExit"):
        freeze(StaffFolder(toy_folder), loader.load(toy_folder), sandbox)


FIRST = """

SEEN = {}


def first(rng, of):
    state = rng.bit_generator.state["state"]["state"]
    return SEEN.setdefault(of, state) == state
"""


def test_every_check_that_fits_no_later_deck_is_refused_at_once_with_its_place(toy_folder, sandbox):
    edited(toy_folder, ("cases: slopes\n        public: true", "cases: slopes"))
    edited(toy_folder, ('Case(name, {"x":', 'Case(name, {"x" if first(rng, name) else "y":'), name="cases/toy.py")
    edited(
        toy_folder, ('keep={"labels":', 'keep={"labels" if first(rng, "classify") else "label":'), name="cases/toy.py"
    )
    path = toy_folder / "cases" / "toy.py"
    path.write_text(path.read_text() + FIRST)
    told = refusal(toy_folder, sandbox)
    assert told.replace(f"{toy_folder}/assignment.yaml:", "").splitlines() == [
        "35:21: no case of t1.slope has an input 'x', whose gradient is asked for; there are dz, k, y.",
        "49:9: no case of t2.classify keeps 'labels'. Did you mean 'label'?",
    ]


def test_a_gradient_check_that_measures_nothing_is_broken_and_not_passed(toy_folder, sandbox, toy_answers, toy_source):
    shutil.rmtree(toy_folder / "cases")
    assignment = loader.load(edited(toy_folder, ("gradients: {x: dx}", "gradients: {v: dx}")))
    files = in_bytes(toy_source)
    report = Grader(assignment, toy_answers, sandbox).grade(Submission("me", files), ["t1.slope"])
    [line] = report.lines
    assert line.verdict.status == "broken" and line.points == 0
    assert "the case 'small' of t1.slope has none of the inputs v" in line.verdict.staff_note


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return x.nothing", "double fails on the case 'two' (AttributeError: "),
        ("return 'value = double('", "double fails on the case 'two' (SyntaxError: "),
    ],
)
def test_a_prompt_that_fails_on_a_case_is_refused_with_the_place_of_its_check(toy_folder, sandbox, body, words):
    (toy_folder / "prompts").mkdir()
    (toy_folder / "prompts" / "toy.py").write_text(f"def double(x):\n    {body}\n")
    told = refusal(toy_folder, sandbox)
    first = told.splitlines()[0]
    assert re.search(r"assignment\.yaml:\d+:\d+: prompts/: ", first) and words in first


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("cases/toy.py", '{"x": 2.0}', '{"x": Case}'),
        ("cases/toy.py", '{"x": 2.0}', '{"x": 10**5000}'),
        ("cases/toy.py", '{"x": 2.0}', '{"x": 2.0}, keep={"y": object()}'),
        ("cases/toy.py", '{"x": 2.0}', '{"x": 2.0}, keep={"$y": 2.0}'),
        ("toy.py", "return 2 * x", "return np.float64(2 * x) / np.float64(0)"),
        ("toy.py", "return k * dz", "return [object()]"),
        ("toy.py", "return k * x", "return {1: np.float64(k)}"),
    ],
)
def test_whatever_cannot_be_frozen_is_told_without_pythons_own_notation(
    toy_folder: Path, tmp_path: Path, name: str, old: str, new: str
) -> None:
    edited(toy_folder, (old, new), name=name)
    done = run("freeze", "--assignment", toy_folder, "--cache", tmp_path / "cache")
    assert done.returncode == 3 and "assignment.yaml:" in done.stderr
    assert not re.search(r"\b[A-Z]\w+\(|array\(|float64\(|<\w+ object|Traceback", done.stderr), done.stderr
