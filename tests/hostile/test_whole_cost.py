"""What a whole grading costs the grader under the worst hand-ins that are known: little memory, and no more than a few
times the processor time that the reference costs it in the same run. What the student's own code takes is not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .arena import GRADER_MEMORY_KB
from .corpus import NEIGHBOUR, attacks
from .envelopes import REPOSITORY
from .test_memory import crowd

__all__ = ["crowd"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="a process's memory is measured by Linux's means"),
]
TIMES = 3.0
RIGHT = "def double(x):\n    return 2 * x\n"
MEASURED = """
import atexit, json, resource, sys

place = sys.argv.pop(1)

@atexit.register
def tell():
    own = resource.getrusage(resource.RUSAGE_SELF)
    [peak] = [line for line in open("/proc/self/status") if line.startswith("VmHWM:")]
    with open(place, "w") as file:
        json.dump([own.ru_utime + own.ru_stime, int(peak.split()[1])], file)

from autograder.cli import main
main()
"""


@dataclass(frozen=True)
class Cost:
    """Processor time in seconds and peak memory, of the grader's own process."""

    seconds: float
    memory_kb: int


def graded(place: Path, handed_in: Path, assignment: Path) -> Cost:
    told = place / "cost.json"
    words = ["grade", str(handed_in), "--assignment", str(assignment), "--results", str(place / "results.json")]
    done = subprocess.run(
        [sys.executable, "-B", "-c", MEASURED, str(told), *words], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return Cost(*json.loads(told.read_text()))


def folder(place: Path, **files: str) -> Path:
    home = place / "handed-in"
    home.mkdir()
    for name, text in {"work": RIGHT, "neighbour": NEIGHBOUR, **files}.items():
        (home / f"{name}.py").write_text(text)
    return home


def zipped(place: Path, files: dict[str, str]) -> Path:
    path = place / "handed-in.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"work.py": RIGHT, "neighbour.py": NEIGHBOUR, **files}.items():
            archive.writestr(name, text)
    return path


def distinct_words(place: Path) -> Path:
    texts = (
        f'"""{" ".join(f"w{n}" for n in range(start, start + 110_000))}"""\n' for start in range(0, 1_540_000, 110_000)
    )
    return folder(place, work="1 / 0\n", **{f"words{number}": text for number, text in enumerate(texts)})


def many_lines(place: Path) -> Path:
    return folder(place, work="\n" * 1_000_000 + "def double(x):\n    raise ValueError\n")


def a_message_of_half_sentences(place: Path) -> Path:
    said = "shapes (" * 170 + ") and (" * 375
    return folder(place, work=f"def double(x):\n    raise ValueError({said!r})\n")


def many_small_files(place: Path) -> Path:
    work = f'{RIGHT}"""\n{"".join(f"import x{n}" + chr(10) for n in range(50_000))}"""\n'
    return zipped(place, {"work.py": work, **{f"p{number}/m.py": "" for number in range(1900)}})


def many_copies(place: Path) -> Path:
    stub = 'raise NotImplementedError("q1: double")\n'
    blank = "\n" * 60_000
    return zipped(place, {"work.py": stub, **{f"work ({number}).py": stub + blank for number in range(1500)}})


def notebook(source: str, more: str) -> str:
    cells = [{"cell_type": "code", "source": [source]}]
    return json.dumps({"nbformat": 4, "cells": cells})[:-1] + f', "more": [{more}]}}'


def notebooks(place: Path) -> Path:
    home = folder(place)
    (home / "parts.ipynb").write_text(notebook("def double(x): return 2 * x", "{}," * 5_000_000 + "0"))
    (home / "code.ipynb").write_text(notebook("a = a\n" * 21_000, "0"))
    (home / "magics.ipynb").write_text(notebook("a = a\n" * 2000 + "!ls\n" * 190, "0"))
    return home


def many_numbers(place: Path) -> Path:
    [attack] = [attack for attack in attacks() if attack.name == "many_numbers"]
    return folder(place, work=attack.files({})["work.py"].decode())


@pytest.fixture(scope="module")
def usual(crowd: Path, tmp_path_factory: pytest.TempPathFactory) -> Cost:
    place = tmp_path_factory.mktemp("usual")
    return graded(place, folder(place), crowd)


@pytest.mark.parametrize(
    "worst",
    [
        distinct_words, many_lines, a_message_of_half_sentences, many_small_files, many_copies, notebooks, many_numbers
    ],
)  # fmt: skip
def test_the_worst_hand_ins_cost_little_more_than_the_reference(
    worst: Callable[[Path], Path], usual: Cost, crowd: Path, tmp_path: Path
) -> None:
    cost = graded(tmp_path, worst(tmp_path), crowd)
    assert cost.memory_kb < GRADER_MEMORY_KB and cost.seconds < TIMES * usual.seconds, (cost, usual)
