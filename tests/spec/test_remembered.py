"""An assignment that was read is remembered beside it, for as long as reading it again would give the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

import pytest

from autograder.checks.output import OutputOptions
from autograder.records import Assignment
from autograder.spec import loader, parser, remembered
from autograder.spec.plain import ForeignValueError, from_plain, to_plain
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import ROOT, SOLUTION, TESTS, TOY
from tests.support.toy import copy_of_toy

ASSIGNMENTS = (SOLUTION, ROOT / "assignment" / "kit", TOY, *(TESTS / "assignments").glob("*/"))


@pytest.fixture
def staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A staff folder, in a process that may keep what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return copy_of_toy(tmp_path / "staff")


def recalled(folder: Path) -> Assignment | None:
    """What is remembered of a folder as it is now."""
    handle = StaffFolder(folder)
    return remembered.recall(handle, remembered.digest_of(handle))


@pytest.mark.parametrize("folder", [path for path in ASSIGNMENTS if (path / "assignment.yaml").exists()], ids=str)
def test_an_assignment_is_the_same_when_it_was_remembered(folder: Path) -> None:
    parsed = parser.parse(StaffFolder(folder))
    plain = json.loads(json.dumps(to_plain(replace(parsed, data={}))))
    made = replace(from_plain(plain), data=parsed.data)
    assert made == parsed
    assert repr(made) == repr(parsed)


def test_the_second_load_parses_nothing(staff: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loader.load(staff)
    monkeypatch.setattr(parser, "parse", lambda folder: pytest.fail("it was parsed again"))
    assert loader.load(staff) == first


def test_the_second_load_imports_neither_pydantic_nor_yaml(staff: Path) -> None:
    loader.load(staff)
    code = "import sys; from autograder.spec import loader; loader.load(sys.argv[1]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, staff], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"pydantic", "yaml", "importlib.metadata"} & {*done.stdout.split()}


def replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    """A change of a text in a file of the folder."""

    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        stamp = path.stat()
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # the content counts, whatever its time says

    return change


def written(name: str, text: str = "x = 1\n") -> Callable[[Path], object]:
    """A file that was not there."""

    def change(folder: Path) -> None:
        assert not (folder / name).exists()
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "the spec": replaced("assignment.yaml", "points: 1", "points: 2"),
    "a probe": replaced("probes/toy.py", "def ", "def  "),
    "a law": replaced("laws/toy.py", "def ", "def  "),
    "a case": replaced("cases/toy.py", "def ", "def  "),
    "the reference": replaced("toy.py", "def ", "def  "),
    "a further probe": written("probes/more.py"),
    "a prompt": written("prompts/toy.py"),
    "a module that cases import": written("cases/deep/inner.py"),
    "the frozen answers": written("answers.npz"),
    "the number of a release": written("RELEASE"),
    "the slip days of the term": written("term.yaml", "slip_days: 3\n"),
    "the slip days of the course": written("../term.yaml", "slip_days: 3\n"),
    "a file of data": written("data/more.csv"),
    "a file that is gone": lambda folder: (folder / "toy.py").unlink(),
    "the framework": lambda folder: remembered._framework.cache_clear(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_remembered_holds_no_longer_once_anything_has_changed(
    name: str, staff: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader.load(staff)
    assert recalled(staff)
    if name == "the framework":
        monkeypatch.setattr(remembered.autograder, "__version__", "0.0.1")
    CHANGES[name](staff)
    try:
        assert recalled(staff) is None
    finally:
        remembered._framework.cache_clear()


def test_a_changed_spec_is_refused_although_a_valid_one_was_remembered(staff: Path) -> None:
    loader.load(staff)
    replaced("assignment.yaml", "kind: output", "kind: outputs")(staff)
    with pytest.raises(loader.SpecError, match=r"assignment\.yaml:\d+:\d+: 'outputs' is not a kind"):
        loader.load(staff)


def test_data_is_read_anew(staff: Path) -> None:
    written("data/points.csv", "1,2\n")(staff)
    replaced("assignment.yaml", "files:", "data: [points.csv]\nfiles:")(staff)
    assert loader.load(staff).data == {"points.csv": b"1,2\n"}
    held = (staff / "data" / "points.csv").stat()
    (staff / "data" / "points.csv").write_bytes(b"3,4\n")
    os.utime(staff / "data" / "points.csv", ns=(held.st_atime_ns, held.st_mtime_ns))
    assert recalled(staff) is not None
    assert loader.load(staff).data == {"points.csv": b"3,4\n"}
    (staff / "data" / "points.csv").unlink()
    with pytest.raises(loader.SpecError, match=r"'points\.csv' is not a file in data/"):
        loader.load(staff)


def test_a_package_that_is_gone_is_reported(staff: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced("assignment.yaml", "files:", "packages: [pyyaml]\nfiles:")(staff)
    assert loader.load(staff).packages == ("pyyaml",)

    def nothing(name: str) -> NoReturn:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", nothing)
    monkeypatch.setattr(metadata, "distributions", list)
    with pytest.raises(loader.SpecError, match="'pyyaml' is not installed here"):
        loader.load(staff)


def damaged(change: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    """A change of the file's tree."""
    return lambda data: json.dumps(change(json.loads(data))).encode()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "not a text": lambda data: b"\xff\xfe\0" + data,
    "another form": lambda data: b"[]",
    "nested without end": lambda data: b"[" * 100_000,
    "no digest": damaged(lambda tree: {"assignment": tree["assignment"]}),
    "a class that is none of ours": damaged(lambda tree: {**tree, "assignment": {"class": "builtins.exec"}}),
    "a setting that is not there": damaged(lambda tree: {**tree, "assignment": {**tree["assignment"], "more": 1}}),
    "a setting too few": damaged(lambda tree: {**tree, "assignment": {"class": tree["assignment"]["class"]}}),
    "no assignment": damaged(lambda tree: {**tree, "assignment": [1, 2]}),
    "data that is not there": damaged(lambda tree: {**tree, "data": ["nowhere.csv"]}),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_memory_costs_time_and_nothing_else(name: str, staff: Path) -> None:
    right = loader.load(staff)
    path = staff / remembered.FILE
    path.write_bytes(DAMAGES[name](path.read_bytes()))
    assert recalled(staff) is None
    assert loader.load(staff) == right
    assert recalled(staff) == right


def test_nothing_is_written_where_python_writes_nothing(staff: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.load(staff)
    assert not (staff / remembered.FILE).exists()


def test_an_assignment_loads_where_nothing_can_be_written(staff: Path) -> None:
    (staff / remembered.FILE.parent).write_text("no folder can be made here\n")
    assert loader.load(staff).id == "toy"


def test_what_changed_while_it_was_read_is_not_remembered(staff: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = parser.parse

    def meanwhile(folder: StaffFolder) -> Assignment:
        assignment = parse(folder)
        written("probes/more.py")(staff)
        return assignment

    monkeypatch.setattr(parser, "parse", meanwhile)
    loader.load(staff)
    assert not (staff / remembered.FILE).exists()


def test_a_package_behind_a_link_counts(staff: Path, tmp_path: Path) -> None:
    shutil.move(staff / "cases", tmp_path / "shared")
    (staff / "cases").symlink_to(tmp_path / "shared")
    (tmp_path / "shared" / "again").symlink_to(tmp_path / "shared")  # round and round
    loader.load(staff)
    assert recalled(staff)
    replaced("cases/toy.py", "def ", "def  ")(staff)
    assert recalled(staff) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_odd_things_beside_the_spec_hold_nobody_up(staff: Path) -> None:
    os.mkfifo(staff / "pipe")
    (staff / "nowhere").symlink_to(staff / "gone")
    Path(os.fsdecode(os.fsencode(staff) + b"/caf\xe9.txt")).write_bytes(b"")
    assert recalled(staff) is None
    right = loader.load(staff)
    assert recalled(staff) == right


def test_a_large_file_is_not_read(staff: Path) -> None:
    with (staff / "recording.bin").open("wb") as file:
        file.truncate(1 << 36)  # 64 GB without a byte on the disk
    right = loader.load(staff)
    assert recalled(staff) == right


def test_git_does_not_list_it(staff: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=staff, check=True)
    loader.load(staff)
    assert (staff / remembered.FILE).exists()
    words = ["git", "status", "--porcelain", "--untracked-files=all"]
    listed = subprocess.run(words, cwd=staff, capture_output=True, text=True, check=True).stdout
    assert "assignment.yaml" in listed and "__pycache__" not in listed


def test_a_copy_of_the_folder_is_remembered_like_the_folder(staff: Path, tmp_path: Path) -> None:
    right = loader.load(staff)
    assert recalled(Path(shutil.copytree(staff, tmp_path / "copy"))) == right


def test_settings_that_are_no_plain_values_are_not_remembered() -> None:
    with pytest.raises(ForeignValueError, match="a value of type set"):
        to_plain(OutputOptions(compare={"z"}))  # type: ignore[arg-type]
