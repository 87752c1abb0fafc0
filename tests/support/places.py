"""Where the project's parts are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "solution"
HALF = ROOT / "tests" / "submissions" / "half"
TOY = ROOT / "tests" / "toy"
