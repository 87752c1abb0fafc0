"""At home a check has the time that it has where it is graded, and one time-out is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading import time_limits
from autograder.grading.time_limits import Calibration
from autograder.selfcheck.run import load_kit
from tests.support.toy import edited


def test_the_reference_s_time_shortens_a_limit_at_home_as_it_does_where_it_is_graded(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limits, "fixed_work", lambda parts=5: 0.1 * parts)
    edited(toy_folder, ("limits: {seconds: 2,", "limits: {seconds: 20,"))
    time_limits.write(toy_folder / time_limits.PACE_NAME, Calibration(0.25, {"t1.double": 0.01, "t1.slope": 0.4}))
    limits = {check.id: check.limits for check in load_kit(toy_folder).checks}
    assert limits["t1.double"].seconds == 2 * time_limits.AT_LEAST_SECONDS
    assert limits["t1.slope"].seconds == 2 * 0.4 * time_limits.TIMES
    assert limits["t1.scaled"].seconds == 2 * 20
