"""The framework's wheel is made of what is in the folder, and of nothing else."""

from __future__ import annotations

import configparser
import io
import zipfile

import autograder
from autograder.release.wheel import Wheel, requirements, wheel


def test_the_wheel_is_the_same_each_time_and_named_by_its_contents(framework: Wheel) -> None:
    assert wheel() == wheel()
    assert framework.name.startswith(f"autograder-{autograder.__version__}+") and framework.name.endswith(
        "-py3-none-any.whl"
    )


def test_the_wheel_records_every_file_and_names_the_core_requirements(framework: Wheel) -> None:
    archive = zipfile.ZipFile(io.BytesIO(framework.data))
    info = framework.name.removesuffix("-py3-none-any.whl") + ".dist-info"
    record = archive.read(f"{info}/RECORD").decode().splitlines()
    assert {row.split(",")[0] for row in record} == set(archive.namelist())
    metadata = archive.read(f"{info}/METADATA").decode()
    assert "Requires-Dist: numpy" in metadata and "gradescope" not in metadata
    assert len(requirements()) == metadata.count("Requires-Dist")
    assert "Name: autograder\n" in metadata and "Requires-Python: >=3.10\n" in metadata


def test_the_wheel_has_the_entry_points_of_the_installation(framework: Wheel) -> None:
    archive = zipfile.ZipFile(io.BytesIO(framework.data))
    info = framework.name.removesuffix("-py3-none-any.whl") + ".dist-info"
    points = configparser.ConfigParser()
    points.read_string(archive.read(f"{info}/entry_points.txt").decode())
    assert points["console_scripts"]["autograder"] == "autograder.cli:main"
    assert points["pytest11"]["autograder"] == "autograder.selfcheck.pytest_plugin"


def test_the_wheel_holds_no_compiled_or_cached_file(framework: Wheel) -> None:
    names = zipfile.ZipFile(io.BytesIO(framework.data)).namelist()
    assert not [name for name in names if name.endswith((".pyc", ".so", ".pyd"))]
