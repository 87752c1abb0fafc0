"""The few system calls that Python does not offer, through the C library."""

from __future__ import annotations

import ctypes
import os
from typing import Any

PR_SET_PDEATHSIG, PR_GET_PDEATHSIG = 1, 2
PR_SET_DUMPABLE = 4
PR_GET_SECCOMP = 21
PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 38, 39
CAPABILITY_VERSION = 0x20080522

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long
_CAPGET, _CAPSET = _LIBC.capget, _LIBC.capset
_HEADER, _SETS = ctypes.c_uint32 * 2, ctypes.c_uint32 * 6
_ZEROS = (ctypes.c_ulong(0),) * 3


def syscall(number: int, *arguments: int | ctypes.c_char_p | None) -> int:
    """The call's answer; OSError when it is negative."""
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(int(_LIBC.syscall(ctypes.c_long(number), *wide)))


def prctl(option: int, value: int = 0) -> int:
    """The call's answer; OSError when it is negative."""
    return _checked(int(_LIBC.prctl(option, ctypes.c_ulong(value), *_ZEROS)))


def prctl_at(option: int, value: int, place: Any) -> int:
    """The call's answer, with a third argument that points somewhere; OSError when it is negative."""
    return _checked(int(_LIBC.prctl(option, ctypes.c_ulong(value), place, *_ZEROS[:2])))


def death_signal() -> int:
    """The signal this process gets when its parent dies."""
    signal = ctypes.c_int(0)
    _checked(int(_LIBC.prctl(PR_GET_PDEATHSIG, ctypes.byref(signal), *_ZEROS)))
    return signal.value


def capabilities() -> int:
    """Every capability this process has or could take back, as bits."""
    sets = _SETS()
    _checked(int(_CAPGET(ctypes.byref(_HEADER(CAPABILITY_VERSION, 0)), ctypes.byref(sets))))
    return sum(sets[index] | sets[index + 1] for index in (0, 3))


def drop_capabilities() -> None:
    """Give up every capability, for good; a user who has none keeps none."""
    _checked(int(_CAPSET(ctypes.byref(_HEADER(CAPABILITY_VERSION, 0)), ctypes.byref(_SETS()))))


def _checked(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
