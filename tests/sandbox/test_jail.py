"""The wall stands or nothing runs: every layer is proved by every worker, and taking out any one of them is noticed."""

from __future__ import annotations

import ctypes
import gc
import grp
import mmap
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.records import Limits
from autograder.sandbox import Launch, RefusedError, Sandbox, SandboxBrokenError
from autograder.sandbox.tier import BASE, advice, tier_of
from autograder.sandbox.wall.layers import LAYERS
from autograder.sandbox.wall.users import NoFreeUserError, Users, has_account
from autograder.sandbox.zygote_process import HERE
from tests.support.waiting import wait_for

from .helpers import LOAD_OF_NOTHING, see

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wall is built from Linux's parts")
ALL = tuple(layer.name for layer in LAYERS)
ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become another user")
HONEST = "def run():\n    return 1"


def home_without_call(folder: Path, layer: str) -> Path:
    """A copy of the sandbox in which this layer's call does nothing, as if somebody had forgotten it."""
    home = Path(shutil.copytree(HERE, folder / "sandbox"))
    build = next(each.build.__name__ for each in LAYERS if each.name == layer)
    text = (home / "wall" / "layers.py").read_text()
    head = re.search(rf"def {build}\(wall: Wall, setup: WorkerSetup\) -> None:\n", text)
    assert head is not None
    (home / "wall" / "layers.py").write_text(text[: head.end()] + "    return\n\n\n" + rest_after(text[head.end() :]))
    return home


def rest_after(body: str) -> str:
    """What follows a function's body."""
    return body[re.search(r"^\S", body, re.MULTILINE).start() :]  # type: ignore[union-attr]


@pytest.mark.parametrize("layer", ALL)
def test_a_worker_with_any_layer_left_out_is_never_given_a_file(layer: str, walled: Sandbox, tmp_path: Path) -> None:
    if layer not in walled.tier.layers:
        pytest.skip(f"this machine has no {layer} layer to leave out")
    tmp_path.chmod(0o755)
    with Sandbox(launch=Launch(home_without_call(tmp_path, layer))) as forgetful:
        assert forgetful.tier == walled.tier
        with pytest.raises(SandboxBrokenError, match="wall"), forgetful.started(LOAD_OF_NOTHING, Limits()):
            pytest.fail("a worker without its wall was handed out")


def test_a_copy_of_the_sandbox_with_every_call_in_it_works(walled: Sandbox, tmp_path: Path) -> None:
    with Sandbox(launch=Launch(Path(shutil.copytree(HERE, tmp_path / "sandbox")))) as copy:
        assert see(copy, HONEST)[0].outcome == "returned"


def test_a_wall_that_hides_its_own_library_is_not_believed(walled: Sandbox, tmp_path: Path) -> None:
    if "landlock" not in walled.tier.layers:
        pytest.skip("only Landlock can hide the library")
    home = Path(shutil.copytree(HERE, tmp_path / "sandbox"))
    text = (home / "wall" / "landlock.py").read_text()
    (home / "wall" / "landlock.py").write_text(text.replace("for path in readable:", "for path in ():"))
    with (
        Sandbox(launch=Launch(home)) as blind,
        pytest.raises(SandboxBrokenError),
        blind.started(LOAD_OF_NOTHING, Limits()),
    ):
        pytest.fail("a worker that can read nothing was handed out")


@pytest.mark.parametrize("missing", sorted(BASE))
def test_below_tier_b_nothing_is_graded_and_the_refusal_names_what_is_missing(missing: str) -> None:
    with pytest.raises(RefusedError, match=f"tier C.*tier B is needed. .*Missing: {missing}"):
        Sandbox(without=(missing,))


def test_an_old_kernel_is_refused_for_an_ordinary_user() -> None:
    with pytest.raises(RefusedError, match=r"Missing: landlock.*Missing: user"):
        Sandbox(without=("landlock", "user"))


@ROOT
def test_without_landlock_root_grades_at_tier_b_and_files_open_only_for_reading() -> None:
    source = "def run():\n    open('/dev/null').close()\n    open('/dev/zero', 'w')"
    with Sandbox(without=("landlock",)) as old:
        assert old.tier.letter == "B" and old.tier.missing == ("landlock",)
        [seen] = see(old, source)
    assert seen.error is not None and (seen.error.type, seen.error.line) == ("PermissionError", 3)


@ROOT
def test_without_landlock_a_readable_secret_is_refused_with_what_to_do() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o700)
        with Sandbox(without=("landlock",), secrets=(folder,)) as old:
            assert see(old, HONEST)[0].outcome == "returned"
        for mode in (0o755, 0o711, 0o701, 0o710, 0o702):
            os.chmod(folder, mode)
            with pytest.raises(RefusedError, match=f"chmod -R go-rwx {folder}"):
                Sandbox(without=("landlock",), secrets=(folder,))


@ROOT
def test_without_landlock_a_readable_file_is_refused_even_where_its_folder_cannot_be_listed() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        reference = Path(folder) / "work.py"
        reference.touch(0o640)
        os.chmod(folder, 0o711)
        with pytest.raises(RefusedError, match=f"could get at {reference}"):
            Sandbox(without=("landlock",), secrets=(str(reference),))
        reference.chmod(0o600)
        Sandbox(without=("landlock",), secrets=(str(reference),)).close()


@ROOT
def test_each_worker_proves_that_it_can_read_no_secret_file() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        answers = Path(folder) / "answers.npz"
        answers.touch(0o600)
        secrets = (folder, str(answers))
        with Sandbox(without=("landlock",), secrets=secrets) as careful, Sandbox(secrets=secrets) as walled:
            os.chmod(folder, 0o711)
            assert see(walled, HONEST)[0].outcome == "returned"
            answers.chmod(0o644)
            assert see(walled, HONEST)[0].outcome == "returned"
            with pytest.raises(SandboxBrokenError, match="no student may see"):
                see(careful, HONEST)


@ROOT
def test_a_secret_that_becomes_readable_later_is_noticed_before_a_students_file_is_read() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, Sandbox(without=("landlock",), secrets=(folder,)) as old:
        os.chmod(folder, 0o755)
        with pytest.raises(SandboxBrokenError, match="no student may see"):
            see(old, HONEST)


def test_a_secret_is_hidden_whatever_its_mode(walled: Sandbox, tmp_path: Path) -> None:
    if "landlock" not in walled.tier.layers:
        pytest.skip("modes are all there is without Landlock")
    with Sandbox(secrets=(str(tmp_path), __file__)) as careful:
        assert see(careful, HONEST)[0].outcome == "returned"


def test_every_worker_has_a_user_of_its_own(walled: Sandbox) -> None:
    if "user" not in walled.tier.layers:
        pytest.skip("only root can give each worker a user of its own")
    source = "import os\ndef run():\n    return [*os.getresuid(), *os.getresgid(), len(os.getgroups())]"
    first, second = (list(see(walled, source)[0].outputs["value"]) for _ in range(2))
    assert len(set(first[:6])) == len(set(second[:6])) == 1 and first[6] == 0
    assert first[0] != second[0] and os.getuid() not in (first[0], second[0])


@ROOT
def test_a_worker_that_keeps_some_of_roots_power_is_never_given_a_file(tmp_path: Path) -> None:
    home = Path(shutil.copytree(HERE, tmp_path / "sandbox"))
    text = (home / "wall" / "layers.py").read_text()
    keep = "    kernel.prctl(8, 1)  # PR_SET_KEEPCAPS\n    os.setgroups([])\n"
    text = text.replace("    kernel.drop_capabilities()\n", "")
    (home / "wall" / "layers.py").write_text(text.replace("    os.setgroups([])\n", keep))
    with Sandbox(launch=Launch(home)) as mighty, pytest.raises(SandboxBrokenError, match="root's power"):
        see(mighty, HONEST)


def test_a_user_id_that_is_somebodys_account_or_group_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    account = grp.getgrall()[-1].gr_gid
    assert has_account(account) and has_account(os.getuid()) and not has_account(3_999_999_000)
    monkeypatch.setattr("autograder.sandbox.wall.users._in_use", set)
    with pytest.raises(NoFreeUserError):
        Users(account, account + 1).take()


def test_no_user_is_given_out_twice_and_none_that_somebody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.wall.users.has_account", lambda user: False)
    mine = os.getuid()
    users = Users(mine, mine + 3)
    assert {users.take(), users.take()} == {mine + 1, mine + 2}
    with pytest.raises(NoFreeUserError):
        users.take()


def test_every_user_of_the_range_is_given_out_once_and_in_no_order() -> None:
    users = Users(4_000_000, 4_000_500)
    given = [users.take() for _ in range(500)]
    assert sorted(given) == list(range(4_000_000, 4_000_500)) != given
    with pytest.raises(NoFreeUserError):
        users.take()


def test_a_worker_dies_with_its_zygote(walled: Sandbox) -> None:
    with Sandbox() as sandbox, sandbox.started(LOAD_OF_NOTHING, Limits()):
        zygote, *workers = sandbox.processes()
        assert workers
        os.kill(zygote, signal.SIGKILL)
        for worker in workers:
            wait_for(lambda worker=worker: is_gone(worker), "the end of the zygote's workers")


def test_closing_the_sandbox_leaves_nobody_behind() -> None:
    with Sandbox() as sandbox:
        see(sandbox, HONEST)
        everybody = sandbox.processes()
    assert len(everybody) > 1
    for process in everybody:
        wait_for(lambda process=process: is_gone(process), "the end of the sandbox's processes")


def is_gone(process: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_the_zygotes_memory_is_nobodys_to_read(walled: Sandbox) -> None:
    zygote = walled.processes()[0]
    status = os.stat(f"/proc/{zygote}/mem")
    assert status.st_uid == 0
    [seen] = see(walled, f"def run():\n    open('/proc/{zygote}/mem', 'rb').read(1)")
    assert seen.error is not None and seen.error.type == "PermissionError"


@pytest.mark.parametrize(
    ("layers", "abi", "root", "letter"),
    [
        (ALL, 7, True, "A"),
        (ALL, 1, True, "A"),
        (tuple(set(ALL) - {"user"}), 6, False, "A"),
        (tuple(set(ALL) - {"user"}), 5, False, "B"),
        (tuple(set(ALL) - {"user"}), 7, True, "B"),
        (tuple(set(ALL) - {"landlock"}), 0, True, "B"),
        (tuple(set(ALL) - {"landlock", "user"}), 0, False, "C"),
        (tuple(set(ALL) - {"seccomp"}), 7, True, "C"),
        ((), 0, False, "D"),
    ],
)
def test_the_layers_make_the_tier(layers: tuple[str, ...], abi: int, root: bool, letter: str) -> None:
    tier = tier_of(layers, abi, root)
    assert tier.letter == letter and bool(advice(tier)) == (letter != "A")


def cached_pages(path: Path) -> float:
    """The share of a file that is in the page cache."""
    libc = ctypes.CDLL(None, use_errno=True)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE) as mapped:
        pages = -(-len(mapped) // mmap.PAGESIZE)
        there = (ctypes.c_ubyte * pages)()
        start = ctypes.addressof(ctypes.c_char.from_buffer(mapped))
        assert libc.mincore(ctypes.c_void_p(start), ctypes.c_size_t(len(mapped)), there) == 0
        share = sum(page & 1 for page in there) / pages
        gc.collect()
    return share


@ROOT
def test_every_block_that_a_worker_may_read_is_in_the_page_cache_before_there_is_a_worker() -> None:
    path = Path(os.__file__).with_name("pydoc_data") / "topics.py"
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    if cached_pages(path) == 1:
        pytest.skip("somebody keeps this file in the page cache")
    with Sandbox():
        wait_for(lambda: cached_pages(path) == 1, "the page cache")


OWN_POWER = """
import ctypes
def run():
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    return ctypes.CDLL(None).capget(ctypes.byref(header), ctypes.byref(sets)) or sum(sets)
"""


@ROOT
def test_root_that_cannot_become_another_user_keeps_none_of_its_power() -> None:
    with Sandbox(least="D", without=["user", "seccomp"]) as powerful:
        [seen] = see(powerful, OWN_POWER)
    assert seen.outputs["value"] == 0
