"""What verdicts depend on besides the submission, so that the reports of two machines can be compared."""

from __future__ import annotations

import os
import platform
from typing import Any

import numpy as np

from autograder.records import Assignment
from autograder.sandbox import Sandbox
from autograder.sandbox.packages import versions


def provenance(assignment: Assignment, sandbox: Sandbox, deck: int) -> dict[str, str]:
    """Versions, threads, deck, release, the sandbox's tier, and the library behind numpy's matrix products."""
    try:
        config: Any = np.show_config(mode="dicts")
        blas = "{name} {version}".format_map(config["Build Dependencies"]["blas"])
    except (TypeError, KeyError, AttributeError):  # an older numpy does not know it
        blas = "unknown"
    return {
        "release": assignment.release,
        "deck": str(deck),
        "python": platform.python_version(),
        "numpy": np.__version__,
        **versions(assignment.packages),
        "blas": blas,
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "sandbox": sandbox.tier.letter,
    }
