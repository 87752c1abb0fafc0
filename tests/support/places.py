"""Where the project's parts are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
SOLUTION = ROOT / "solution"
HALF = TESTS / "submissions" / "half"
TOY = TESTS / "toy"
