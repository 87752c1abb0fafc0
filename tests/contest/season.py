"""A small contest for the tests: its assignment, bots of any strength, and the exports of a class night after night.

An example is 12 numbers that each tell a little about its class. A bot of strength k looks at the first k of them, so
its accuracy grows with k, and the same bot on the same draw always gives the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

SPEC = """\
assignment: small-contest
title: A small contest
seed: 1
files: [bot.py]
limits: {{seconds: 5, memory_mb: 512, printed_kb: 4}}
dates: {{zone: America/Los_Angeles}}
contest:
  entry: bot.py
  largest_kb: 8
  first_night: {first}
  last_night: {last}
  night_draws: {night_draws}
  final_draws: {final_draws}
  tasks:
    - {{title: Weak signs, probe: bot_labels, draw: weak_signs, memory_mb: 512}}
questions:
  - id: q1
    title: A bot
    points: 1
    checks:
      - {{id: q1.bot, kind: law, title: It runs, points: 1, probe: bot_labels, cases: one_round, law: labels_are_there}}
"""
PROBES = """\
def bot_labels(student, X, y, X_test, rng, seconds):
    return {"labels": student.bot.train(X, y, rng, seconds)(X_test)}
"""
LAWS = """\
def labels_are_there(inputs, outputs):
    return None if "labels" in outputs else "There are no labels."
"""
CASES = """\
import numpy as np

from autograder.records import Case, Rng

FEATURES, TRAIN, TEST = 12, 60, 400


def weak_signs(rng):
    y = rng.integers(0, 2, TRAIN + TEST)
    X = rng.normal(0, 1, (TRAIN + TEST, FEATURES)) + 0.5 * (2 * y[:, None] - 1)
    inputs = {"X": X[:TRAIN], "y": y[:TRAIN], "X_test": X[TRAIN:]}
    return Case("weak signs", inputs, keep={"labels": y[TRAIN:]})


def one_round(rng):
    case = weak_signs(rng)
    return [Case(case.name, {**case.inputs, "rng": Rng(1), "seconds": 1.0}, keep=case.keep)]
"""
STRENGTH = """\
STRENGTH = {strength}


def train(X, y, rng, seconds):
    return lambda X_new: (X_new[:, :STRENGTH].sum(axis=1) > 0).astype(int)
"""


def bot(strength: int, name: str = "") -> str:
    """The source of a bot; ``name`` is the pseudonym it chooses."""
    return (f"PSEUDONYM = {name!r}\n" if name else "") + STRENGTH.format(strength=strength)


def staff_folder(folder: Path, nights: tuple[str, str], draws: tuple[int, int]) -> Path:
    """The assignment, with two staff bots; ``draws`` are those of a night and of the final."""
    spec = SPEC.format(first=nights[0], last=nights[1], night_draws=draws[0], final_draws=draws[1])
    texts = {
        "assignment.yaml": spec,
        "bot.py": bot(1),
        "bots/weak.py": bot(2),
        "bots/strong.py": bot(9),
        "probes/bots.py": PROBES,
        "laws/bots.py": LAWS,
        "cases/bots.py": CASES,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Upload:
    """One submission of one or several students, as Gradescope exports it."""

    number: int
    students: tuple[str, ...]
    created: datetime
    files: Mapping[str, str]


def export(folder: Path, uploads: list[Upload]) -> Path:
    """The export of a class; what the folder held before is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    metadata = {}
    for upload in uploads:
        name = f"submission_{upload.number}"
        (folder / name).mkdir()
        for file, text in upload.files.items():
            (folder / name / file).write_text(text, encoding="utf-8")
        people = [{":name": f"Student {one}", ":sid": one, ":email": f"{one}@example.edu"} for one in upload.students]
        metadata[name] = {":submitters": people, ":created_at": upload.created}
    (folder / "submission_metadata.yml").write_text(yaml.dump(metadata, Dumper=_Plain), encoding="utf-8")
    return folder


class _Plain(yaml.SafeDumper):
    """Without anchors, as the platform writes."""

    def ignore_aliases(self, data: object) -> bool:
        return True
