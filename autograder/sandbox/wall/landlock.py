"""Landlock: a process that may read a few places and write nowhere, made once by the zygote and entered by each worker.

A ruleset is a descriptor. The zygote fills it; a worker enters it and closes it, and from then on it can neither
leave nor see what else the machine holds.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from . import kernel

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
PATH_BENEATH = 1
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
TRUNCATE_ABI, NET_ABI, SCOPE_ABI = 3, 4, 6
"""The versions from which on Landlock also stops truncation, connections, and signals to other processes."""
BIND_AND_CONNECT = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def abi() -> int:
    """The kernel's Landlock version, 0 when it has none."""
    try:
        return kernel.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)
    except OSError:
        return 0


def ruleset(readable: Iterable[str], listable: Iterable[str]) -> int:
    """A descriptor that allows reading these files and folders, listing those, the null device, and nothing else."""
    version = abi()
    attributes = struct.pack("=QQQ", *handled(version))
    size = 24 if version >= SCOPE_ABI else 16 if version >= NET_ABI else 8
    rules = kernel.syscall(CREATE_RULESET, ctypes.c_char_p(attributes), size, 0)
    for path in readable:
        _allow(rules, path, READ_FILE | READ_DIR)
    for path in listable:
        _allow(rules, path, READ_DIR)
    _allow(rules, os.devnull, READ_FILE | WRITE_FILE)
    _allow(rules, "/dev/urandom", READ_FILE)
    return rules


def handled(version: int) -> tuple[int, int, int]:
    """Every right that this kernel can deny: to files, to the network, and to processes outside."""
    files = (1 << RIGHTS_BY_ABI.get(version, 16)) - 1
    network = BIND_AND_CONNECT if version >= NET_ABI else 0
    scope = ABSTRACT_SOCKETS_AND_SIGNALS if version >= SCOPE_ABI else 0
    return files, network, scope


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= ~READ_DIR
        rule = struct.pack("=Qi", rights, place)
        kernel.syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(place)


def restrict(rules: int) -> None:
    """Enter the ruleset, for good."""
    kernel.syscall(RESTRICT_SELF, rules, 0)
