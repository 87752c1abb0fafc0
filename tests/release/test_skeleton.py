"""Marked blocks become stubs; whatever could leak an answer is refused with its place."""

from __future__ import annotations

import pytest

from autograder.release.skeleton import SkeletonError, skeleton

REFERENCE = '''"""A module."""

import numpy as np


class Gate:
    """A gate."""

    def forward(self, x):
        """x: a number."""
        # BEGIN SOLUTION q4
        def inner(y):
            return y

        self.x = x  # kept for backward
        return inner(2 * x)
        # END SOLUTION

    def helper(self):
        return "stays"


def f(w, *, h=0.1):
    """w: (n,)."""
    # BEGIN SOLUTION q1
    return w
    # END SOLUTION
'''


def test_each_block_becomes_a_stub_with_question_and_name():
    text = skeleton("gate.py", REFERENCE, ["q1", "q4"])
    assert '        raise NotImplementedError("q4: Gate.forward")\n' in text
    assert '    raise NotImplementedError("q1: f")\n' in text
    assert "SOLUTION" not in text and "2 * x" not in text and "inner" not in text and 'return "stays"' in text
    compile(text, "gate.py", "exec")


def test_a_file_without_markers_stays_as_it_is():
    plain = "def g(x):\n    return x\n"
    assert skeleton("plain.py", plain, ["q1"]) == plain


def broken(old: str, new: str) -> str:
    assert old in REFERENCE
    return REFERENCE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        (broken("        # END SOLUTION\n", ""), "gate.py:11:9", "no `# END SOLUTION`"),
        (broken("        # BEGIN SOLUTION q4\n", ""), "gate.py:16:9", "no BEGIN"),
        (broken("        # END SOLUTION", "    # END SOLUTION"), "gate.py:17:5", "indented by 4, its BEGIN by 8"),
        (broken("# BEGIN SOLUTION q4", "# BEGIN SOLUTION q9"), "gate.py:11:9", "q9 is not a question"),
        (broken("# BEGIN SOLUTION q4", "# BEGIN SOLUTON q4"), "gate.py:11:9", "looks like a marker"),
        (broken("# BEGIN SOLUTION q4", "#BEGIN SOLUTION q4"), "gate.py:11:9", "looks like a marker"),
        (broken("# kept for backward", "# part of the solution"), "gate.py:15:21", "looks like a marker"),
        (
            broken("import numpy as np", "# BEGIN SOLUTION q1\nimport numpy as np\n# END SOLUTION"),
            "gate.py:3:1",
            "body of a function",
        ),
        (
            broken("        self.x = x", "        # BEGIN SOLUTION q4\n        self.x = x"),
            "gate.py:11:9",
            "before the next block",
        ),
        (
            broken(
                '        """x: a number."""\n        # BEGIN SOLUTION q4\n',
                '        # BEGIN SOLUTION q4\n        """x: a number."""\n',
            ),
            "gate.py:9:1",
            "another signature or docstring",
        ),
        (
            broken(
                "    # BEGIN SOLUTION q1\n    return w\n    # END SOLUTION",
                "    if w:\n    # BEGIN SOLUTION q1\n        return w\n    # END SOLUTION",
            ),
            "gate.py:26",
            "does not parse",
        ),
    ],
)
def test_markers_out_of_order_are_refused_with_their_place(source, place, words):
    with pytest.raises(SkeletonError) as error:
        skeleton("gate.py", source, ["q1", "q4"])
    assert str(error.value).startswith(place) or f"\n{place}" in str(error.value)
    assert words in str(error.value)


def test_every_problem_of_a_file_is_reported_at_once():
    source = broken("# BEGIN SOLUTION q4", "# BEGIN SOLUTION q9").replace("# kept for backward", "# a solution")
    with pytest.raises(SkeletonError) as error:
        skeleton("gate.py", source, ["q1", "q4"])
    assert len(str(error.value).splitlines()) == 2
