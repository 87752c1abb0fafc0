"""libseccomp, asked to build the same list, decides as our filter does on every call and every telling argument."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import struct
from collections.abc import Iterator

import pytest

from autograder.sandbox.wall import seccomp

NAME = ctypes.util.find_library("seccomp") or "libseccomp.so.2"
try:
    LIBRARY = ctypes.CDLL(NAME)
except OSError:
    pytest.skip("libseccomp is not installed here", allow_module_level=True)
if not hasattr(os, "memfd_create"):
    pytest.skip("filters are Linux's", allow_module_level=True)

LIBRARY.seccomp_init.restype = ctypes.c_void_p
EQUAL, MASKED_EQUAL = 4, 7
BAD_ARCHITECTURE = 2
LOW = 0xFFFFFFFF
WORDS = [
    *range(13), 14, 15, 16, 20, 21, 39, 100, *range(127, 140), 384, 393, 1024, 1030,
    0x80000, 0x80080, 0x80800, 0x5401, 0x5412, 0x5413, 0x5451, 0o100, 0o1000, 0o101,
    0o2000000, 0o20000000, 0o20200000, 4711, 0x80000000, LOW, 1 << 32, (1 << 32) + 1, (1 << 64) - 1,
]  # fmt: skip
"""Every value that the list names, its neighbours, and those that differ in the upper half alone."""


class Comparison(ctypes.Structure):
    """libseccomp's ``scmp_arg_cmp``."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operation", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


class Oracle:
    """The same list, built by the library for a processor."""

    def __init__(self, machine: str, read_only: bool) -> None:
        self.column, self.architecture = seccomp.MACHINES[machine]
        self._context = ctypes.c_void_p(LIBRARY.seccomp_init(seccomp.FAIL | errno.EPERM))
        LIBRARY.seccomp_attr_set(self._context, BAD_ARCHITECTURE, seccomp.KILL_PROCESS)
        if LIBRARY.seccomp_arch_exist(self._context, self.architecture) != 0:
            assert LIBRARY.seccomp_arch_add(self._context, self.architecture) == 0
            assert LIBRARY.seccomp_arch_remove(self._context, LIBRARY.seccomp_arch_native()) == 0
        for name in seccomp.ALLOWED:
            self._allow(name)
        for name, (_, argument, values) in seccomp.ONLY.items():
            for value in values:
                self._allow(name, Comparison(argument, MASKED_EQUAL, LOW, value))
        writing = seccomp.WRITING if read_only else 0
        self._allow("open", *([Comparison(1, MASKED_EQUAL, writing, 0)] if writing else []))
        self._allow("openat", *([Comparison(2, MASKED_EQUAL, writing, 0)] if writing else []))
        self._allow("prlimit64", Comparison(0, EQUAL, 0, 0), Comparison(2, EQUAL, 0, 0))
        for name in seccomp.ABSENT:
            self._rule(seccomp.FAIL | errno.ENOSYS, name)
        self.code = self._exported()
        LIBRARY.seccomp_release(self._context)

    def number(self, name: str) -> int:
        found: int = LIBRARY.seccomp_syscall_resolve_name_arch(self.architecture, name.encode())
        return found

    def _allow(self, name: str, *comparisons: Comparison) -> None:
        self._rule(seccomp.ALLOW, name, *comparisons)

    def _rule(self, action: int, name: str, *comparisons: Comparison) -> None:
        number = LIBRARY.seccomp_syscall_resolve_name(name.encode())
        array = (Comparison * len(comparisons))(*comparisons)
        done = LIBRARY.seccomp_rule_add_array(self._context, action, number, len(comparisons), array)
        assert done == 0 or self.number(name) < 0, (name, done)

    def _exported(self) -> bytes:
        place = os.memfd_create("filter")
        assert LIBRARY.seccomp_export_bpf(self._context, place) == 0
        with open(place, "rb") as file:
            file.seek(0)
            return file.read()


def verdict(code: bytes, number: int, architecture: int, arguments: list[int]) -> int:
    """What the kernel would answer under the program, which may use all operations that libseccomp writes."""
    data = struct.pack("=IIQ6Q", number & LOW, architecture, 0, *arguments)
    at, value = 0, 0
    while True:
        operation, yes, no, constant = struct.unpack_from("=HBBI", code, 8 * at)
        at += 1
        if operation == 0x06:
            return int(constant)
        if operation == 0x20:
            (value,) = struct.unpack_from("=I", data, constant)
        elif operation == 0x54:
            value &= constant
        elif operation == 0x05:
            at += constant
        else:
            holds = {
                0x15: value == constant,
                0x25: value > constant,
                0x35: value >= constant,
                0x45: bool(value & constant),
            }
            at += yes if holds[operation] else no


def questions(column: int) -> Iterator[tuple[int, list[int]]]:
    """Every call number with zeros, and the calls whose arguments matter with every telling value in each argument."""
    yield from ((number, [0] * 6) for number in range(600))
    tables = [*(numbers for numbers, _, _ in seccomp.ONLY.values()), seccomp.OPEN, seccomp.OPENAT, seccomp.PRLIMIT]
    for number in [numbers[column] for numbers in tables if numbers[column] is not None]:
        for place in range(4):
            yield from ((number, [word if place == at else 0 for at in range(6)]) for word in WORDS)
        yield from ((number, [1, word, 1, word, 0, 0]) for word in WORDS)


@pytest.mark.parametrize("machine", sorted(seccomp.MACHINES))
@pytest.mark.parametrize("read_only", [False, True])
def test_the_library_decides_alike_on_every_call(machine: str, read_only: bool) -> None:
    oracle, ours = Oracle(machine, read_only), seccomp.program(machine, read_only)
    for number, arguments in questions(oracle.column):
        told = [verdict(code, number, oracle.architecture, arguments) for code in (ours, oracle.code)]
        assert told[0] == told[1], (number, arguments)


@pytest.mark.parametrize("machine", sorted(seccomp.MACHINES))
def test_the_library_knows_the_calls_by_the_same_numbers(machine: str) -> None:
    oracle = Oracle(machine, read_only=False)
    table = {**seccomp.ALLOWED, **{name: numbers for name, (numbers, _, _) in seccomp.ONLY.items()}, **seccomp.ABSENT}
    table |= {"open": seccomp.OPEN, "openat": seccomp.OPENAT, "prlimit64": seccomp.PRLIMIT}
    for name, numbers in table.items():
        ours, theirs = numbers[oracle.column], oracle.number(name)
        assert theirs == ours if ours is not None else theirs < 0, name
