"""What a student's code may do in a worker, and what is said when it does something else; in either kind of sandbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.records import Error, Limits, Observation, Rng
from autograder.sandbox import Payload, Sandbox
from tests.support.reports import in_bytes

from .helpers import call, load, see


def error_of(seen: Observation) -> Error:
    assert seen.error is not None and not seen.outputs
    return seen.error


def test_a_call_gives_back_plain_arrays(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "def run(x):\n    return {'y': 2 * x, 'n': 3, 'yes': True}", call(x=np.arange(3.0)))
    assert seen.outcome == "returned" and seen.error is None
    assert np.array_equal(seen.outputs["y"], [0.0, 2.0, 4.0]) and type(seen.outputs["y"]) is np.ndarray
    assert seen.outputs["n"].shape == () and seen.outputs["yes"].dtype == np.bool_


def test_a_bare_value_is_called_value(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "def run():\n    return [[1, 2], [3, 4]]")
    assert np.array_equal(seen.outputs["value"], [[1, 2], [3, 4]])


@pytest.mark.parametrize("dtype", ["f4", "f8", "f2", "i1", "i8", "u2", "?", ">f8"])
def test_a_dtype_survives_the_way_there_and_back(sandbox: Sandbox, dtype: str) -> None:
    array = np.array([[0, 1, 2], [3, 4, 5]]).astype(dtype)
    [seen] = see(sandbox, "def run(x):\n    return x", call(x=array.T))
    assert np.array_equal(seen.outputs["value"], array.T)
    assert seen.outputs["value"].dtype == array.dtype.newbyteorder("<")


@pytest.mark.parametrize(
    "value", [None, True, 3, 2**70, 0.1, float("nan"), float("-inf"), "words", [1, (2.5, "x")], (1,), {"a": [1.0]}]
)
def test_every_kind_of_input_arrives_as_it_was_sent(sandbox: Sandbox, value: object) -> None:
    source = f"def run(x):\n    nan, inf = float('nan'), float('inf')\n    return repr(x) == {repr(value)!r}"
    [seen] = see(sandbox, source, call(x=value))
    assert bool(seen.outputs["value"])


def test_an_rng_arrives_as_a_generator_and_a_second_attempt_draws_differently(sandbox: Sandbox) -> None:
    from autograder.records import Limits

    from .helpers import load

    with sandbox.worker(load({}), Limits()) as worker:
        [first] = worker.run([call("draw", rng=Rng(5))])
        [again] = worker.run([call("draw", rng=Rng(5))])
        [other] = worker.run([call("draw", rng=Rng(5))], attempt=1)
        [same] = worker.run([call("draw", rng=Rng(5))], attempt=1)
    assert np.array_equal(first.outputs["drawn"], np.random.default_rng(5).random(3))
    assert np.array_equal(first.outputs["drawn"], again.outputs["drawn"])
    assert np.array_equal(other.outputs["drawn"], same.outputs["drawn"])
    assert not np.array_equal(first.outputs["drawn"], other.outputs["drawn"])


def test_each_call_gets_fresh_arrays(sandbox: Sandbox) -> None:
    both = see(sandbox, "", call("spoil", x=np.zeros(2)), call("spoil", x=np.zeros(2)))
    assert [list(seen.outputs["x"]) for seen in both] == [[1, 1], [1, 1]]


def test_inputs_take_their_room_once(walled: Sandbox) -> None:
    source = "import numpy\ndef run(x):\n    return numpy.ones(21_000_000)[0] + x[0]"
    given = load({"work.py": source})
    with walled.worker(given, Limits(seconds=20, memory_mb=256)) as worker:
        (seen,) = worker.run([call(x=np.zeros(7_500_000))])
    assert seen.outputs["value"] == 1


def test_a_module_keeps_its_state_between_the_calls_of_one_worker_and_no_longer(sandbox: Sandbox) -> None:
    source = "n = 0\ndef run():\n    global n\n    n += 1\n    return n"
    assert [int(seen.outputs["value"]) for seen in see(sandbox, source, call(), call())] == [1, 2]
    assert int(see(sandbox, source)[0].outputs["value"]) == 1


def test_unseeded_global_randomness_is_the_same_in_every_worker(sandbox: Sandbox) -> None:
    source = "import numpy, random\ndef run():\n    return [numpy.random.random(), random.random(), hash('a') % 1000]"
    first, second = see(sandbox, source)[0], see(sandbox, source)[0]
    assert np.array_equal(first.outputs["value"], second.outputs["value"])


def test_an_exception_is_told_with_the_students_own_line(sandbox: Sandbox) -> None:
    [seen] = see(
        sandbox, "import other\ndef run():\n    return other.half(0)", other="def half(x):\n    return 1 / x\n"
    )
    error = error_of(seen)
    assert (seen.outcome, error.fault, error.type) == ("raised", "exception", "ZeroDivisionError")
    assert (error.file, error.line, error.text, error.function) == ("other.py", 2, "return 1 / x", "half")
    assert 'File "work.py", line 3, in run' in error.traceback
    assert "probes" not in error.traceback and "sandbox" not in error.traceback


def test_a_wrong_signature_is_told_with_the_call_that_was_made(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "run = len", call(x=1.0))[0])
    assert error.called == "return student.work.run(**inputs)" and not error.traceback and not error.file
    error = error_of(see(sandbox, "x = 1\n\ndef run():\n    return 1", call(x=1.0))[0])
    assert error.message == "run() got an unexpected keyword argument 'x'" and not error.traceback
    assert (error.file, error.line, error.text, error.called) == ("work.py", 3, "def run():", "")


def test_the_call_is_told_as_it_was_sent_whatever_stands_where_we_are(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "probes").mkdir()
    (tmp_path / "probes" / "bench.py").write_text("x = 1\n" * 50)
    monkeypatch.chdir(tmp_path)
    error = error_of(see(sandbox, "run = len", call(x=1.0))[0])
    assert error.called == "return student.work.run(**inputs)"


def test_a_frame_that_claims_to_be_a_probe_is_still_only_an_error(sandbox: Sandbox) -> None:
    source = "def run():\n    exec(compile('\\n' * 500 + 'run(1)', 'probes/bench.py', 'exec'))"
    assert error_of(see(sandbox, source)[0]).type == "TypeError"


def test_an_unwritten_function_is_told_as_unwritten(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "def run():\n    raise NotImplementedError('q4: run')")[0])
    assert (error.fault, error.message, error.line) == ("unwritten", "q4: run", 2)


def test_a_missing_file_is_told_in_a_sentence(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "", call("other"))[0])
    assert (error.fault, error.message) == ("missing", "There is no other.py among your files.")


def test_a_file_that_imports_a_missing_file_says_so(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "from other import run")[0])
    assert (error.fault, error.message) == ("missing", "There is no other.py among your files.")
    assert (error.file, error.line) == ("work.py", 1)


@pytest.mark.parametrize("written", ["Run", "runs", "run_"])
def test_a_missing_name_is_told_with_the_nearest_one(sandbox: Sandbox, written: str) -> None:
    error = error_of(see(sandbox, f"def {written}():\n    return 1")[0])
    assert (error.fault, error.message) == ("missing", f"work.py has no run; did you mean {written}?")


def test_a_missing_name_with_nothing_near_it(sandbox: Sandbox) -> None:
    assert error_of(see(sandbox, "x = 1")[0]).message == "work.py has no run."


def test_a_probes_complaint_is_a_sentence_and_nothing_else(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "", call("grumble"))[0])
    assert (error.fault, error.message) == ("complaint", "The gradients came in the wrong order.")
    assert not error.traceback and not error.file


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ("None", "value is None; is a return statement missing?"),
        ("'a'", "value is text, where numbers are wanted."),
        ("[[1], [2, 3]]", "value is a list whose entries do not line up as an array of numbers."),
        ("[1, None]", "value is a list whose entries are not all numbers, or do not line up."),
        ("[1, 'a']", "value is text, where numbers are wanted."),
        ("object()", "value is an object, where numbers are wanted."),
        ("(x for x in [1])", "value is a generator, where numbers are wanted."),
        ("1j", "value has complex numbers, where real numbers are wanted."),
        ("10**30", "value is a whole number too large for an array."),
        ("{'loss': None}", "loss is None; is a return statement missing?"),
        ("__import__('numpy').zeros(2, 'datetime64[s]')",
         "value is an array whose entries are not all numbers, or do not line up."),
        ("__import__('numpy').broadcast_to(0.0, (10**6, 10**6))", "value is too large to be looked at."),
    ],
)  # fmt: skip
def test_a_result_that_is_not_numbers_is_told_in_a_sentence(sandbox: Sandbox, returned: str, sentence: str) -> None:
    error = error_of(see(sandbox, f"def run():\n    return {returned}")[0])
    assert (error.fault, error.message) == ("unusable", sentence)


@pytest.mark.parametrize(
    "returned",
    [
        "np.float32(2)",
        "np.matrix([[2.0]])",
        "np.ma.array([2.0])",
        "np.array([2.0])[::-1]",
        "np.longdouble(2)",
        "np.array(2, '>i4')",
    ],
)
def test_every_kind_of_number_arrives_as_a_plain_array(sandbox: Sandbox, returned: str) -> None:
    [seen] = see(sandbox, f"import numpy as np\ndef run():\n    return {returned}")
    assert type(seen.outputs["value"]) is np.ndarray and float(seen.outputs["value"].reshape(())) == 2


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        (b"def run(:\n", "invalid syntax", 1),
        (b"def run():\nreturn 1\n", "expected an indented block after function definition on line 1", 2),
        (b"x = 1\ny = 1 / 0\n", "division by zero", 2),
        (b"\xff\xfed\x00", "work.py is saved as UTF-16; save it as UTF-8.", 0),
        (b"x = '\xe9'\n", "work.py is not saved as UTF-8 (line 1); save it as UTF-8.", 0),
        (b"x = 1\0\n", "work.py holds a NUL byte, so it is not a Python file; was it damaged or renamed?", 0),
        (b"# coding: utf-7\n", "Line 1 of work.py declares the encoding utf-7; delete it and save as UTF-8.", 0),
        (b"\n# -*- coding: rot13 -*-", "Line 2 of work.py declares the encoding rot13; delete it and "
                                       "save as UTF-8.", 0),
        (b"import torch", "torch is not available here: your files may import Python's standard library, numpy and "
                          "each other, nothing else.", 1),
        (b"from numpy.gone import select",
         "The installed numpy has no module numpy.gone. Numpy 2 removed some modules of numpy 1; their functions are "
         "in numpy itself, as in `from numpy import select`.", 1),
        (b"import Other", "There is no module Other; did you mean other?", 1),
        (b"from . import other", "attempted relative import with no known parent package", 1),
    ],
)  # fmt: skip
def test_a_file_that_does_not_load_is_told_with_the_reason(
    sandbox: Sandbox, source: bytes, message: str, line: int
) -> None:
    error = error_of(see(sandbox, source, other="")[0])
    assert (error.fault, error.message, error.line) == ("load", message, line)
    assert "launch" not in error.traceback and "importlib" not in error.traceback


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbfrun = lambda: 1",
        b"def run():\r\n\treturn 1\r\n",
        b"def run():\r  return 1\r",
        b"# coding: utf-8\nrun = lambda: 1",
        b"# coding: latin-1\nrun = lambda: 1",
    ],
)
def test_byte_order_marks_and_any_line_ends_are_fine(sandbox: Sandbox, source: bytes) -> None:
    assert int(see(sandbox, source)[0].outputs["value"]) == 1


def test_a_students_random_py_does_not_stand_in_for_the_standard_one(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import random\ndef run():\n    return random.randint(3, 3)", random="1 / 0")
    assert int(seen.outputs["value"]) == 3


@pytest.mark.parametrize("name", ["test", "autograder", "yaml", "click", "helper"])
def test_a_students_helper_comes_before_what_is_installed_under_its_name(sandbox: Sandbox, name: str) -> None:
    [seen] = see(sandbox, f"import {name}\ndef run():\n    return {name}.THREE", **{name: "THREE = 3"})
    assert int(seen.outputs["value"]) == 3


@pytest.mark.parametrize(
    "line", ["import utils.maths as m", "from utils import maths as m", "from utils.maths import *"]
)
@pytest.mark.parametrize("init", [{}, {"utils/__init__": "WHERE = __file__"}])
def test_a_package_of_the_students_is_imported_with_and_without_an_init(
    sandbox: Sandbox, line: str, init: dict[str, str]
) -> None:
    files = {**init, "utils/maths": "from .deep.more import three", "utils/deep/more": "def three():\n    return 3\n"}
    [seen] = see(sandbox, f"{line}\nimport sys\ndef run():\n    return sys.modules['utils.maths'].three()", **files)
    assert int(seen.outputs["value"]) == 3


def test_a_package_of_that_name_adds_nothing_to_pythons_own_or_numpys(sandbox: Sandbox) -> None:
    files = {"json/mine": "x = 1", "numpy/mine": "x = 1"}
    for package in ("json", "numpy"):
        [seen] = see(sandbox, f"def run():\n    import {package}.mine", **files)
        assert error_of(seen).type == "ModuleNotFoundError"


def test_an_error_in_a_package_is_told_with_its_file(sandbox: Sandbox) -> None:
    [seen] = see(
        sandbox,
        "from utils.maths import f\ndef run():\n    return f()",
        **{"utils/maths": "def f():\n    return 1 / 0"},
    )
    error = error_of(seen)
    assert (error.file, error.line, error.text) == ("utils/maths.py", 2, "return 1 / 0")


def test_a_main_block_does_not_run(sandbox: Sandbox) -> None:
    assert not see(sandbox, "run = lambda: 1\nif __name__ == '__main__':\n    print('hello')")[0].printed


def test_the_command_line_is_empty_and_nobody_types(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import sys\ndef run():\n    assert sys.argv == ['']\n    return input()")
    assert error_of(seen).message.startswith("input() waits for somebody to type")


def test_what_is_printed_is_kept_with_its_call_and_cut(sandbox: Sandbox) -> None:
    source = "def run(n):\n    print('\\x1b[31mred\\x1b[0m é\\r\\n' * n)\n    return n"
    one, many = see(sandbox, source, call(n=1), call(n=10_000))
    assert one.printed == "red é\n\n" and 1000 < len(many.printed) <= 4096
    assert many.outcome == "returned"


@pytest.mark.parametrize(
    "value",
    ["numpy.ones(1 << 22, dtype='i1')", "[0] * (1 << 22)", "numpy.zeros((0, 1 << 22))", "numpy.zeros((1,) * 40)",
     "[numpy.broadcast_to(0.5, 1 << 22)]", "numpy.broadcast_to(0.5, (1 << 30, 1 << 20))"],
)  # fmt: skip
def test_a_result_that_is_too_large_is_said_to_be(sandbox: Sandbox, value: str) -> None:
    first, second = see(
        sandbox, f"import numpy\ndef run(right):\n    return 1 if right else {value}", call(right=0), call(right=1)
    )
    assert error_of(first).fault == "unusable" and error_of(first).message == "value is too large to be looked at."
    assert int(second.outputs["value"]) == 1


def test_results_that_are_too_large_together_are_said_to_be(sandbox: Sandbox) -> None:
    [names] = see(sandbox, "import numpy\ndef run():\n    return {n: numpy.ones(1 << 20, '?') for n in 'abc'}")
    assert error_of(names).message == "The results are too large to be looked at."
    calls = see(sandbox, "import numpy\ndef run():\n    return numpy.ones(1 << 21, 'i1')", *[call() for _ in range(6)])
    assert [seen.outcome for seen in calls] == ["returned"] * 4 + ["raised"] * 2
    assert error_of(calls[4]).message == "All results of this check together are too large to be looked at."


@pytest.mark.parametrize(
    ("body", "fault", "kind"),
    [
        ("import sys; sys.exit(0)", "exception", "SystemExit"),
        ("raise KeyboardInterrupt", "exception", "KeyboardInterrupt"),
        ("raise GeneratorExit", "exception", "GeneratorExit"),
        ("return run()", "exception", "RecursionError"),
        ("return bytearray(1 << 40)", "memory", "MemoryError"),
        ("import numpy; return numpy.ones((1 << 20, 1 << 14))", "memory", "MemoryError"),
    ],
)
def test_ways_to_leave_early_are_only_exceptions(sandbox: Sandbox, body: str, fault: str, kind: str) -> None:
    first, second = see(sandbox, f"def run():\n    {body}", call(), call())
    assert (first.outcome, error_of(first).fault, error_of(first).type) == ("raised", fault, kind)
    assert second.outcome == "raised"


def test_an_endless_recursion_is_told_in_a_few_lines(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "def run():\n    return run()")[0])
    assert len(error.traceback.splitlines()) < 30 and "more calls" in error.traceback


def test_an_exception_that_cannot_be_printed_is_still_told(sandbox: Sandbox) -> None:
    source = "class E(BaseException):\n    def __str__(self):\n        raise SystemExit\ndef run():\n    raise E"
    assert error_of(see(sandbox, source)[0]).message == "(the error's own text could not be shown)"


def test_an_exit_without_farewell_ends_the_worker_and_is_told(sandbox: Sandbox) -> None:
    first, second = see(sandbox, "import os\ndef run():\n    os._exit(3)", call(), call())
    assert (first.outcome, second.outcome) == ("died", "died")
    assert "exit status 3" in error_of(first).message
    assert error_of(first).disclosed == "Your code ended the whole program before it gave an answer."


def test_a_crash_is_told_by_its_signal(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import ctypes\ndef run():\n    ctypes.string_at(0)")
    assert seen.outcome == "died" and "SIGSEGV" in error_of(seen).message
    assert error_of(seen).disclosed == "Your code crashed the whole program."


def test_a_student_who_loops_forever_is_stopped_and_told_where(sandbox: Sandbox) -> None:
    source = "def run():\n    while True:\n        pass\ndef fine():\n    return 1"
    first, second = see(sandbox, source, call(), call(), seconds=0.4)
    assert (first.outcome, second.outcome) == ("timed out", "timed out")
    assert (error_of(first).file, error_of(first).function) == ("work.py", "run")
    assert error_of(first).line in (2, 3)


def test_a_loop_that_catches_everything_is_stopped_too(sandbox: Sandbox) -> None:
    source = (
        "def run():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass"
    )
    assert see(sandbox, source, seconds=0.4)[0].outcome == "timed out"


def test_a_loop_at_import_is_stopped_too(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import other\nrun = 1", other="while True:\n    pass", seconds=0.4)
    assert seen.outcome == "timed out" and (error_of(seen).fault, error_of(seen).file) == ("load", "other.py")


def test_a_loop_in_a_function_that_an_import_calls_is_told_with_the_line_of_the_call(sandbox: Sandbox) -> None:
    source = "import other\n\nother.spin()\nrun = 1"
    [seen] = see(sandbox, source, other="def spin():\n    while True:\n        pass", seconds=0.4)
    error = error_of(seen)
    assert (error.fault, error.file, error.line, error.text) == ("load", "work.py", 3, "other.spin()")


def test_a_flood_of_text_is_stopped(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "def run():\n    while True:\n        print('x' * 100_000)")
    assert seen.outcome == "died" and "more than 8 MB" in error_of(seen).message


def test_a_hand_on_the_recursion_limit_does_not_silence_the_worker(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import sys\ndef run():\n    sys.setrecursionlimit(60)\n    return 1")
    assert seen.outcome in ("returned", "raised")


DEEP = "def run():\n    def down(n):\n        return n and down(n - 1)\n    return down(3000)"


@pytest.mark.parametrize(
    ("work", "other"),
    [
        (f"import sys\nsys.setrecursionlimit(5000)\n{DEEP}", ""),
        (f"import other\n{DEEP}", "import sys\nsys.setrecursionlimit(5000)"),
        (DEEP.replace("run():", "run():\n    import other", 1), "import sys\nsys.setrecursionlimit(5000)"),
    ],
)
def test_a_recursion_limit_that_an_import_sets_holds_for_every_call(sandbox: Sandbox, work: str, other: str) -> None:
    assert [seen.outcome for seen in see(sandbox, work, call(), call(), call(), other=other)] == ["returned"] * 3


def test_a_recursion_limit_that_a_call_sets_ends_with_the_call(sandbox: Sandbox) -> None:
    source = (
        "import sys\ndef run(x):\n    limit = sys.getrecursionlimit()\n    sys.setrecursionlimit(x)\n    return limit"
    )
    first, second = see(sandbox, source, call(x=5000), call(x=5000))
    assert int(first.outputs["value"]) == int(second.outputs["value"])


@pytest.mark.parametrize("line", ["numpy.random.seed(3)", "numpy.random.random(5)", "random.seed(3)", ""])
def test_every_call_draws_from_where_the_imports_have_left_off(sandbox: Sandbox, line: str) -> None:
    source = f"import numpy, random\n{line}\ndef run():\n    return [numpy.random.random(), random.random()]"
    first, second = see(sandbox, source, call(), call())
    assert np.array_equal(first.outputs["value"], second.outputs["value"])


def test_a_file_after_one_that_does_not_load_is_imported_before_the_calls_too(sandbox: Sandbox) -> None:
    probes = """
def both(student):
    try:
        student.work
    except ZeroDivisionError:
        return student.other.run()
"""
    given = Payload(
        in_bytes({"work.py": "1 / 0", "other.py": "n = 1\ndef run():\n    return n"}), {"bench": probes}, ()
    )
    with sandbox.worker(given, Limits(seconds=10, memory_mb=512)) as worker:
        first, second = worker.run([call("both"), call("both")])
    assert int(first.outputs["value"]) == int(second.outputs["value"]) == 1


def test_a_file_that_is_not_to_be_imported_again_is_told_with_the_reason(sandbox: Sandbox) -> None:
    given = replace(
        load({"work.py": "import other\nrun = 1", "other.py": "while True: pass"}), endless={"other.py": "No."}
    )
    with sandbox.worker(given, Limits(seconds=10, memory_mb=512)) as worker:
        [seen] = worker.run([call()])
    assert (error_of(seen).fault, error_of(seen).message, error_of(seen).disclosed) == ("load", "No.", "No.")


def test_closed_streams_do_not_silence_the_worker(sandbox: Sandbox) -> None:
    [seen] = see(sandbox, "import sys\ndef run():\n    sys.stdout.close()\n    sys.stderr = None\n    return 1")
    assert int(seen.outputs["value"]) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [("open('digits.npz')", "FileNotFoundError"), ("import os; raise PermissionError(1, 'no')", "PermissionError")],
)
def test_a_door_that_is_shut_is_told_with_what_is_shut(sandbox: Sandbox, body: str, kind: str) -> None:
    error = error_of(see(sandbox, f"def run():\n    {body}")[0])
    assert error.type == kind and error.message.endswith(
        "may not open files, start programs or threads, or use the network."
    )


@pytest.mark.parametrize("name", ["helper", "parts", "parts.helper"])
def test_no_module_of_the_students_is_there_while_the_probes_load_and_all_are_there_again_after(
    sandbox: Sandbox, name: str
) -> None:
    probes = f"""
import importlib
try:
    importlib.import_module({name!r})
    FOUND = 1
except ImportError:
    FOUND = 0

def found(student):
    return [FOUND, student.work.run()]
"""
    work = f"import sys, helper, parts.helper\ndef run():\n    return {name!r} in sys.modules"
    files = in_bytes({"work.py": work, "helper.py": "", "parts/helper.py": "import helper"})
    with sandbox.worker(Payload(files, {"bench": probes}, ("work.py",)), Limits()) as worker:
        [seen] = worker.run([call("found")])
    assert seen.outputs["value"].tolist() == [0, 1]


@pytest.mark.parametrize("name", ["tkinter", "turtle", "msvcrt", "winsound", "readline", "sqlite3", "curses", "ssl"])
def test_a_module_of_pythons_that_is_not_there_is_told_as_such(walled: Sandbox, name: str) -> None:
    [seen] = see(walled, f"import {name}\ndef run():\n    return 1")
    if seen.error is not None:
        told = seen.error.message
        assert "belongs to Python's standard library, and is not there" in told and "shared object" not in told


def test_a_download_is_told_with_what_is_shut(walled: Sandbox) -> None:
    [seen] = see(walled, "from urllib.request import urlopen\ndef run():\n    urlopen('http://example.org')")
    assert error_of(seen).message.endswith("start programs or threads, or use the network.")


def test_a_file_of_numbers_that_is_not_there_is_told_with_what_is_shut(walled: Sandbox) -> None:
    [seen] = see(walled, "import numpy as np\ndef run():\n    return np.loadtxt('data.csv')")
    assert "data.csv not found" in error_of(seen).message and "may not open files" in error_of(seen).message
