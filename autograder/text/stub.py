"""What stands in a skeleton where a student's own lines belong: ``raise NotImplementedError("q1: fit")``."""

from __future__ import annotations

import re

STUB = re.compile(r"([a-z0-9_]+): (?=\S)")
"""How its message begins: with the id of its question."""
STUB_LINE = re.compile(rb"^[ \t]*raise NotImplementedError\([\"'][a-z0-9_]+: ", re.MULTILINE)
