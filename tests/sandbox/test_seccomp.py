"""The filter's program does what its table says, on either processor; run here by a few lines that read classic BPF."""

from __future__ import annotations

import errno
import struct

import pytest

from autograder.sandbox.wall import seccomp

MACHINES = sorted(seccomp.MACHINES)
PRCTL, FCNTL, IOCTL = (seccomp.ONLY[name][0] for name in ("prctl", "fcntl", "ioctl"))
DENIED = seccomp.FAIL | errno.EPERM
FORBIDDEN = {
    "socket": (41, 198), "connect": (42, 203), "clone": (56, 220), "fork": (57, None), "vfork": (58, None),
    "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "tgkill": (234, 131), "ptrace": (101, 117),
    "unlink": (87, None), "unlinkat": (263, 35), "mkdir": (83, None), "mkdirat": (258, 34), "rename": (82, None),
    "renameat2": (316, 276), "symlink": (88, None), "symlinkat": (266, 36), "linkat": (265, 37), "chmod": (90, None),
    "fchmodat": (268, 53), "truncate": (76, 45), "ftruncate": (77, 46), "setuid": (105, 146), "setresuid": (117, 147),
    "mount": (165, 40), "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280), "keyctl": (250, 219),
    "shmget": (29, 194), "msgget": (68, 186), "mq_open": (240, 180), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438,
    438),
    "io_uring_setup": (425, 425), "memfd_create": (319, 279), "inotify_init1": (294, 26), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "timer_create": (222, 107), "setrlimit": (160, 164), "seccomp": (317, 277),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "landlock_create_ruleset": (444, 444),
}  # fmt: skip


def answer(code: bytes, number: int, *arguments: int, architecture: int) -> int:
    """What the kernel would return for this call under the program."""
    six = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, architecture, 0, *six)
    at, value = 0, 0
    while True:
        operation, yes, no, constant = struct.unpack_from("=HBBI", code, 8 * at)
        at += 1
        if operation == seccomp.RETURN:
            return constant
        if operation == seccomp.LOAD:
            (value,) = struct.unpack_from("=I", data, constant)
            continue
        holds = {
            seccomp.EQUAL: value == constant,
            seccomp.AT_LEAST: value >= constant,
            seccomp.ANY_BIT: bool(value & constant),
        }[operation]
        at += yes if holds else no


class Kernel:
    """One processor's kernel, with the filter in force."""

    def __init__(self, machine: str, read_only: bool) -> None:
        self.column, self.architecture = seccomp.MACHINES[machine]
        self.code = seccomp.program(machine, read_only)

    def __call__(self, numbers: tuple[int | None, int | None], *arguments: int) -> int | None:
        number = numbers[self.column]
        return None if number is None else answer(self.code, number, *arguments, architecture=self.architecture)


@pytest.fixture(params=MACHINES)
def kernel(request: pytest.FixtureRequest) -> Kernel:
    return Kernel(request.param, read_only=False)


def test_every_call_on_the_list_is_allowed(kernel: Kernel) -> None:
    answers = {name: kernel(numbers) for name, numbers in seccomp.ALLOWED.items()}
    assert set(answers.values()) <= {seccomp.ALLOW, None}


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_a_call_that_is_not_on_the_list_fails(kernel: Kernel, name: str) -> None:
    assert kernel(FORBIDDEN[name]) in (DENIED, None)


def test_everything_else_fails(kernel: Kernel) -> None:
    tables = [*seccomp.ALLOWED.values(), seccomp.OPEN, seccomp.OPENAT, seccomp.PRLIMIT]
    tables += [*(numbers for numbers, _, _ in seccomp.ONLY.values()), *seccomp.ABSENT.values()]
    known = {numbers[kernel.column] for numbers in tables}
    others = set(range(600)) - known
    assert {kernel((number, number)) for number in others} == {DENIED}


def test_the_new_forms_of_clone_and_open_are_not_there(kernel: Kernel) -> None:
    assert {kernel(numbers) for numbers in seccomp.ABSENT.values()} == {seccomp.FAIL | errno.ENOSYS}


def test_another_processors_numbers_end_the_process(kernel: Kernel) -> None:
    assert answer(kernel.code, 0, architecture=0x40000003) == seccomp.KILL_PROCESS


def test_the_second_set_of_numbers_is_denied() -> None:
    kernel = Kernel("x86_64", read_only=False)
    assert kernel((seccomp.X32_BIT | 1, None)) == DENIED


def test_descriptors_cannot_be_made_to_send_signals(kernel: Kernel) -> None:
    f_getfl, f_setown, f_setsig = 3, 8, 10
    assert kernel(FCNTL, 3, f_setown) == kernel(FCNTL, 3, f_setsig) == DENIED
    assert kernel(FCNTL, 3, f_getfl) == seccomp.ALLOW


def test_what_descriptions_share_with_other_workers_cannot_be_changed(kernel: Kernel) -> None:
    f_setfl, f_setlk, f_setlease, f_notify = 4, 6, 1024, 1026
    assert {kernel(FCNTL, 3, command) for command in (f_setfl, f_setlk, f_setlease, f_notify)} == {DENIED}


def test_nothing_can_be_dropped_from_the_page_cache(kernel: Kernel) -> None:
    cold, pageout, hwpoison, willneed = 20, 21, 100, 3
    madvise, fadvise = seccomp.ONLY["madvise"][0], (221, 223)
    assert {kernel(madvise, 0, 4096, advice) for advice in (cold, pageout, hwpoison)} == {DENIED}
    assert kernel(madvise, 0, 4096, willneed) == seccomp.ALLOW and kernel(fadvise, 3, 0, 0, 4) == DENIED


def test_no_other_process_can_be_waited_for_or_woken(kernel: Kernel) -> None:
    futex = seccomp.ONLY["futex"][0]
    wait, wake, requeue, private, wait_until, wake_some = 0, 1, 3, 128, 256 + 9, 10
    assert {kernel(futex, 8, operation, 1) for operation in (wait, wake, requeue, wait_until, wake_some)} == {DENIED}
    for operation in (wait, wake, requeue, wait_until, wake_some):
        assert kernel(futex, 8, operation | private, 1) == seccomp.ALLOW


def test_a_pipe_is_one_that_programs_write_to(kernel: Kernel) -> None:
    pipe2, notes, packets = seccomp.ONLY["pipe2"][0], 0o200, 0o40000
    assert kernel(pipe2, 8, notes) == kernel(pipe2, 8, packets) == DENIED
    assert kernel(pipe2, 8, 0) == kernel(pipe2, 8, 0o2000000) == seccomp.ALLOW


@pytest.mark.parametrize("name", ["getpgid", "getsid", "sched_getaffinity"])
def test_other_processes_cannot_be_asked_about(kernel: Kernel, name: str) -> None:
    numbers = seccomp.ONLY[name][0]
    assert kernel(numbers, 0) == seccomp.ALLOW and {kernel(numbers, process) for process in (1, 4711)} == {DENIED}


@pytest.mark.parametrize("name", ["clock_gettime", "clock_getres", "clock_nanosleep"])
def test_no_other_processes_clock_can_be_read(kernel: Kernel, name: str) -> None:
    numbers = seccomp.ONLY[name][0]
    of_process = ((~4711 << 3) | 2) & 0xFFFFFFFF
    assert kernel(numbers, of_process) == kernel(numbers, of_process | 0xFFFFFFFF << 32) == DENIED
    assert kernel(numbers, 1) == kernel(numbers, 2) == seccomp.ALLOW


def test_a_terminal_cannot_be_typed_into(kernel: Kernel) -> None:
    tiocsti = 0x5412
    assert kernel(IOCTL, 0, tiocsti) == DENIED and kernel(IOCTL, 0, 0x5401) == seccomp.ALLOW


def test_limits_can_be_read_and_not_set(kernel: Kernel) -> None:
    assert kernel(seccomp.PRLIMIT, 0, 7, 0, 4096) == seccomp.ALLOW
    assert kernel(seccomp.PRLIMIT, 0, 7, 4096, 0) == kernel(seccomp.PRLIMIT, 0, 7, 1 << 32, 0) == DENIED
    assert kernel(seccomp.PRLIMIT, 1, 7, 0, 4096) == DENIED


def test_privileges_cannot_be_changed(kernel: Kernel) -> None:
    set_dumpable, set_keepcaps, set_ptracer = 4, 8, 0x59616D61
    assert {kernel(PRCTL, option) for option in (set_dumpable, set_keepcaps, set_ptracer)} == {DENIED}
    assert kernel(PRCTL, 15) == seccomp.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_without_landlock_files_open_only_for_reading(machine: str) -> None:
    strict, free = Kernel(machine, read_only=True), Kernel(machine, read_only=False)
    for flags in (0o1, 0o2, 0o100, 0o1001, 0o20000000):
        assert strict(seccomp.OPENAT, -100 & 0xFFFFFFFF, 0, flags) == DENIED
        assert strict(seccomp.OPEN, 0, flags) in (DENIED, None)
        assert free(seccomp.OPENAT, 0, 0, flags) == seccomp.ALLOW
    assert strict(seccomp.OPENAT, 0, 0, 0o2000000) == seccomp.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_the_program_is_the_same_every_time_and_short(machine: str) -> None:
    code = seccomp.program(machine, read_only=True)
    assert code == seccomp.program(machine, read_only=True) and len(code) // 8 < 400
