"""The package as a stranger installs it: one version, every file, and a public face that loads nothing too soon."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import autograder
from autograder import records
from autograder.release.wheel import wheel
from tests.support.places import ROOT


def python(*words: str, cwd: Path, **settings: str) -> str:
    """What an interpreter of its own prints, with nothing of ours on its path but what ``settings`` put there."""
    done = subprocess.run([sys.executable, *words], cwd=cwd, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_staff_files_import_their_two_words_from_the_package():
    from autograder import Case, Rng

    assert (Case, Rng) == (records.Case, records.Rng)
    with pytest.raises(AttributeError, match="has no attribute 'Cases'"):
        autograder.Cases  # noqa: B018


def test_importing_the_package_loads_nothing_that_a_students_file_could_stand_in_for(tmp_path):
    script = "import sys; before = set(sys.modules); import autograder; print(*sorted(set(sys.modules) - before))"
    assert python("-S", "-c", script, cwd=tmp_path, PYTHONPATH=str(ROOT)).split() == ["autograder"]


def test_the_newest_version_in_the_changelog_is_the_one_that_the_program_tells():
    newest = re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[0]
    assert newest == autograder.__version__
    assert autograder.__version__ in python("-m", "autograder", "--version", cwd=ROOT)


def test_an_installed_wheel_tells_its_version_away_from_the_repository(tmp_path):
    path = tmp_path / "framework.whl"
    path.write_bytes(wheel().data)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "installed")
    script = "import autograder.cli, autograder; print(autograder.__file__); autograder.cli.main(['--version'])"
    told = python("-c", script, cwd=tmp_path, PYTHONPATH=str(tmp_path / "installed"))
    assert str(tmp_path) in told and f"version {autograder.__version__}" in told


def test_a_wheel_that_is_built_holds_every_file_of_the_one_that_we_write(tmp_path):
    pytest.importorskip("setuptools", minversion="77", reason="building a wheel needs setuptools 77")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "autograder", tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import setuptools.build_meta as backend; backend.build_wheel('dist')"
    python("-c", build, cwd=tmp_path)
    [built] = (tmp_path / "dist").glob("*.whl")
    (tmp_path / "written.whl").write_bytes(wheel().data)
    assert _files(built) == _files(tmp_path / "written.whl")
    assert built.name == f"autograder-{autograder.__version__}-py3-none-any.whl"


def _files(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return {name for name in archive.namelist() if name.startswith("autograder/")}


def test_a_package_that_every_command_needs_and_is_missing_is_a_sentence(tmp_path):
    script = "import sys; sys.modules['rich'] = None; from autograder.cli import main; main(['doctor'])"
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    said = "Error: The package rich is missing: install autograder anew with `python -m pip install autograder`.\n"
    script = script.replace("doctor", "grade")
    graded = subprocess.run(
        [*words[:2], script], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert said in (done.stderr, graded.stderr) and "Traceback" not in done.stderr + graded.stderr
