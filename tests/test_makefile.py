"""The Makefile's commands, as they would be run."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.support.places import ROOT


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_a_submission_and_a_results_file_may_have_spaces_in_their_names():
    command = ["make", "--dry-run", "grade", "SUBMISSION=my hw", "RESULTS=my results.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert 'grade "my hw" --results "my results.json"' in done.stdout
