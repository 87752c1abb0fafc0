"""Each slip changes what it says, and leaves everything else alone."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from autograder.prove import slips


def slipped(slip: Callable[[ast.AST], Iterator[ast.AST]], source: str) -> set[str]:
    """The texts that stand in the place of a node of ``source``, for every node at which the slip can be made."""
    found = (new for node in ast.walk(ast.parse(source)) for new in slip(node))
    return {ast.unparse(ast.fix_missing_locations(new)) for new in found}


@pytest.mark.parametrize(
    ("slip", "source", "expected"),
    [
        (slips.forgotten_transpose, "W.T @ x.t", {"W"}),
        (slips.other_axis, "x.sum(axis=0)", {"x.sum()", "x.sum(axis=1)"}),
        (slips.other_axis, "x.sum(axis=-1, keepdims=True)", {"x.sum(keepdims=True)", "x.sum(axis=-1)"}),
        (slips.dropped_term, "a - b", {"a", "-b"}),
        (slips.dropped_term, "a @ b", set()),
        (slips.other_sign, "a + b", {"a - b"}),
        (slips.other_sign, "-a", {"a"}),
        (slips.other_assignment, "w += x", {"w = x"}),
        (slips.other_assignment, "w = w - x", {"w -= x"}),
        (slips.other_assignment, "w = x - w", set()),
        (slips.off_by_one, "range(n)", {"range(n - 1)", "range(n + 1)"}),
        (slips.off_by_one, "x[:n]", {":n + 1"}),
        (slips.other_constant, "3", {"4", "6"}),
        (slips.other_constant, "True", {"False"}),
        (slips.other_comparison, "a < b", {"a <= b", "a > b"}),
        (slips.other_comparison, "rng.random(n) < p", {"rng.random(n) > p"}),
        (slips.other_comparison, "a if c else b", {"b if c else a", "a", "b"}),
        (slips.dropped_call, "np.sqrt(x)", {"x"}),
        (slips.dropped_call, "S.sum()", {"S"}),
        (slips.dropped_call, "float(x)", set()),
        (slips.dropped_call, "int(x)", {"x"}),
        (slips.related_call, "np.maximum", {"np.minimum"}),
        (slips.swapped, "a @ b", {"b @ a"}),
        (slips.swapped, "f(a, b)", {"f(b, a)"}),
        (slips.swapped, "np.maximum(a, b)", set()),
        (slips.dropped_statement, "w = x", {"pass"}),
        (slips.dropped_statement, "return_value", set()),
    ],
)
def test_a_slip_gives_every_text_that_a_student_could_have_written(slip, source: str, expected: set[str]) -> None:
    assert slipped(slip, source) == expected


def test_the_list_of_slips_holds_all_of_them() -> None:
    public = {value for name, value in vars(slips).items() if callable(value) and not name.startswith("_")}
    operators = {one for one in public if getattr(one, "__module__", "") == slips.__name__} - {slips.changes}
    assert set(slips.OPERATORS) == operators


def test_a_change_names_the_text_before_and_after_it() -> None:
    node = ast.parse("W.T", mode="eval").body
    assert [change for change, _ in slips.changes(node)] == ["`W.T` became `W`"]
