"""When a part of the grader fails, it is ours to mend: tried again once, then flagged,
and never a student's lost point.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder.answers.store import AnswersError
from autograder.freeze.reference import freeze
from autograder.gradescope import results as gradescope
from autograder.grading import attempts
from autograder.grading.grader import Grader
from autograder.records import Call, Case, Limits, Observation, Report, Submission
from autograder.sandbox import Launch, Payload, RefusedError, Sandbox, SandboxBrokenError, zygote_client, zygote_process
from autograder.sandbox.testing import copy_of_the_sandbox, descendants
from autograder.sandbox.wall import seccomp
from autograder.spec import loader, staff_folder
from autograder.spec.staff_folder import StaffFolder
from tests.support.limits import with_patience
from tests.support.reports import statuses
from tests.support.waiting import is_running, wait_for

from .arena import Arena, arena
from .corpus import NEIGHBOUR
from .envelopes import ORDINARY_USER, REPOSITORY, Envelope, envelopes, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="these faults are injected by Linux's means"),
]
ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can inject this fault")
SLOW = "import time\n\n\ndef double(x):\n    time.sleep(0.4)\n    return 2 * x\n"
PROBES = {"slow": "def double(student, x):\n    return {'y': student.work.double(x)}\n"}
CALL = Call("double", Case("slow", {"x": 1.0}))


@pytest.fixture(scope="module")
def place() -> Iterator[Arena]:
    """An assignment of three checks, the middle one under attack, and a sandbox."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, arena(Path(folder)) as made:
        yield made


def graded(place: Arena, source: str = SLOW, patience: int = 1) -> Report:
    """The report on these lines, of checks with so many times their time."""
    files = {"work.py": source.encode(), "neighbour.py": NEIGHBOUR.encode()}
    assignment = with_patience(place.assignment, patience)
    report = Grader(assignment, place.answers, place.sandbox).grade(Submission("somebody", files))
    # A grading does not wait for its last worker's end, and the next test would take that worker for its own.
    wait_for(lambda: not at_work(place.sandbox), "the end of the last worker")
    return report


def at_work(sandbox: Sandbox) -> list[int]:
    """The workers that run the student's code: that code gives its process a name."""
    return [process for process in sandbox.processes()[1:] if _name(process) == "at-work"]


def worker_at_work(sandbox: Sandbox, other_than: int = 0) -> int:
    """The worker that runs the student's code right now."""
    return wait_for(lambda: next((one for one in at_work(sandbox) if one != other_than), 0), "a worker at work")


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


CALLED = "double(x):\n    ctypes.CDLL(None).prctl(15, b'at-work', 0, 0, 0)"
NAMED = f"import ctypes\n{SLOW}".replace("double(x):", CALLED)
"""Named in the call, not as it is imported: a worker may import alone, before any hidden check."""
BUSY = 600
"""How many times its time a check has where a test must first find its worker, on however busy a machine."""
LONG, LASTING = NAMED.replace("0.4", "6"), NAMED.replace("0.4", "60")
"""At work long enough to be found in the middle of it, and until it is killed, however busy the machine."""


@contextmanager
def meanwhile(work: Callable[[], object]) -> Iterator[None]:
    """Do this in another thread, and see that it was done."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(work)
        yield
        done.result()


def test_a_worker_that_is_killed_in_mid_call_costs_nothing(place: Arena) -> None:
    def kill() -> None:
        os.kill(worker_at_work(place.sandbox), signal.SIGKILL)

    with meanwhile(kill):
        report = graded(place, LONG, BUSY)
    assert list(statuses(report).values()) == ["passed"] * 3


def test_a_worker_that_is_killed_twice_is_flagged_as_ours(place: Arena) -> None:
    def kill() -> None:
        first = worker_at_work(place.sandbox)
        os.kill(first, signal.SIGKILL)
        os.kill(worker_at_work(place.sandbox, other_than=first), signal.SIGKILL)

    with meanwhile(kill):
        report = graded(place, LASTING, BUSY)
    assert list(statuses(report).values()) == ["passed", "broken", "passed"]
    assert "killed from outside" in report.broken[0].verdict.staff_note


def test_a_worker_that_is_killed_before_it_was_asked_anything_is_flagged_as_ours(place: Arena) -> None:
    load = Payload({"work.py": SLOW.encode()}, PROBES, ("work.py",))
    with place.sandbox.worker(load, Limits()) as worker:
        for process in place.sandbox.processes()[1:]:
            os.kill(process, signal.SIGKILL)
        with pytest.raises(SandboxBrokenError, match="killed from outside"):
            worker.run([CALL])
    assert set(statuses(graded(place)).values()) == {"passed"}


def test_a_zygote_that_is_killed_in_mid_call_costs_nothing(place: Arena) -> None:
    def kill() -> None:
        worker_at_work(place.sandbox)
        os.kill(place.sandbox.processes()[0], signal.SIGKILL)

    with meanwhile(kill):
        report = graded(place, LONG, BUSY)
    assert list(statuses(report).values()) == ["passed"] * 3


SLOW_WRITER = """
import ctypes, os, time
write = os.write

def slowly(target, content):
    if target != 11:
        return write(target, content)
    os.write = write
    sent = write(target, bytes(content[:16]))
    ctypes.CDLL(None).prctl(15, b"at-work", 0, 0, 0)
    time.sleep(6)
    return sent

os.write = slowly

def double(x):
    return 2 * x
"""


def test_a_worker_that_is_killed_in_mid_reply_costs_nothing(place: Arena) -> None:
    def kill() -> None:
        os.kill(worker_at_work(place.sandbox), signal.SIGKILL)

    with meanwhile(kill):
        report = graded(place, SLOW_WRITER, BUSY)
    assert list(statuses(report).values()) == ["passed"] * 3


def test_a_zygote_that_is_killed_twice_in_one_check_is_flagged_with_the_check(place: Arena) -> None:
    def kill_twice() -> None:
        for _ in range(2):
            process = worker_at_work(place.sandbox)
            os.kill(place.sandbox.processes()[0], signal.SIGKILL)
            wait_for(lambda process=process: not is_running(process), "the worker's end")

    with meanwhile(kill_twice):
        report = graded(place, LASTING, BUSY)
    assert list(statuses(report).values()) == ["passed", "broken", "passed"]
    told = json.loads(gradescope.results(report))["extra_data"]["findings"]
    assert [one["check"] for one in told] == ["target.double"] and "SIGKILL ended it" in told[0]["finding"]


def test_a_zygote_that_is_killed_between_checks_costs_nothing(place: Arena) -> None:
    graded(place)
    os.kill(place.sandbox.processes()[0], signal.SIGKILL)
    assert set(statuses(graded(place)).values()) == {"passed"}


def test_a_zygote_that_stops_is_given_up_and_costs_nothing(place: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zygote_client, "ORDER_SECONDS", 0.5)
    graded(place)
    stopped = place.sandbox.processes()[0]
    os.kill(stopped, signal.SIGSTOP)
    report = graded(place)
    assert set(statuses(report).values()) == {"passed"} and not Path(f"/proc/{stopped}").exists()


def test_a_worker_that_is_stopped_from_outside_is_timed_out(place: Arena) -> None:
    def stop() -> None:
        os.kill(worker_at_work(place.sandbox), signal.SIGSTOP)

    load = Payload({"work.py": NAMED.encode()}, PROBES, ("work.py",))
    with place.sandbox.worker(load, Limits(seconds=0.8)) as worker, meanwhile(stop):
        [seen] = worker.run([CALL])
    assert seen.outcome == "timed out"


LIMIT = 2.0
"""The seconds that an answer has which takes a fifth of them."""


def test_an_answer_that_waited_for_a_stopped_grader_still_counts() -> None:
    script = (
        "import os, sys, threading\n"
        "from autograder.records import Call, Case, Limits\n"
        "from autograder.sandbox import Payload, Sandbox\n"
        f"load = Payload({{'work.py': {NAMED.encode()!r}}}, {PROBES!r}, ())\n"
        f"with Sandbox() as sandbox, sandbox.worker(load, Limits(seconds={LIMIT})) as worker:\n"
        "    print(worker.run([Call('double', Case('', {'x': 1.0}))])[0].outcome)\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", script], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    wait_for(lambda: "at-work" in map(_name, descendants(grader.pid)), "the grader's worker at work")
    os.kill(grader.pid, signal.SIGSTOP)
    stopped = time.monotonic()
    wait_for(lambda: time.monotonic() > stopped + LIMIT + 1, "the end of the time that the answer has")
    os.kill(grader.pid, signal.SIGCONT)
    assert grader.communicate()[0] == "returned\n"


def test_a_machine_that_runs_only_now_and_then_costs_nothing(place: Arena) -> None:
    over = threading.Event()

    def stutter() -> None:
        while not over.is_set():
            family = place.sandbox.processes()
            for number, pause in ((signal.SIGSTOP, 0.045), (signal.SIGCONT, 0.01)):
                for process in family:
                    _signal(process, number)
                time.sleep(pause)

    with meanwhile(stutter):
        try:
            report = graded(place, "def double(x):\n    return 2 * x\n")
        finally:
            over.set()
    assert list(statuses(report).values()) == ["passed"] * 3


def _signal(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


# --- the grade command, killed, stopped and starved


@pytest.fixture
def scene(place: Arena, tmp_path: Path) -> Path:
    """A folder with an assignment, and a submission whose middle check takes a while."""
    shutil.copytree(place.folder / "solution", tmp_path / "solution")
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "work.py").write_text(NAMED.replace("0.4", "0.8"))
    (tmp_path / "handed-in" / "neighbour.py").write_text(NEIGHBOUR)
    return tmp_path


def grade_words(scene: Path, results: Path | None = None) -> list[str]:
    folder, handed_in = str(scene / "solution"), str(scene / "handed-in")
    return [
        "-m",
        "autograder",
        "grade",
        handed_in,
        "--assignment",
        folder,
        "--results",
        str(results or scene / "results.json"),
    ]


def started(scene: Path, before: Sequence[str] = ()) -> tuple[subprocess.Popen[str], list[int]]:
    """The grade command once it has a worker at work, and all its processes."""
    grader = subprocess.Popen(
        [*before, sys.executable, *grade_words(scene)],
        cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip

    def look() -> list[int]:
        assert grader.poll() is None
        family = descendants(grader.pid)
        return family if "at-work" in map(_name, family) else []

    return grader, wait_for(look, "the grader's worker at work")


def results_of(scene: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((scene / "results.json").read_text())
    return told


def test_a_killed_grader_takes_its_family_along_and_leaves_valid_results(scene: Path) -> None:
    grader, family = started(scene)
    grader.kill()
    grader.wait()
    wait_for(lambda: not any(map(is_running, family)), "the end of the grader's family")
    told = json.dumps(results_of(scene))
    assert "tell the course staff" in told or "Not reached" in told


@pytest.mark.parametrize("name", ["SIGTERM", "SIGXCPU", "SIGUSR1"])
def test_a_grader_told_to_stop_writes_what_it_has_and_leaves_nobody(scene: Path, name: str) -> None:
    grader, family = started(scene)
    grader.send_signal(signal.Signals[name])
    _, told = grader.communicate()
    assert grader.returncode == 3 and "stopped" in told
    tests = results_of(scene)["tests"]
    assert isinstance(tests, list) and [test["name"].split(":")[0] for test in tests]
    assert "Not reached" in json.dumps(tests)
    assert not [process for process in family if is_running(process)]


SIGNALLED = """
import os, signal, sys
from autograder.commands import grade
from autograder.cli import main
number = signal.Signals[sys.argv.pop(1)]
moment = sys.argv.pop(1)
if moment == "closing":
    close = grade.Sandbox.close
    grade.Sandbox.close = lambda sandbox: (os.kill(os.getpid(), number), close(sandbox))
else:
    write = grade._Results.write
    grade._Results.write = lambda results, report: (os.kill(os.getpid(), number), write(results, report))[1]
main()
"""


@pytest.mark.parametrize("moment", ["closing", "writing"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGXCPU"])
def test_a_grading_that_came_to_its_end_is_written_whatever_signal_arrives_then(
    scene: Path, name: str, moment: str
) -> None:
    words = grade_words(scene)[2:]
    found = run([sys.executable, "-c", SIGNALLED, name, moment, *words])
    assert found.returncode == 0, found.stderr
    assert results_of(scene)["score"] == 12


def test_a_hangup_that_is_ignored_stays_ignored(scene: Path) -> None:
    grader, _ = started(scene, before=["nohup"])
    grader.send_signal(signal.SIGHUP)
    _, told = grader.communicate()
    assert grader.returncode == 0, told
    assert results_of(scene)["score"] == 12


def run(words: list[str], **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, **settings)  # type: ignore[call-overload,no-any-return]


def on_small_disk(scene: Path, options: str, before: str) -> subprocess.CompletedProcess[str]:
    """Grade with the results on a disk of its own, in a name space of its own, and print what is on it afterwards."""
    disk = scene / "disk"
    disk.mkdir()
    words = " ".join([sys.executable, *grade_words(scene, disk / "results.json")])
    script = f"mount -t tmpfs -o {options} none {disk} && {before} && {words} >&2; echo $?; cat {disk}/results.json"
    found = run(["unshare", "--mount", "sh", "-c", script])
    if not found.stdout.strip() or "mount" in found.stderr.partition(":")[0]:
        pytest.skip(f"no file system can be mounted here: {found.stderr.strip()}")
    return found


@ROOT
def test_results_are_valid_when_the_disk_is_full_from_the_start(scene: Path) -> None:
    filled = f"dd if=/dev/zero of={scene}/disk/filler bs=1k count=500 2>/dev/null"
    found = on_small_disk(scene, "size=520k", filled)
    status, _, results = found.stdout.partition("\n")
    assert status == "0", found.stderr
    assert json.loads(results)["score"] == 12


@ROOT
def test_results_that_cannot_be_written_are_a_loud_failure(scene: Path) -> None:
    found = on_small_disk(scene, "ro", "true")
    status, _, results = found.stdout.partition("\n")
    assert (status, results) == ("3", "") and "cannot be written" in found.stderr


@pytest.mark.parametrize("streams", ["2>&-", ">&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_grader_without_standard_streams_grades_all_the_same(scene: Path, streams: str) -> None:
    words = " ".join([sys.executable, *grade_words(scene)])
    found = run(["sh", "-c", f"exec {words} {streams}"])
    assert (found.returncode, found.stderr) == (0, "")
    assert results_of(scene)["score"] == 12


@pytest.mark.parametrize(
    ("streams", "told"), [(">/dev/full", "No space left on device"), (">/dev/full 2>/dev/full", "")]
)
@pytest.mark.parametrize("option", ["", " --json"])
def test_a_report_that_cannot_be_printed_is_a_sentence_and_its_results_are_written(
    scene: Path, streams: str, told: str, option: str
) -> None:
    words = " ".join([sys.executable, *grade_words(scene)])
    found = run(["sh", "-c", f"exec {words}{option} {streams}"])
    assert found.returncode == 3 and told in found.stderr and "Traceback" not in found.stderr
    assert results_of(scene)["score"] == 12


def test_a_user_namespace_with_one_user_is_graded_in_as_the_ordinary_user_it_is(scene: Path) -> None:
    found = run(["unshare", "--user", "--map-root-user", sys.executable, *grade_words(scene)])
    if "unshare" in found.stderr.partition(":")[0]:
        pytest.skip(f"there are no user namespaces here: {found.stderr.strip()}")
    assert found.returncode in (0, 3) and "Traceback" not in found.stderr, found.stderr
    assert "wall does not stand" not in found.stdout + found.stderr


@pytest.mark.parametrize("limit", [6, 8, 10, 12, 14, 16, 24, 32])
def test_a_grader_short_of_descriptors_grades_rightly_or_says_that_it_is_broken(scene: Path, limit: int) -> None:
    words = " ".join([sys.executable, *grade_words(scene)])
    found = run(["sh", "-c", f"ulimit -n {limit}; exec {words}"])
    assert found.returncode in (0, 3), found.stderr
    if found.returncode == 0:
        assert results_of(scene)["score"] == 12
    assert "Traceback" not in found.stderr


def test_what_an_earlier_run_left_behind_is_in_nobodys_way(scene: Path) -> None:
    elsewhere = scene / "elsewhere.json"
    elsewhere.write_text("somebody else's")
    (scene / "results.json").symlink_to(elsewhere)
    (scene / ".results.json.reserve").write_bytes(b"\0" * 1000)
    (scene / ".results.json.3kx9_a0b.part").write_text("half a resu")
    (scene / "autograder-runtime-old").mkdir()
    found = run([sys.executable, *grade_words(scene)], env={**os.environ, "TMPDIR": str(scene)})
    assert found.returncode == 0, found.stderr
    assert results_of(scene)["score"] == 12 and not (scene / "results.json").is_symlink()
    assert elsewhere.read_text() == "somebody else's"
    assert not list(scene.glob(".results.json.*"))


def test_what_a_killed_grader_left_is_removed_by_the_next(scene: Path) -> None:
    grader, _ = started(scene)
    grader.kill()
    grader.wait()
    assert [path.name for path in scene.glob(".results.json.*")] == [".results.json.reserve"]
    (scene / "handed-in" / "work.py").write_text("def double(x):\n    return 2 * x\n")
    assert run([sys.executable, *grade_words(scene)]).returncode == 0
    assert not list(scene.glob(".results.json.*"))


def test_two_graders_at_once_are_in_nobodys_way(scene: Path) -> None:
    graders = [
        subprocess.Popen(
            [sys.executable, *grade_words(scene, scene / f"{number}.json")], cwd=REPOSITORY, stdout=subprocess.DEVNULL
        )
        for number in range(3)
    ]
    assert [grader.wait() for grader in graders] == [0, 0, 0]
    assert [json.loads((scene / f"{number}.json").read_text())["score"] for number in range(3)] == [12, 12, 12]


def under_tmp(options: str, words: str, before: str = "true") -> subprocess.CompletedProcess[str]:
    """Run this where every folder for temporary files is one of these options, in a name space of its own."""
    mounts = " && ".join(f"mount -t tmpfs -o {options} none {folder}" for folder in ("/tmp", "/var/tmp"))
    found = run(["unshare", "--mount", "sh", "-c", f"{before} && {mounts} && exec {words}"])
    if "mount" in found.stderr.partition(":")[0] or "unshare" in found.stderr.partition(":")[0]:
        pytest.skip(f"no file system can be mounted here: {found.stderr.strip()}")
    return found


@pytest.fixture
def far_scene(place: Arena) -> Iterator[Path]:
    """A scene that does not stand in a folder for temporary files."""
    with tempfile.TemporaryDirectory(prefix=".scene-", dir=REPOSITORY) as folder:
        scene = Path(folder)
        shutil.copytree(place.folder / "solution", scene / "solution")
        (scene / "handed-in").mkdir()
        (scene / "handed-in" / "work.py").write_text("def double(x):\n    return 2 * x\n")
        (scene / "handed-in" / "neighbour.py").write_text(NEIGHBOUR)
        yield scene


@ROOT
@pytest.mark.parametrize("options", ["noexec", "ro"])
def test_folders_for_temporary_files_are_not_needed(far_scene: Path, options: str) -> None:
    if str(REPOSITORY).startswith(("/tmp/", "/var/tmp/")):
        pytest.skip("the grader itself stands in a folder for temporary files")
    found = under_tmp(options, " ".join([sys.executable, *grade_words(far_scene)]))
    assert found.returncode == 0, found.stderr
    assert results_of(far_scene)["score"] == 12


PRIVATE = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from autograder.sandbox import RefusedError, Sandbox, SandboxBrokenError, runtime
from autograder.spec.staff_folder import StaffFolder
runtime.open_to_all = lambda path: False
try:
    Sandbox().close()
except (RefusedError, SandboxBrokenError) as error:
    print(type(error).__name__, error)
"""


@ROOT
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            "noexec",
            "SandboxBrokenError the zygote could not be started: .*Permission denied.* Set TMPDIR to a folder "
            "from which",
        ),
        (
            "size=1m",
            "RefusedError Python, numpy and the packages could not be copied .*No space left on device.* "
            "Set TMPDIR to a "
            "folder that",
        ),
        (
            "ro",
            "RefusedError Python, numpy and the packages could not be copied .*Read-only file system.* "
            "Set TMPDIR to a folder "
            "that",
        ),
    ],
)
def test_a_private_python_without_a_folder_to_copy_it_to_is_a_sentence(
    tmp_path: Path, options: str, words: str
) -> None:
    (tmp_path / "script.py").write_text(PRIVATE)
    script = (
        f"mount -t tmpfs -o {options} none {tmp_path}/disk && exec {sys.executable} {tmp_path}/script.py "
        f"{tmp_path}/disk"
    )
    (tmp_path / "disk").mkdir()
    found = run(["unshare", "--mount", "sh", "-c", script], env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    if "mount" in found.stderr.partition(":")[0]:
        pytest.skip(f"no file system can be mounted here: {found.stderr.strip()}")
    assert re.match(words, found.stdout), found.stdout + found.stderr


# --- a reference that is not in order


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "raise ValueError('not today')",
            r"no answer for target.double on the case 'the only one': work.py, line \d+, in double: ValueError",
        ),
        (
            "return x / 0 * 0",
            r"answer for target.double on the case 'the only one' is not finite: y contains inf or nan\.",
        ),
        (
            "__import__('time').sleep(60)",
            r"no answer for target.double on the case 'the only one': Your code waited",
        ),
        ("return None", r"no answer for target.double: y is None in every case; is a return missing\?"),
    ],
)
def test_a_reference_that_fails_is_staffs_and_freeze_says_where(
    place: Arena, tmp_path: Path, body: str, words: str
) -> None:
    folder = Path(shutil.copytree(place.folder / "solution", tmp_path / "solution"))
    (folder / "work.py").write_text((folder / "work.py").read_text().replace("return 2 * x", body))
    with Sandbox() as sandbox, pytest.raises(AnswersError, match=words):
        freeze(StaffFolder(folder), loader.load(folder), sandbox)


def test_the_freeze_command_ends_with_that_sentence_and_leaves_the_answers_as_they_were(
    place: Arena, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(place.folder / "solution", tmp_path / "solution"))
    before = (folder / staff_folder.ANSWERS_NAME).read_bytes()
    (folder / "work.py").write_text((folder / "work.py").read_text().replace("return 2 * x", "return x * float('inf')"))
    found = run(
        [sys.executable, "-m", "autograder", "freeze", "--assignment", str(folder), "--cache", str(tmp_path / "cache")]
    )
    assert found.returncode == 3 and "is not finite: y contains inf or nan." in found.stderr
    assert (folder / staff_folder.ANSWERS_NAME).read_bytes() == before and "Traceback" not in found.stderr


# --- a machine that lacks something


@ROOT
def test_no_free_user_is_our_failure(tmp_path: Path) -> None:
    home = copy_of_the_sandbox(tmp_path, "wall/users.py", "FIRST, LAST = 20_000, 60_000", "FIRST, LAST = 0, 1")
    with Sandbox(launch=Launch(home)) as crowded, pytest.raises(SandboxBrokenError, match="no unused user id"):
        see(crowded)


def see(sandbox: Sandbox) -> Observation:
    with sandbox.worker(Payload({"work.py": SLOW.encode()}, PROBES, ()), Limits()) as worker:
        return worker.run([CALL])[0]


def test_a_fork_that_fails_is_our_failure(tmp_path: Path) -> None:
    home = copy_of_the_sandbox(
        tmp_path, "wall/zygote.py", "child = os.fork()", "raise BlockingIOError(11, 'fork: try again')"
    )
    with Sandbox(launch=Launch(home)) as tired, pytest.raises(SandboxBrokenError, match="try again"):
        see(tired)


def test_a_worker_that_never_proves_its_wall_is_our_failure(tmp_path: Path) -> None:
    home = copy_of_the_sandbox(tmp_path, "wall/jail.py", '    frames.send(REPLY, {"proved": costs})', "    os._exit(0)")
    with Sandbox(launch=Launch(home)) as silent, pytest.raises(SandboxBrokenError, match="did not prove"):
        see(silent)


def test_a_worker_that_lies_about_its_wall_is_our_failure(tmp_path: Path) -> None:
    home = copy_of_the_sandbox(tmp_path, "wall/jail.py", '{"proved": costs}', '{"proved": {"everything": 0.0}}')
    with Sandbox(launch=Launch(home)) as liar, pytest.raises(SandboxBrokenError, match="does not stand"):
        see(liar)


def test_a_zygote_that_cannot_start_is_our_failure(tmp_path: Path) -> None:
    home = copy_of_the_sandbox(
        tmp_path,
        "wall/zygote.py",
        "    wall = jail.prepare(runtime, plan)\n",
        "    raise SystemExit('no room')\n",
    )
    with pytest.raises(SandboxBrokenError, match="the zygote is gone: no room"):
        Sandbox(launch=Launch(home))


def test_a_zygote_that_is_killed_while_it_starts_is_started_again(
    place: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    popen, pids = subprocess.Popen, list[int]()

    def killed_at_first(*arguments: Any, **named: Any) -> Any:
        process = popen(*arguments, **named)
        pids.append(process.pid)
        if len(pids) == 1:
            process.kill()
        return process

    monkeypatch.setattr(zygote_process.subprocess, "Popen", killed_at_first)
    with Sandbox() as sandbox:
        assert see(sandbox).outcome == "returned" and len(pids) == 2


DIES = "import os\ntry:\n    double\nexcept NameError:\n    pass\n\n\ndef double(x):\n    os._exit(3)\n"


def test_a_sandbox_that_breaks_on_the_second_attempt_is_not_put_down_to_the_student(
    place: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt, asked = attempts.attempt, list[int]()

    def breaks_later(*arguments: Any) -> Any:
        if arguments[2].id == "target.double":
            asked.append(arguments[-1])
            if len(asked) > 1:
                raise SandboxBrokenError("a worker was killed from outside")
        return attempt(*arguments)

    monkeypatch.setattr(attempts, "attempt", breaks_later)
    assert list(statuses(graded(place, DIES)).values()) == ["passed", "broken", "passed"]
    assert asked == [0, 1, 1]


def test_a_worker_that_a_real_time_signal_ends_is_told_by_its_number() -> None:
    assert zygote_process.signal_name(int(signal.SIGRTMIN) + 3) == f"signal {int(signal.SIGRTMIN) + 3}"
    assert zygote_process.signal_name(11) == "SIGSEGV"


def test_a_filter_for_another_processor_is_refused_with_the_tier(tmp_path: Path) -> None:
    home = copy_of_the_sandbox(tmp_path, "wall/seccomp.py", f'"{platform.machine()}": (', '"another": (')
    with pytest.raises(
        RefusedError, match=r"tier C\); tier B is needed. .*Missing: seccomp. Use a machine \(x86_64 or aarch64\)"
    ):
        Sandbox(launch=Launch(home))


def test_a_filter_that_was_made_for_another_processor_lets_no_worker_live(tmp_path: Path) -> None:
    numbers = {"x86_64": "0xC000003E", "aarch64": "0xC00000B7"}
    mine = numbers[platform.machine()]
    other = next(number for number in numbers.values() if number != mine)
    home = copy_of_the_sandbox(tmp_path, "wall/seccomp.py", mine, other)
    with Sandbox(launch=Launch(home)) as foreign, pytest.raises(SandboxBrokenError, match="did not prove"):
        see(foreign)


def test_a_processor_without_a_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert not seccomp.supported()


def tier_in(envelope: Envelope, *words: str) -> str:
    """The tier that the doctor finds there."""
    with tempfile.TemporaryDirectory() as folder:
        told, _ = start(envelope, words, Path(folder)).communicate()
    found = re.search(r"Tier (\w):", told)
    assert found is not None, told
    return found[1]


DOCTOR = ("-m", "autograder", "doctor")
HERE = Envelope("here", (), os.geteuid() if hasattr(os, "geteuid") else -1)
ORDINARY = next((each for each in envelopes() if each.name == "ordinary user"), HERE)


@ROOT
def test_an_old_kernel_gives_root_tier_b() -> None:
    assert tier_in(HERE, "-m", "tests.hostile.old_kernel", "landlock", *DOCTOR) == "B"


@pytest.mark.skipif(bool(ORDINARY.unavailable), reason=ORDINARY.unavailable)
def test_an_old_kernel_gives_an_ordinary_user_tier_c() -> None:
    assert tier_in(ORDINARY, "-m", "tests.hostile.old_kernel", "landlock", *DOCTOR) == "C"


def test_a_kernel_without_filters_gives_tier_c() -> None:
    assert tier_in(HERE, "-m", "tests.hostile.old_kernel", "seccomp", *DOCTOR) == "C"


@ROOT
def test_root_that_may_not_become_another_user_gets_tier_b() -> None:
    assert tier_in(Envelope("no setuid", ("setpriv", "--bounding-set=-setuid"), 0), *DOCTOR) == "B"


@ROOT
def test_below_tier_b_the_grade_command_refuses_and_says_what_is_missing(scene: Path) -> None:
    found = run([sys.executable, "-m", "tests.hostile.old_kernel", "seccomp", *grade_words(scene)])
    assert found.returncode == 3 and "Missing: seccomp" in found.stderr
    assert results_of(scene)["tests"] == []


def test_the_sandbox_itself_refuses_too() -> None:
    with pytest.raises(RefusedError):
        Sandbox(without=("seccomp",))


@pytest.mark.skipif(bool(ORDINARY.unavailable), reason=ORDINARY.unavailable)
def test_a_user_with_too_few_processes_is_told_so() -> None:
    script = (
        "from autograder.sandbox import *\nfrom autograder.records import Limits\n"
        "try:\n    with Sandbox() as s, s.worker(Payload({}, {}, ()), Limits()): print('worked')\n"
        "except SandboxBrokenError as broken: print('broken:', broken)\n"
    )
    alone = ORDINARY_USER + 1 + os.getpid() % 1000  # nobody else's processes count
    words = [word.replace(str(ORDINARY_USER), str(alone)) for word in ORDINARY.before]
    poor = Envelope("poor", ("prlimit", "--nproc=2:2", *words), alone if ORDINARY.before else ORDINARY.user)
    with tempfile.TemporaryDirectory() as folder:
        told, _ = start(poor, ["-c", script], Path(folder)).communicate()
    assert "broken:" in told and "unavailable" in told
