"""A mistake that is too slow for a grading is frozen as that, also where assignment.yaml gives it time enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading import time_limits
from autograder.grading.time_limits import Calibration
from autograder.sandbox import Sandbox
from tests.support.reports import check_of
from tests.support.toy import edited, frozen, toy_with_mistakes

PATIENT = """\
question: t1
file: toy.py
mistakes:
  - id: patient
    idea: double waits for seconds first
    within: double
    with: |
      import time
      time.sleep(8)
      return 2 * x
    checks: [t1.double]
    hint: What is waited for here that nobody needs?
"""


@pytest.mark.slow
def test_a_mistake_has_the_time_of_a_grading(tmp_path: Path, sandbox: Sandbox) -> None:
    folder = edited(toy_with_mistakes(tmp_path / "toy", PATIENT), ("seconds: 2", "seconds: 20"))
    time_limits.write(folder / time_limits.PACE_NAME, Calibration(1e9, {"t1.double": 0.001}))
    assignment, answers = frozen(folder, sandbox, tmp_path / "cache")
    [shown] = answers.wrong_for(check_of(assignment, "t1.double"), 1)
    assert shown.mistake == "patient" and all(case and case.sentences for case in shown.cases[:1])
