"""A change that a probe cannot reach changes no key; any other one does, and what is not sure counts as reached."""

from __future__ import annotations

import pytest

from autograder.grading.reach import digest_of, reached

TOOLS = """\
from numbers_of_mine import LIMIT
class Base:
    def run(self): return helper(1)
class Unused(Base):
    def run(self): return lonely(2)
def helper(x): return x + LIMIT
def lonely(x): return x
table = {"named": Base}
"""
MAIN = """\
from tools import Base as Other
def top(x): return Other().run()
def aside(x): return x
"""
PROBE = "def probe(student, x):\n    return {'y': student.main.top(x)}\n"


def files(main: str = MAIN, tools: str = TOOLS) -> dict[str, bytes]:
    return {"main.py": main.encode(), "tools.py": tools.encode()}


def test_code_is_followed_by_name_through_files_and_classes() -> None:
    assert reached(PROBE, files()) == {("main.py", "top"), ("tools.py", "Base"), ("tools.py", "helper")}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("def aside(x): return x", "def aside(x): return -x", True),
        ("def lonely(x): return x", "def lonely(x): return helper(x)", True),
        ("return lonely(2)", "return lonely(3)", True),
        ("return x + LIMIT", "return x - LIMIT", False),
        ("return helper(1)", "return helper(2)", False),
        ('"named"', '"renamed"', False),
        ("table = {", "table = {0: Unused, ", False),
        ("def aside(x): return x", "def aside(x=top(0)): return x", False),
        ("def aside(x): return x", "@top\ndef aside(x): return x", False),
        ("def aside(x): return x", "top = None", False),
        ("def lonely(x): return x", "def lonely(x): return x\nBase.run = lonely", False),
        ("def aside(x): return x", "def aside(x: return x", False),
    ],
)
def test_only_what_can_be_reached_changes_the_digest(old: str, new: str, same: bool) -> None:
    changed = {name: data.replace(old.encode(), new.encode()) for name, data in files().items()}
    assert changed != files()
    assert (digest_of(PROBE, changed) == digest_of(PROBE, files())) == same


@pytest.mark.parametrize(
    ("probe", "main"),
    [
        ("def probe(student, name): return getattr(student.main, name)", MAIN),
        (PROBE, MAIN.replace("return Other().run()", "return globals()['aside'](x)")),
        (PROBE, MAIN + "def top(x): return 2\n"),
        (PROBE, MAIN + "class Meta:\n    def __init_subclass__(cls): aside(1)\nclass Sub(Meta): pass\nSub()\n"),
        (PROBE, "def top(x:"),
    ],
)
def test_where_code_may_be_found_otherwise_nothing_is_said(probe: str, main: str) -> None:
    assert digest_of(probe, files(main)) == ""
