"""Gradescope's metadata is read entry by entry, whatever its size, and a damaged entry costs no other its names."""

from __future__ import annotations

from pathlib import Path

from autograder.intake.exports import gradescope_yml, read_class
from autograder.records import ClassFolder, HandIn, Person
from tests.intake.exports import PLATFORMS, as_folder

FILES = {"nn.py": "import numpy\n"}
HOME = "assignment_8046601_export"
UNREAD = "Entries of submission_metadata.yml that cannot be read, or not whole: "


def read(where: Path) -> ClassFolder:
    return read_class(where, ("nn.py",), where.parent / "unpacked")


def of_yml(folder: Path, text: str, count: int = 3) -> tuple[dict[str, HandIn], str]:
    """The hand-ins of an export with this metadata by their keys, and its notes."""
    tree = {f"{HOME}/submission_{number}/nn.py": "" for number in range(1, count + 1)}
    found = read(as_folder(folder / "class", {**tree, f"{HOME}/submission_metadata.yml": text}))
    return {one.key: one for one in found.hand_ins}, " ".join(found.notes)


def test_a_damaged_entry_costs_no_other_its_names(tmp_path: Path) -> None:
    tree = PLATFORMS["gradescope"](FILES)
    yml = "assignment_8046601_export/submission_metadata.yml"
    tree[yml] = str(tree[yml]).replace("submission_2:", "submission_5:\n  :submitters: [[[\nsubmission_2:")
    found = read(as_folder(tmp_path / "class", tree))
    assert "Entries of submission_metadata.yml that cannot be read, or not whole: submission_5." in found.notes
    assert {one.key: len(one.people) for one in found.hand_ins}["submission_2"] == 1


def test_a_huge_yml_is_read_without_its_results(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    (folder / "submission_1").mkdir(parents=True)
    with (folder / "submission_metadata.yml").open("w") as file:
        file.write("---\nsubmission_1:\n  :submitters:\n  - :name: Ada\n  :results:\n    output: |\n")
        for _ in range(100):
            file.write("      " + "x" * (1 << 20) + "\n")
        file.write("  :created_at: 2023-09-21 04:06:55 Z\n")
    (one,) = read(folder).hand_ins
    assert one.people == (Person("Ada"),)
    assert one.info.created is not None


def test_who_stands_twice_among_the_submitters_is_one_of_them(tmp_path: Path) -> None:
    who = "  - :name: Ada\n    :sid: '1'\n"
    found, _ = of_yml(tmp_path, f"submission_1:\n  :submitters:\n{who}{who}", 1)
    assert found["submission_1"].people == (Person("Ada", "1"),)


def test_nothing_is_nobodys_id_and_nobodys_address(tmp_path: Path) -> None:
    """A program that has made the metadata smaller writes null where Gradescope leaves a gap."""
    entry = "submission_{}:\n  :submitters:\n  - :name: Null\n    :sid: {}\n    :email: {}\n"
    text = "".join(entry.format(number, *keys) for number, keys in enumerate((("null", "~"), ("NULL", "null")), 1))
    found, notes = of_yml(tmp_path, text, 2)
    assert [one.people for one in found.values()] == [(Person("Null"),)] * 2
    assert "one person" not in notes


SHARED = """\
---
submission_1:
  :submitters: &1
  - &pair
    :name: First Pair
    :sid: '0201'
  - :name: Second Pair
    :sid: '0202'
  :created_at: &noon 2026-12-11 12:00:00 Z
submission_2:
  :submitters: *1
  :created_at: *noon
submission_3:
  :submitters: [*pair]
  :created_at: &noon 2026-12-12 12:00:00 Z
  :history: [{:created_at: *noon}]
"""


def test_what_an_earlier_entry_has_named_is_known_in_later_ones(tmp_path: Path) -> None:
    found, notes = of_yml(tmp_path, SHARED)
    pair = (Person("First Pair", "0201"), Person("Second Pair", "0202"))
    assert [found[f"submission_{number}"].people for number in (1, 2, 3)] == [pair, pair, pair[:1]]
    days = [one.info.created.day for one in found.values() if one.info.created]
    assert days == [11, 11, 12]
    assert [one.submitted.day for one in found["submission_3"].info.previous if one.submitted] == [12]
    assert UNREAD not in notes


def test_a_name_for_what_was_left_out_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    results = ":results:\n    tests:\n    - &1 {name: a}\n    :at: &late 2026-12-12 12:00:00 Z\n"
    first = f"submission_1:\n  :submitters: []\n  {results}"
    text = f"{first}submission_2:\n  :submitters: [{{:name: Ada}}]\n  :created_at: *late\n"
    found, notes = of_yml(tmp_path, text)
    assert found["submission_2"].people == (Person("Ada"),)
    assert found["submission_2"].info.created is None
    assert f"{UNREAD}submission_2." in notes


def test_names_of_names_of_names_fill_no_memory(tmp_path: Path) -> None:
    laughs = "".join(f"submission_{n}:\n  :x: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(2, 40))
    text = f"submission_1:\n  :x: &a1 [ha]\n{laughs}submission_40:\n  :submitters: [{{:name: *a39, :sid: '7'}}]\n"
    found, _ = of_yml(tmp_path, text, 40)
    assert found["submission_40"].people == (Person("", "7"),)


def test_no_more_names_are_kept_than_there_is_room_for(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(gradescope_yml, "MAX_ANCHORED_BYTES", 100)
    found, notes = of_yml(tmp_path, SHARED)
    assert found["submission_1"].people and not found["submission_2"].people
    assert f"{UNREAD}submission_2, submission_3." in notes
