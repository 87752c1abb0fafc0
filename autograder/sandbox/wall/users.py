"""User ids that nobody has: each worker started by root gets one of its own, so that it owns nothing and nobody."""

from __future__ import annotations

import grp
import os
import pwd
import random
import time
from contextlib import suppress

FIRST, LAST = 20_000, 60_000
LOOK_AGAIN_SECONDS = 2.0


class NoFreeUserError(OSError):
    """Every user id in the range has a process or an account."""


class Users:
    """Hands out user ids at random, none twice and none that a process has."""

    def __init__(self, first: int = FIRST, last: int = LAST) -> None:
        self._random = random.SystemRandom()
        self._first, self._left = first, last - first
        self._moved: dict[int, int] = {}
        self._taken: set[int] = set()
        self._seen = -LOOK_AGAIN_SECONDS

    def take(self) -> int:
        """A user id that no process had a moment ago, and that is nobody's account or group."""
        if time.monotonic() > self._seen + LOOK_AGAIN_SECONDS:
            self._taken, self._seen = _in_use(), time.monotonic()
        while self._left:
            user = self._first + self._draw()
            if user not in self._taken and not has_account(user):
                return user
        raise NoFreeUserError("no unused user id is left")

    def _draw(self) -> int:
        """The next element of a lazy Fisher-Yates shuffle."""
        place = self._random.randrange(self._left)
        self._left -= 1
        last = self._moved.pop(self._left, self._left)
        if place == self._left:
            return last
        drawn = self._moved.get(place, place)
        self._moved[place] = last
        return drawn


def has_account(user: int) -> bool:
    """Whether somebody may own files by this number, as a user or as a group."""
    for look_up in (pwd.getpwuid, grp.getgrgid):
        with suppress(KeyError):  # nobody's
            look_up(user)
            return True
    return False


def _in_use() -> set[int]:
    """Every user id that some process has, real, effective, saved or for files."""
    used: set[int] = set()
    for process in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError, StopIteration), open(f"/proc/{process}/status", "rb") as status:  # it may have ended
            row = next(line for line in status if line.startswith(b"Uid:"))
            used.update(int(user) for user in row.split()[1:])
    return used
