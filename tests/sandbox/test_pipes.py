"""The grader's ends of a worker's pipes, without a worker."""

from __future__ import annotations

import os
import threading
from time import monotonic

from autograder.sandbox.clock import Until
from autograder.sandbox.pipes import GoneError, Threads


def test_who_waits_for_an_answer_ends_as_soon_as_the_pipes_are_closed() -> None:
    pairs = [os.pipe() for _ in range(3)]
    (their_request, request), (reply, their_reply), (printed, their_printed) = pairs
    channel = Threads(request, reply, printed, 100)
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            channel.receive(1, Until(monotonic() + 60))
        except GoneError as error:
            ended.append(error)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    channel.close()
    waiting.join(20)
    for descriptor in (their_request, their_reply, their_printed):
        os.close(descriptor)
    assert len(ended) == 1
