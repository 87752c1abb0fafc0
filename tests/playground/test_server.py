"""The server answers to this machine's own browser and to the page's own origin, and to nobody without the token."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from autograder.errors import UsageError
from autograder.playground.server import PORT, STATIC, open_entrance
from tests.playground.conftest import Open, free_port
from tests.support.waiting import PATIENCE

sync = pytest.importorskip("websockets.sync.client")
exceptions = pytest.importorskip("websockets.exceptions")


def fetched(served: Open, path: str, host: str | None = None) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", served.entrance.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{served.entrance.port}"})
    answer = connection.getresponse()
    found = answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@contextmanager
def talking(
    served: Open, token: str | None = None, origin: str | None = None, host: str = "127.0.0.1"
) -> Iterator[Any]:
    """A connection such as the page makes."""
    port = served.entrance.port
    address = f"ws://{host}:{port}/live?token={served.entrance.token if token is None else token}"
    with sync.connect(
        address, origin=origin or f"http://127.0.0.1:{port}", max_size=None, open_timeout=PATIENCE
    ) as page:
        yield page


def told(frame: bytes | str) -> dict[str, Any]:
    """The table of a state, or the header of a frame with its run."""
    if isinstance(frame, str):
        return json.loads(frame)
    length = int.from_bytes(frame[5:9], "little")
    return {**json.loads(frame[17 : 17 + length]), "run": frame[0]}


def until(page: Any, **wanted: Any) -> dict[str, Any]:
    """The next message that says all this."""
    while True:
        found = told(page.recv(timeout=PATIENCE))
        if found.get("run") == 0:
            page.send(json.dumps({"do": "drawn"}))
        if all(found.get(key) == value for key, value in wanted.items()):
            return found


def say(page: Any, do: str, **more: Any) -> None:
    page.send(json.dumps({"do": do, **more}))


CIRCLE = {"data": "circle", "layers": [4], "activation": "tanh", "alpha": 0.1}


def test_every_file_of_the_page_is_there_and_asks_nothing_of_anybody_else(playground):
    for path in STATIC.iterdir():
        status, headers, body = fetched(playground, f"/{path.name}")
        assert status == 200 and body == path.read_bytes()
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin" and headers["x-frame-options"] == "DENY"
        text = body.decode()
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "") and "https://" not in text, path.name
        assert text.count("\n") < 300, path.name
    assert fetched(playground, "/")[2] == (STATIC / "index.html").read_bytes()


@pytest.mark.parametrize("path", ["/nothing.js", "/../server.py", "/%2e%2e/server.py", "/network.py", "/live"])
def test_nothing_else_is_served(playground, path):
    assert fetched(playground, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8188", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_host_is_refused(playground, host):
    assert fetched(playground, "/", host or " ")[0] in (400, 421)


@pytest.mark.parametrize(
    "change",
    [
        {"token": ""},
        {"token": "x" * 24},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "https://127.0.0.1"},
    ],
)
def test_a_connection_needs_the_token_and_the_origin(playground, change):
    with pytest.raises(exceptions.InvalidStatus) as refused, talking(playground, **change):
        pass
    assert refused.value.response.status_code == 403


def test_the_door_opens_to_this_machine_alone_and_its_token_is_long():
    entrance = open_entrance(free_port())
    try:
        assert entrance.socket.getsockname()[0] == "127.0.0.1"
        assert entrance.address == f"http://127.0.0.1:{entrance.port}/#token={entrance.token}"
        assert len(entrance.token) >= 24
        with pytest.raises(UsageError, match=f"Port {entrance.port} is in use; name another one with --port"):
            open_entrance(entrance.port)
        usual, next_one = open_entrance(), open_entrance()
        assert usual.port != next_one.port and PORT in range(1024, 65536)
        usual.socket.close()
        next_one.socket.close()
    finally:
        entrance.socket.close()


def test_it_trains_as_long_as_what_it_sends_is_drawn(playground):
    with talking(playground) as page:
        say(page, "start", settings=CIRCLE)
        until(page, kind="start")
        say(page, "play")
        until(page, kind="frame", epoch=5)
        page.recv(timeout=PATIENCE)
        with pytest.raises(TimeoutError):  # two frames may be on their way, and a page that draws nothing gets no more
            for _ in range(4):
                page.recv(timeout=1)
        say(page, "drawn")
        say(page, "drawn")
        until(page, kind="frame", epoch=12)
        say(page, "pause")
        assert until(page, kind="state", playing=False)["version"] == 1


def test_a_save_is_read_and_settings_and_play_go_on(playground):
    with talking(playground) as page:
        say(page, "start", settings={**CIRCLE, "layers": [3]})
        until(page, kind="start")
        say(page, "play")
        until(page, kind="frame", epoch=3)
        path = playground.folder / "layers.py"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("self.output = np.tanh(X)", "self.output = np.tanh(X) * nothing"), encoding="utf-8"
        )
        broken = until(page, kind="error")
        assert "layers.py, line " in broken["text"] and "name 'nothing' is not defined" in broken["text"]
        path.write_text(text + "\n", encoding="utf-8")
        saved = until(page, kind="state", saved=["layers.py"], version=3)
        assert saved["versions"] == [1, 2, 3]
        say(page, "play")
        assert until(page, kind="frame", epoch=2)["sizes"] == [2, 3, 2]


def test_a_second_run_has_an_earlier_version_or_descends_plainly(playground):
    path = playground.folder / "network.py"
    text = path.read_text(encoding="utf-8")
    with talking(playground) as page:
        say(page, "start", settings=CIRCLE)
        until(page, kind="start", run=0)
        path.write_text(text.replace("param - alpha", "param + alpha"), encoding="utf-8")
        until(page, kind="state", saved=["network.py"])
        losses = {}
        for name, beside in {"earlier": {"kind": "version", "number": 1}, "full": {"kind": "full"}}.items():
            say(page, "start", settings=CIRCLE, beside=beside)
            until(page, kind="start", run=1)
            say(page, "train", epochs=10)
            frames = [until(page, kind="frame", run=run, epoch=10) for run in (0, 1)]
            losses[name] = [frame["train_loss"] for frame in frames]
        wrong, right = losses["earlier"]
        assert wrong is None or right < 0.6 < wrong
        assert frames[1]["step"] == 10 < frames[0]["step"]


def test_an_endless_loop_is_stopped_and_the_next_save_trains_again(playground):
    path = playground.folder / "sgd.py"
    text = path.read_text(encoding="utf-8")
    with talking(playground) as page:
        endless = text.replace("order = rng.permutation(n)", "while True: pass")
        line = endless[: endless.index("while True")].count("\n") + 1
        path.write_text(endless, encoding="utf-8")
        say(page, "start", settings=CIRCLE)
        stopped = until(page, kind="error", ended=True)
        assert f"It was at sgd.py, line {line}, in minibatches" in stopped["text"]
        path.write_text(text, encoding="utf-8")
        until(page, kind="start")
        say(page, "train", epochs=3)
        assert until(page, kind="frame", epoch=3)["train_accuracy"] > 0.4


def everything(page: Any, number: int) -> list[dict[str, Any]]:
    """All that is told until the message of this number is answered."""
    found = []
    while not found or found[-1].get("answered") != number:
        found.append(told(page.recv(timeout=PATIENCE)))
    return found


def test_a_save_that_cannot_start_says_why_and_trains_no_further(playground):
    with talking(playground) as page:
        say(page, "start", settings=CIRCLE)
        until(page, kind="start")
        say(page, "play")
        until(page, kind="frame", epoch=3)
        path = playground.folder / "network.py"
        text, head = path.read_text(encoding="utf-8"), 'def __init__(self, sizes, activation="relu", rng=None):'
        path.write_text(text.replace(head, f"{head} nothing; "), encoding="utf-8")
        why = until(page, kind="error")["text"]
        say(page, "pause", number=1)
        again = [one for one in everything(page, 1) if one["kind"] != "state"]
        assert {(one["kind"], one["text"]) for one in again} == {("error", why)}
        assert len(again) == 1  # the page has been told already that nothing plays


def test_a_run_that_was_stopped_starts_anew_when_it_is_to_go_on(playground):
    path = playground.folder / "sgd.py"
    text = path.read_text(encoding="utf-8")
    endless = "calls.append(n > 99)\n    while sum(calls) > 9: pass\n    order = rng.permutation(n)"
    path.write_text(f"{text.replace('order = rng.permutation(n)', endless)}\n\ncalls = []\n", encoding="utf-8")
    with talking(playground) as page:
        say(page, "start", settings=CIRCLE)
        until(page, kind="start")
        for _ in range(2):
            say(page, "play")
            until(page, kind="frame", epoch=5)
            until(page, kind="error", ended=True)


def test_the_page_is_told_which_start_a_frame_is_of_and_what_is_answered(playground):
    with talking(playground) as page:
        say(page, "start", settings=CIRCLE, number=1)
        say(page, "train", epochs=1, number=2)
        say(page, "start", settings=CIRCLE, number=3)
        frames, started, answered = [], 0, 0
        for one in everything(page, 3):
            if one["kind"] == "state":
                started, answered = one["started"], one["answered"]
            else:
                frames.append((one["kind"], started, answered))
        assert frames == [("start", 1, 0), ("frame", 1, 1), ("start", 3, 2)]


JUNK = [
    "",
    "{",
    "[]",
    "5",
    '{"do": "fly"}',
    '{"do": "play", "epochs": "x"}',
    '{"do": "lens", "which": {}}',
    '{"do": "train", "steps": []}',
    '{"do": "start", "settings": 7, "beside": {"kind": "version", "number": []}}',
]


@pytest.mark.parametrize("junk", JUNK)
def test_a_message_that_makes_no_sense_ends_nothing(playground, junk):
    with talking(playground) as page:
        page.send(junk)
        say(page, "start", settings=CIRCLE)
        assert until(page, kind="start")["frame"]["sizes"] == [2, 4, 2]


def test_a_fifth_page_is_asked_to_wait(playground):
    with (
        talking(playground),
        talking(playground),
        talking(playground),
        talking(playground),
        talking(playground) as page,
    ):
        with pytest.raises(exceptions.ConnectionClosed) as closed:
            page.recv(timeout=PATIENCE)
        assert closed.value.rcvd.code == 4429
