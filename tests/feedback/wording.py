"""What the explanations say of two arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.feedback.compare import disagreement
from autograder.feedback.explain import explanations


def said(got: Any, expected: Any, inputs: Mapping[str, Any] | None = None, others: Any = None) -> str:
    """The best explanation of what is wrong with ``got``; nothing where there is none."""
    wrong = disagreement(np.asarray(got), np.asarray(expected))
    assert wrong is not None, "the two agree"
    whys = explanations(wrong, inputs or {}, "dX", others)
    return whys[0].full if whys else ""
