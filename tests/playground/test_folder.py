"""A student's folder, and the earlier versions of the files in it."""

from __future__ import annotations

import pytest

from autograder.playground.folder import MOST_VERSIONS, NoPlaygroundError, StudentFolder, Versions
from tests.support.places import SOLUTION


def test_the_students_files_are_read_and_nothing_beside_them(home):
    (home / ".hidden.py").write_text("")
    (home / "notes.txt").write_text("")
    folder = StudentFolder(home)
    assert "network.py" in folder.files() and not {"adapter.py", ".hidden.py", "notes.txt"} & set(folder.files())
    assert set(folder.stamps()) == set(folder.files())
    assert folder.adapter == home.resolve() / "kit" / "playground" / "adapter.py"


def test_staff_play_with_the_reference():
    assert StudentFolder(SOLUTION).adapter == SOLUTION / "playground" / "adapter.py"
    assert Versions(StudentFolder(SOLUTION)).numbers() == []


def test_each_save_is_kept_once_and_survives_the_visit(home):
    folder = StudentFolder(home)
    versions = Versions(folder)
    first = versions.keep(folder.files())
    assert versions.keep(folder.files()) is first and first.number == 1
    (home / "sgd.py").write_bytes(b"# changed \xff\n")
    second = versions.keep(folder.files())
    assert second.number == 2 and versions.changed(first, second) == ["sgd.py"]
    again = Versions(folder)
    assert again.numbers() == [1, 2] and again.get(2).files == second.files and again.get(1).files == first.files
    assert again.get(77).number == 2


def test_old_versions_make_room(home):
    versions = Versions(StudentFolder(home))
    for number in range(MOST_VERSIONS + 5):
        versions.keep({"a.py": str(number).encode()})
    assert len(versions.numbers()) == MOST_VERSIONS == len(list((home / "kit" / "playground" / "versions").iterdir()))


def test_a_broken_version_is_no_concern(home):
    place = home / "kit" / "playground" / "versions"
    place.mkdir()
    (place / "000001.json").write_text("{")
    (place / "name.json").write_text("{}")
    assert Versions(StudentFolder(home)).numbers() == []


def test_a_folder_without_an_adapter_is_refused(tmp_path):
    with pytest.raises(NoPlaygroundError, match="This assignment has no playground"):
        StudentFolder(tmp_path)
