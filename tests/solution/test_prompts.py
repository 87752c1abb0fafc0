"""The lines that a student pastes into Python, run as printed in a folder such as students have."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from autograder.answers.store import Answers, load_answers
from autograder.feedback.prompt import prompt_of
from autograder.grading.paste import paste_of
from autograder.records import Assignment, Call, Case, Check, Observation, Transcript, Verdict
from autograder.release.folder import assignment_files
from autograder.spec.cases import PUBLIC_DECK, decks_of
from autograder.spec.loader import load
from autograder.spec.staff_folder import StaffFolder
from autograder.writers import text
from tests.support.commands import ENVIRONMENT
from tests.support.places import SOLUTION
from tests.support.warm import run

DRIVER = """
import code, json, sys
shown = []
sys.displayhook = shown.append
results = []
for lines in json.load(open("lines.json")):
    shown.clear()
    console = code.InteractiveConsole()
    failed = []
    console.showtraceback = lambda: failed.append(repr(sys.exc_info()[1]))
    console.showsyntaxerror = lambda *_, **__: failed.append("syntax")
    more = [console.push(line) for line in lines]
    last = shown[-1] if shown else None
    results.append([failed, more[-1], last.tolist() if hasattr(last, "tolist") else repr(last)])
json.dump(results, open("results.json", "w"))
"""


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load(SOLUTION)


@pytest.fixture(scope="module")
def answers(assignment: Assignment) -> Answers:
    return load_answers(SOLUTION / "answers.npz", assignment)


@pytest.fixture(scope="module")
def home(assignment: Assignment, answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder in which all work is done."""
    folder = tmp_path_factory.mktemp("home")
    for name, data in assignment_files(StaffFolder(SOLUTION), assignment, answers).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for name in assignment.files:
        shutil.copy(SOLUTION / name, folder / name)
    return folder


def typed(home: Path, blocks: list[list[str]]) -> list[tuple[list[str], bool, object]]:
    """What comes of each block, typed line by line at a prompt: errors, whether it wants more, the last value shown."""
    (home / "lines.json").write_text(json.dumps(blocks))
    subprocess.run([sys.executable, "-c", DRIVER], cwd=home, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return [tuple(row) for row in json.loads((home / "results.json").read_text())]


@pytest.mark.slow
def test_every_public_case_can_be_pasted(assignment: Assignment, answers: Answers, home: Path) -> None:
    wanted, blocks = [], []
    for check in (one for one in assignment.checks if one.public):
        for place, row in enumerate(answers.of(check, PUBLIC_DECK)):
            outputs = list(row.answer or {}) if check.kind == "output" else [""]
            for output in outputs:
                transcript = Transcript((Call(check.probe, row.case),) * (place + 1), (Observation("returned"),))
                verdict = Verdict("failed", 0.0, case_index=place, output=output)
                blocks.append(list(paste_of(assignment, answers, check, verdict, transcript)))
                named = prompt_of(assignment.prompts, check.probe, row.case).named(output)
                whole = named is not None and not named.part and blocks[-1][0] != "import kit"
                wanted.append((check.id, row.case.name, output, row.answer[output] if whole and row.answer else None))
    for (check_id, case, output, answer), (errors, unfinished, value) in zip(wanted, typed(home, blocks), strict=True):
        assert not errors and not unfinished, (check_id, case, output, errors)
        if answer is not None:
            assert np.allclose(np.asarray(eval(value) if isinstance(value, str) else value), answer, 1e-5, 1e-8), (
                check_id
            )


def test_every_output_that_a_check_compares_has_a_call_that_gives_it(assignment: Assignment, answers: Answers) -> None:
    nameless = [
        (check.id, case.name, output)
        for check in assignment.checks
        for deck in decks_of(check, assignment.decks)
        for case, names in compared(check, answers, deck)
        for output in names
        if prompt_of(assignment.prompts, check.probe, case).named(output) is None
    ]
    assert nameless == []


def compared(check: Check, answers: Answers, deck: int) -> Iterator[tuple[Case, Sequence[str]]]:
    """Each case of a check in a deck, and the outputs whose numbers decide it."""
    for row in answers.of(check, deck):
        if check.kind == "output":
            yield row.case, check.options.compare or tuple(row.answer or {})
        elif check.kind == "gradient":
            yield row.case, [output for name, output in check.options.gradients.items() if name in row.case.inputs]


def test_what_is_printed_shows_the_wrong_number_when_it_is_pasted(home: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(home, tmp_path / "work"))
    wrong = (
        (folder / "softmax.py")
        .read_text()
        .replace(
            "def log_likelihood(w, F, y):", "def log_likelihood(w, F, y):\n    return -4.0\n\n\ndef unused(w, F, y):"
        )
    )
    (folder / "softmax.py").write_text(wrong)
    said = run("check", "q2.lecture", cwd=folder).stdout
    assert "log_likelihood(w, F, y) returned -4, expected -12.0003869." in said
    lines = said[said.index(text.PASTE) + len(text.PASTE) :].strip().split("\n\n")[0]
    prompt = subprocess.run(
        [sys.executable, "-i", "-q"], input=f"{lines}\n", cwd=folder, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert prompt.stdout.strip() == "-4.0"
    assert "Error" not in prompt.stderr


def test_the_kit_gives_inputs_and_makes_calls(home: Path) -> None:
    blocks = [
        ["import kit", "kit.case('q2.lecture', 'point 1 alone', 'w')"],
        ["import kit", "sorted(kit.case('q2.lecture', 'point 1 alone'))"],
        ["import kit", "kit.call('q4.once', 'a tangle')['forward'].size > 2"],
        ["import kit", "kit.case('q2.lectur', 'point 1 alone')"],
        ["import kit", "kit.case('q2.lecture', 'point 1 alone', 'v')"],
    ]
    found = typed(home, blocks)
    assert [value for _, _, value in found[:3]] == [[1.0, 3.0], "['F', 'w', 'y']", "True"]
    assert "Did you mean 'q2.lecture'?" in found[3][0][0] and "no input 'v'; it has w, F, y" in found[4][0][0]


def test_a_prompt_without_a_probe_is_staff_s_mistake(toy_folder: Path) -> None:
    (toy_folder / "prompts").mkdir()
    (toy_folder / "prompts" / "toy.py").write_text("\n\ndef doubled(x):\n    return 'x'\n")
    with pytest.raises(Exception, match=r"prompts/toy\.py:3:1: doubled is not a probe\."):
        load(toy_folder)
