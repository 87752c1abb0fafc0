"""The page takes its frames from whatever source there is: here from a Web Worker, with no server behind it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from autograder.playground.process import StudentProcess
from autograder.playground.server import STATIC
from tests.playground.conftest import ADAPTER, FILES, Open
from tests.playground.test_page import MEAN, wait

pytest.importorskip("websockets.sync.client", reason="the page needs the extra [play]")

pytestmark = pytest.mark.slow

SOURCE = """
export class SocketSource {
  constructor(token, on) {
    this.worker = new Worker("/worker.js");
    this.worker.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) on.answer(parse(data));
      else if (data === "ready") on.open();
      else on.state(data);
    };
  }
  send(message) { this.worker.postMessage(message); }
  close() { this.worker.terminate(); }
}
"""
"""A source of the same name as the page's own."""

WORKER = """
const frames = FRAMES.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
let next = 0, playing = false, started = 0;
const state = (answered) => postMessage({ kind: "state", playing, version: 1, versions: [1], started, answered });
const more = () => { if (next < frames.length) postMessage(frames[next++]); };
onmessage = ({ data }) => {
  if (data.do === "start") { next = 0; started = data.number; state(0); more(); }
  else if (data.do === "train") more();
  else if (data.do === "play" || data.do === "pause") { playing = data.do === "play"; if (playing) more(); }
  else if (data.do === "drawn" && playing) more();
  if (data.number) state(data.number);
};
postMessage("ready");
"""
"""What a worker says: frames that a training gave, each when it is asked for."""


def recorded() -> list[str]:
    """The start of a training and its first five epochs, as they go over the wire."""
    process = StudentProcess({name: text.encode() for name, text in FILES.items()}, ADAPTER)
    try:
        start = process.ask({"do": "start", "settings": {"data": "circle", "layers": [4], "activation": "tanh"}})
        frames = [start, *(process.ask({"do": "train", "epochs": 1}) for _ in range(5))]
    finally:
        process.end()
    return [base64.b64encode(bytes([0]) + frame.frame).decode() for frame in frames]


def answering(script: str) -> Callable[[Any], None]:
    """What a route does: it answers with a script."""

    def answer(route: Any) -> None:
        route.fulfill(body=script, content_type="text/javascript")

    return answer


def test_a_web_worker_takes_the_place_of_the_socket(playground: Open, browser: Any) -> None:
    parse = (STATIC / "source.js").read_text(encoding="utf-8").partition("export class SocketSource")[0]
    scripts = {"source.js": parse + SOURCE, "worker.js": WORKER.replace("FRAMES", json.dumps(recorded()))}
    page = browser.new_page()
    page.set_default_timeout(60_000)
    sockets: list[str] = []
    complaints: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name, text in scripts.items():
        page.route(f"**/{name}", answering(text))
    page.goto(playground.entrance.address)
    page.wait_for_selector("#scenes input", state="attached")
    before = page.evaluate(MEAN, "#view0 .field")
    page.click("#epoch")
    wait(page, lambda: page.inner_text("#at-epoch") == "1", "no epoch came from the worker")
    page.click("#play")
    wait(page, lambda: page.inner_text("#at-epoch") == "5", "the worker's training stopped")
    assert page.evaluate(MEAN, "#view0 .field") != before
    assert page.inner_text("#play") == "Pause"
    assert (sockets, complaints) == ([], [])
    page.close()
