"""The Slurm script of the handout about classes is a script that starts workers as the rest of the handout does."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.support.places import ROOT

TEXT = (ROOT / "handouts" / "sources" / "staff-class.md").read_text(encoding="utf-8")
SCRIPT = TEXT.partition("```{.bash .slurm}\n")[2].partition("```")[0]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_slurm_script_is_bash_and_stops_at_the_first_error() -> None:
    done = subprocess.run(["bash", "-n"], input=SCRIPT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest = SCRIPT.splitlines()
    assert first == "#!/bin/bash" and "set -euo pipefail" in rest
    options = [line for line in rest if line.startswith("#SBATCH")]
    assert rest[: len(options)] == options  # Slurm reads none after the first command
    assert options and all(re.fullmatch(r"#SBATCH --[a-z-]+=\S+", line) for line in options)


def test_the_slurm_script_starts_the_worker_that_the_handout_describes() -> None:
    joined = SCRIPT.replace("\\\n", " ")
    (command,) = [line for line in joined.splitlines() if line.startswith("exec python -m dask worker ")]
    for word in ("--scheduler-file", "--nthreads 1", "--no-dashboard", "--local-directory"):
        assert word in command
    assert "export DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False" in SCRIPT
    assert re.findall(r'(?<!")\$', command) == []  # every variable stands in quotes
