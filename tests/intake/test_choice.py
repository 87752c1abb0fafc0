"""Which files are graded: the student's work, whatever lies beside it, however it is packed."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.intake.choice import digest
from autograder.intake.submission import open_submission
from autograder.records import Submission
from tests.intake.packing import PACKS, Pack, Saved, Tree, as_folder

EXPECTED = ("graph.py", "search.py")
STARTER = {name: f'def f():\n    raise NotImplementedError("q1: {name}")\n' for name in EXPECTED}
SKELETON = {name: digest(text.encode()) for name, text in STARTER.items()}
Opened = Callable[[Tree], Submission]


@pytest.fixture(params=PACKS, ids=lambda pack: pack.__name__)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """Open a tree in each way that it can be packed."""
    pack: Pack = request.param
    return lambda tree: open_submission(pack(tmp_path, tree), EXPECTED, skeleton=SKELETON)


def within(folder: str, tree: Tree) -> Tree:
    return {f"{folder}/{name}": file for name, file in tree.items()}


def test_the_kit_beside_a_few_files_is_not_graded(opened: Opened) -> None:
    kit = {
        "kit/assignment.yaml": "",
        "kit/probes/graph.py": "p",
        "kit/probes/search.py": "p",
        "kit/laws/search.py": "p",
    }
    submission = opened({"graph.py": "mine", **kit})
    assert submission.files == {"graph.py": b"mine"}
    assert submission.notes == ("Not handed in: search.py. What needs it earns nothing.",)


def test_a_kit_is_known_without_its_assignment_and_by_what_stands_in_it(opened: Opened) -> None:
    trees = {
        "kit/probes/graph.py": "p",
        "kit/probes/search.py": "p",
        "old kit/RELEASE": "",
        "old kit/laws/graph.py": "p",
    }
    submission = opened({"mine/graph.py": "mine", **trees})
    assert submission.files == {"graph.py": b"mine"}


def test_a_variant_that_was_saved_later_is_not_taken_for_the_reference(tmp_path: Path) -> None:
    for name in ("graph.py", "variants/other/graph.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "assignment.yaml").write_text("")
    os.utime(tmp_path / "graph.py", (0, 0))
    submission = open_submission(tmp_path, ["graph.py"])
    assert submission.files == {"graph.py": b"graph.py"} and submission.notes == ()


@pytest.mark.parametrize("starter", ["a_starter", "z_starter", "deep/er/starter"])
def test_finished_work_beside_the_starter_is_graded_and_the_starter_named(opened: Opened, starter: str) -> None:
    submission = opened({**within(starter, STARTER), **within("mine", {"graph.py": "a", "search.py": "b"})})
    assert submission.files == {"graph.py": b"a", "search.py": b"b"}
    assert submission.notes[1] == (
        "Files of the same names are in several folders. Those in mine were graded, and those in "
        f"{starter} (as handed out) were not; hand in only one of these folders."
    )


def test_a_starter_in_the_outermost_folder_is_not_graded_for_being_there(opened: Opened) -> None:
    submission = opened({**STARTER, **within("work", {"graph.py": "a", "search.py": STARTER["search.py"]})})
    assert submission.files["graph.py"] == b"a"
    assert "those in the outermost folder (as handed out) were not" in submission.notes[1]


def test_an_editor_that_changes_line_ends_makes_no_work_of_the_starter(opened: Opened) -> None:
    windows = {name: f"\ufeff{text}  \n".replace("\n", "\r\n") for name, text in STARTER.items()}
    submission = opened({**within("a", windows), **within("b", {"graph.py": "mine"})})
    assert submission.files == {"graph.py": b"mine"}


def test_half_finished_work_is_work(opened: Opened) -> None:
    half = {name: f"x = 1\n{text}" for name, text in STARTER.items()}
    submission = opened({**within("a", STARTER), **within("b", half)})
    assert submission.files == {name: text.encode() for name, text in half.items()}


def test_where_the_skeleton_is_not_known_a_stub_says_that_a_file_is_untouched(tmp_path: Path) -> None:
    tree = {**within("a", STARTER), **within("b", {"graph.py": "mine"})}
    for pack in PACKS:
        assert open_submission(pack(tmp_path / pack.__name__, tree), EXPECTED).files == {"graph.py": b"mine"}


def test_of_two_finished_versions_the_newer_one_is_graded_and_the_other_named(opened: Opened) -> None:
    older = within("version2", {"graph.py": Saved(b"old", 0), "search.py": Saved(b"old", 5)})
    newer = within("version10", {"graph.py": Saved(b"new", 60), "search.py": Saved(b"new", 3)})
    submission = opened({**older, **newer})
    assert submission.files == {"graph.py": b"new", "search.py": b"new"}
    assert "and those in version2 (graph.py, search.py) were not" in submission.notes[1]


def test_a_newer_rival_that_was_not_graded_is_called_newer(opened: Opened) -> None:
    submission = opened({"graph.py": "a", "search.py": "b", "new/graph.py": Saved(b"c", 60)})
    assert submission.files == {"graph.py": b"a", "search.py": b"b"}
    assert "those in new (graph.py, newer) were not" in submission.notes[0]


@pytest.mark.parametrize(
    "copy",
    ["graph - Copy.py", "graph - Copy (2).py", "graph (1).py", "graph(1).py", "graph-1.py", "graph copy 2.py",
     "Copy of graph.py", "graph - Kopie.py", "graph (copy).py", "graph (another copy).py", "graph (3rd copy).py",
     "graph 2.py", "graph - копия.py", "graph的副本.py", "graph - 副本 (2).py"],
)  # fmt: skip
def test_a_copy_is_never_chosen_over_the_file_itself_and_always_told(opened: Opened, copy: str) -> None:
    submission = opened({"graph.py": "a", copy: "b", "search.py": "c"})
    assert submission.files == {"graph.py": b"a", "search.py": b"c"}
    assert submission.notes == (
        f"graph.py was graded, but {copy} looks like a copy of it. Hand in only the file that you want graded, as "
        "graph.py.",
    )


@pytest.mark.parametrize("mine", ["graph_final.py", "graph_v2.py", "my_graph.py"])
def test_a_file_that_may_be_the_work_beside_the_untouched_one_is_named(opened: Opened, mine: str) -> None:
    submission = opened({**STARTER, mine: "mine"})
    assert submission.notes[0] == (
        f"graph.py was graded, and is as it was handed out. If your work is in {mine}, name it graph.py."
    )


def test_a_file_of_a_longer_name_beside_work_is_a_helper(opened: Opened) -> None:
    assert not opened({"graph.py": "mine", "search.py": "b", "graph_final.py": "older"}).notes


def test_what_tar_packs_from_the_folder_one_stands_in_is_read(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, {"graph.py": "a", "hw.csv": "1", ".hidden/search.py": "no", "sub/search.py": "b"})
    path = tmp_path / "work.tgz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder, ".")
    assert open_submission(path, EXPECTED).files == open_submission(folder, EXPECTED).files == {"graph.py": b"a"}
    assert open_submission(path, EXPECTED).notes == open_submission(folder, EXPECTED).notes


def test_a_newer_copy_is_called_newer(opened: Opened) -> None:
    submission = opened({"graph.py": "a", "graph (1).py": Saved(b"b", 60), "search.py": "c"})
    assert submission.files["graph.py"] == b"a"
    assert submission.notes[0].startswith("graph.py was graded, but graph (1).py is newer. Hand in only")


def test_a_copy_of_work_beside_the_untouched_file_is_taken_and_told(opened: Opened) -> None:
    submission = opened({**STARTER, "graph (1).py": "mine"})
    assert submission.files["graph.py"] == b"mine"
    assert submission.notes == (
        "graph (1).py was taken for graph.py, because graph.py is as it was handed out; name it exactly graph.py.",
    )


def test_of_several_copies_without_the_file_itself_the_newest_is_taken_and_all_are_named(opened: Opened) -> None:
    submission = opened({"graph (1).py": Saved(b"a", 9), "graph (2).py": b"b", "search.py": "c"})
    assert submission.files == {"graph.py": b"a", "search.py": b"c"}
    assert submission.notes == (
        "graph (1).py was taken for graph.py; name it exactly graph.py. The older graph (2).py was not graded.",
    )


def test_what_is_in_no_folder_of_the_students_is_passed_over(opened: Opened) -> None:
    programs = ["__MACOSX/graph.py", ".git/graph.py", "venv/lib/graph.py", ".ipynb_checkpoints/search.py", "._graph.py"]
    environment = {"my env/pyvenv.cfg": "", "my env/lib/python3.12/search.py": "e"}
    submission = opened({"mine/graph.py": "a", **dict.fromkeys(programs, "x"), **environment})
    assert submission.files == {"graph.py": b"a"} and len(submission.notes) == 2


def test_an_environment_that_was_made_around_the_work_hides_nothing(opened: Opened) -> None:
    submission = opened(
        {"hw/pyvenv.cfg": "", "hw/graph.py": "a", "hw/search.py": "b", "hw/lib/site-packages/x.py": "c"}
    )
    assert submission.files == {"graph.py": b"a", "search.py": b"b"} and len(submission.notes) == 1


def test_folders_with_a_dot_in_their_name_are_two_students(tmp_path: Path) -> None:
    names = []
    for student in ("john.doe", "john.smith"):
        (tmp_path / student).mkdir()
        (tmp_path / student / "graph.py").write_text("x = 1")
        names.append(open_submission(tmp_path / student, EXPECTED).name)
    assert names == ["john.doe", "john.smith"]


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz", ".TGZ"])
def test_an_archives_name_is_the_students_without_the_suffix(tmp_path: Path, suffix: str) -> None:
    pack = PACKS[1] if suffix == ".zip" else PACKS[3] if suffix.lower().endswith("gz") else PACKS[2]
    path = pack(tmp_path, {"graph.py": "a"}).rename(tmp_path / f"john.doe{suffix}")
    assert open_submission(path, EXPECTED).name == "john.doe"


def test_the_kit_s_own_module_is_nobody_s_work(tmp_path: Path) -> None:
    (tmp_path / "kit" / "probes").mkdir(parents=True)
    for name in ("kit/__init__.py", "kit/RELEASE", "kit/probes/toy.py", "toy.py"):
        (tmp_path / name).write_text("x = 1\n")
    submission = open_submission(tmp_path, ["toy.py"])
    assert list(submission.files) == ["toy.py"] and not submission.notes


@pytest.mark.parametrize("question", ["q1", "part1", "1a"])
def test_where_the_skeleton_is_not_known_a_stub_of_any_question_marks_untouched_files(
    question: str, tmp_path: Path
) -> None:
    stub = f'def f():\n    raise NotImplementedError("{question}: graph")\n'
    tree = {"own/graph.py": Saved(b"def f():\n    return 1\n", 100), "skeleton/graph.py": Saved(stub.encode(), 100_000)}
    submission = open_submission(as_folder(tmp_path, tree), ("graph.py",))
    assert submission.files == {"graph.py": b"def f():\n    return 1\n"}
