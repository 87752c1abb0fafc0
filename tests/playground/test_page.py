"""The page in a real browser: it draws, it listens to every control, and nobody else can use it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.playground.conftest import Open, opened, written_up_to
from tests.support.browser import complaints

pytest.importorskip("websockets.sync.client", reason="the page needs the extra [play]")

pytestmark = pytest.mark.slow

MEAN = """(id) => {
    const canvas = document.querySelector(id), copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const sum = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) for (const part of [0, 1, 2]) sum[part] += data[at + part];
    return sum.map((value) => 4 * value / data.length);
}"""
"""The mean colour of a canvas."""


@contextmanager
def visiting(browser: Any, served: Open, state: str = "", script: str = "", **screen: Any) -> Iterator[Any]:
    """The page as soon as it shows its first picture; at the end, nothing was complained about.

    A ``script`` of ours runs before the page's own.
    """
    complaints: list[str] = []
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **screen})
    page = context.new_page()
    page.add_init_script(script)
    page.set_default_timeout(60_000)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(served.entrance.address + state)
    page.wait_for_selector("#scenes input", state="attached")
    settle(page)
    yield page
    context.close()
    assert complaints == []


def epoch(page: Any) -> int:
    return int(page.inner_text("#at-epoch"))


def wait(page: Any, done: Callable[[], Any], said: str) -> None:
    """Wait until something is so."""
    for _ in range(600):
        if done():
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{said}: {page.inner_text('main')}")


def settle(page: Any) -> None:
    """Wait until the page shows all that was asked of it."""
    page.wait_for_selector("main[aria-busy=false]")


def train(page: Any, epochs: int) -> None:
    """Play until so many epochs have passed, then pause."""
    page.click("#play")
    wait(page, lambda: epoch(page) >= epochs, f"epoch {epochs} never came")
    page.click("#play")
    settle(page)
    assert page.get_attribute("#play", "aria-pressed") == "false"


def choose(page: Any, scene: str) -> None:
    page.check(f"input[name=scene][value={scene}]", force=True)
    settle(page)
    assert f"data={scene}&" in page.url and epoch(page) == 0


def test_it_trains_and_draws_and_tells_how_well(served, browser):
    with visiting(browser, served) as page:
        assert page.inner_text("#title, h1").startswith("Playground")
        before = page.evaluate(MEAN, "#view0 .field")
        train(page, 30)
        assert float(page.inner_text("#at-test").split()[0]) > 85
        assert page.evaluate(MEAN, "#view0 .field") != before
        assert len(page.query_selector_all(".unit:not(.end)")) == 4
        assert "Epoch" in page.inner_text("#spoken") and "test accuracy" in page.inner_text("#spoken")
        at = epoch(page)
        page.click("#epoch")
        settle(page)
        assert epoch(page) == at + 1
        page.click("#reset")
        settle(page)
        assert epoch(page) == 0


@pytest.fixture(scope="module")
def kept(served, browser) -> Iterator[Any]:
    """A page that goes from one data set to the next."""
    with visiting(browser, served) as page:
        yield page


@pytest.mark.parametrize("scene", ["points", "circle", "xor", "gauss", "spiral", "digits"])
def test_every_data_set_has_its_picture(kept, scene):
    choose(kept, scene)
    train(kept, 3)
    assert not kept.is_visible("#trouble")
    assert len(set(map(round, kept.evaluate(MEAN, "#view0 .field")))) > 1
    assert kept.is_visible("#three") == (scene == "points")
    assert kept.is_visible("#diagram-scroll") == (scene != "points")
    assert kept.inner_text("#challenge").startswith(("Challenge: ", "Solved: "))


def test_a_solved_challenge_is_celebrated(served, browser):
    with visiting(browser, served) as page:
        choose(page, "gauss")
        train(page, 5)
        assert re.fullmatch(r"Solved: 9[789] % after \d epochs? with 0 units\.|Solved: 100 %.*",
                            page.inner_text("#challenge"))  # fmt: skip


def test_the_address_holds_the_state_and_never_the_token(served, browser):
    with visiting(browser, served) as page:
        choose(page, "spiral")
        page.select_option("#model-controls select >> nth=0", "0.05")
        page.click("button[aria-label='fewer units in layer 1']")
        assert "layers=15-16" in page.url
        assert served.entrance.token not in page.url
        state = page.url.split("#")[1]
        assert "data=spiral" in state and "alpha=0.05" in state
        page.reload()
        wait(page, lambda: "15 units" in page.inner_text("#layers"), "the state was lost")
    with visiting(browser, served, f"&{state}") as other:
        assert "15 units" in other.inner_text("#layers") and other.is_checked("input[value=spiral]")
        assert other.input_value("#model-controls select >> nth=0") == "0.05"


AT_ONCE = """() => {
    document.querySelector("input[value=spiral]").click();
    for (const what of ["fewer units in layer 1", "fewer units in layer 1", "fewer units in layer 2"])
        document.querySelector(`button[aria-label='${what}']`).click();
    return [location.hash, document.querySelector("main").getAttribute("aria-busy")];
}"""
"""Clicks of somebody who is faster than the student's code: no answer arrives between them."""


def test_clicks_that_are_faster_than_the_network_all_count(served, browser):
    with visiting(browser, served) as page:
        state, busy = page.evaluate(AT_ONCE)
        assert "data=spiral" in state and "layers=14-15" in state and busy == "true"
        settle(page)
        assert "layers=14-15" in page.url
        assert "14 units" in page.inner_text("#layers") and "15 units" in page.inner_text("#layers")


def test_no_setting_can_be_chosen_before_the_page_knows_what_is_written(playground, browser):
    path = playground.folder / "layers.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nundefined_name\n", encoding="utf-8")
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(playground.entrance.address)
    page.wait_for_selector("#trouble:not([hidden])")
    assert page.locator(".controls[inert]").count() == 2
    path.write_text(text, encoding="utf-8")
    page.wait_for_selector("#scenes input", state="attached")
    assert page.locator(".controls[inert]").count() == 0
    page.select_option("#model-controls select >> nth=0", "0.05")
    assert "alpha=0.05" in page.url and "layers=4&" in f"{page.url}&"
    context.close()


def test_own_points_are_clicked_typed_and_read_from_a_file(served, browser, tmp_path):
    with visiting(browser, served) as page:
        choose(page, "own")
        assert "The plane is empty: click into it." in page.inner_text("#own-said")
        box = page.locator("#view0 .points").bounding_box()
        for x, y, label in (
            (0.2, 0.2, 0),
            (0.3, 0.2, 0),
            (0.8, 0.7, 1),
            (0.7, 0.8, 1),
            (0.25, 0.3, 0),
            (0.75, 0.75, 1),
        ):
            page.check(f"input[name=own-class][value='{label}']")
            page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        wait(page, lambda: page.inner_text("#own-said") == "6 points.", "the clicks were lost")
        train(page, 20)
        assert page.inner_text("#at-train") == "100.0 %"
        state = page.url.split("#")[1]
        page.fill("#own-text", "x,y,kind\n" + "\n".join(f"{i},{i % 3},{'abc'[i % 3]}" for i in range(30)))
        page.click("#own-take")
        wait(page, lambda: page.inner_text("#own-said") == "30 points in 3 classes: a, b, c.", "the lines were lost")
        page.fill("#own-text", "1,2,a\n1,b,b")
        page.click("#own-take")
        assert page.inner_text("#own-said") == "Line 2 is not x, y, label: “1,b,b”."
        (tmp_path / "own.csv").write_text("100,200,yes\n300,250,no\n180,220,yes\n290,210,no\n", encoding="utf-8")
        page.set_input_files("#own-file", tmp_path / "own.csv")
        wait(page, lambda: page.inner_text("#own-said").startswith("4 points in 2 classes: no, yes"), "no file")
    with visiting(browser, served, f"&{state}") as friend:
        train(friend, 5)
        assert friend.is_checked("input[value=own]") and not friend.is_visible("#trouble")


TABLES = {
    "1,5;2;a\n-1,25;3;b\n2;1;a\n-2;4;b": "4 points in 2 classes: a, b.",
    "1.5e0 2 0\r-1.2e0   3 1\r2 1 0\r-2 4 1\r": "4 points in 2 classes: 0, 1.",
    '"x","y","kind"\n"1","2","a"\n"3","4","b"\n"2","2","a"\n"4","4","b"\n': "4 points in 2 classes: a, b.",
    "1\t2\ta\t\n3\t4\tb\t\n2\t2\ta\t\n4\t4\tb\t\n": "4 points in 2 classes: a, b.",
    "0,1.5,2,a\n1,3,4,b": "Line 1 is not x, y, label: “0,1.5,2,a”.",
    "nan,2,a\n1,2,b": "Line 1 is not x, y, label: “nan,2,a”.",
    "1,2,a\n1,Infinity,b": "Line 2 is not x, y, label: “1,Infinity,b”.",
    "1,2,a\n1e308,2,b": "Line 2 is not x, y, label: “1e308,2,b”.",
    "1,2,a\n" + "z" * 5000: f"Line 2 is not x, y, label: “{'z' * 60}…”.",
    "\n \n": "There are no lines.",
    "1,2,a\n1,2,b\n1,2,c\n1,2,d\n1,2,e": "There are 5 different labels; four classes can be drawn.",
}
"""Tables as programs write them, and what is said of them."""


def test_tables_are_read_as_programs_write_them_or_refused_in_a_sentence(served, browser, tmp_path):
    with visiting(browser, served) as page:
        choose(page, "own")
        for text, said in TABLES.items():
            page.fill("#own-text", "")
            page.evaluate("(text) => { document.getElementById('own-text').value = text; }", text)
            page.click("#own-take")
            wait(page, lambda said=said: page.inner_text("#own-said") == said, f"{said} was not said of {text[:40]!r}")
        large = tmp_path / "large.csv"
        large.write_text("x,y,label\n" + "".join(f"{i % 7},{i % 5},{'ab'[i % 2]}\n" for i in range(400_000)))
        page.set_input_files("#own-file", large)
        wait(page, lambda: "2000 points in 2 classes" in page.inner_text("#own-said"), "the large file was not read")
        assert page.inner_text("#own-said").endswith("lines were taken. Only the first megabyte of the file was read.")
        train(page, 2)
        assert not page.is_visible("#trouble")


MADE_UP = (
    "data=__proto__&layers=NaN-1.5-99-4-4-4-4&activation=constructor&init=x&seed=-1e9&alpha=1e9&batch=0.5",
    "data=points&start=NaN_NaN&surface=x&step=-1",
    "data=own&points=zzzz3----%00zzzz9&share=1e300",
    "data=digits&layers=&noise=Infinity&momentum=2&dropout=1&batchnorm=%3Cscript%3E",
)


@pytest.mark.parametrize("state", MADE_UP)
def test_an_address_that_somebody_made_up_opens_a_page_that_works(served, browser, state):
    with visiting(browser, served, f"&{state}") as page:
        shown = " ".join([page.inner_text("main"), page.url])
        assert not re.search(r"NaN|undefined|null|Infinity", shown)
        assert page.locator("input[name=scene]:checked").count() == 1
        assert page.locator(".stepper").count() <= 5
        page.click("#step")
        settle(page)
        assert not page.is_visible("#trouble") and page.inner_text("#at-epoch") in ("0", "1")


def test_a_click_into_the_landscape_sets_the_start(served, browser):
    with visiting(browser, served) as page:
        choose(page, "points")
        box = page.locator("#view0 .points").bounding_box()
        page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
        wait(page, lambda: re.search(r"start=(2\.9|3\.0)\d_(2\.9|3\.0)\d", page.url), "the start stayed")
        page.click("#step")
        wait(page, lambda: epoch(page) == 1, "no move was made")


def test_a_second_run_stands_beside_the_first(served, browser):
    with visiting(browser, served) as page:
        page.select_option("#beside", '{"kind":"full"}')
        assert page.is_visible("#view1")
        train(page, 10)
        assert page.inner_text("#view1 figcaption") == "plain full-batch descent"
        assert page.evaluate(MEAN, "#view1 .field") != page.evaluate(MEAN, "#view0 .field")


def test_the_lens_says_that_back_propagation_agrees(served, browser):
    with visiting(browser, served) as page:
        page.select_option("#lens-which", "2")
        page.click("#lens-look")
        page.wait_for_selector("#lens-verdict.right")
        assert page.inner_text("#lens-verdict").startswith("✓ W2: back propagation agrees with finite differences")
        page.click("#lens-more summary")
        assert len(page.query_selector_all("#lens-table tbody tr")) == 8


def test_the_weights_stand_in_a_table(served, browser):
    with visiting(browser, served) as page:
        page.click("#weights summary")
        page.wait_for_selector("#weights-table table")
        cells = [one.inner_text() for one in page.query_selector_all("#weights-table td")]
        assert len(cells) == 2 * 4 + 4 + 4 * 2 + 2 and all(re.fullmatch(r"-?\d+\.\d{3}", cell) for cell in cells)


@pytest.mark.parametrize("question", [0, 1, 3, 6, 7, 9])
def test_what_is_not_written_is_grey_with_its_question(home, browser, question):
    for name, text in written_up_to(question).items():
        (home / name).write_text(text, encoding="utf-8")
    with opened(home) as served, visiting(browser, served) as page:
        opens = {0: None, 1: "points", 3: "gauss", 6: "gauss", 7: "circle", 9: "circle"}[question]
        if opens:
            assert page.is_checked(f"input[value={opens}]")
            train(page, 2)
        else:
            assert "comes to life with Q" in page.inner_text("#trouble")
        grey = {row.inner_text().replace("\n", " "): row for row in page.query_selector_all("label:has(:disabled)")}
        words = " | ".join(grey)
        for name, needs in (("Momentum", 10), ("Dropout", 9), ("Batch norm", 11), ("Digits", 7), ("Batch size", 5)):
            wanted = f"{name}Q{needs}"
            if opens != "points" and (name != "Digits" or opens):
                assert (
                    wanted
                    in words.replace(" ", "").replace("Batchnorm", "Batch norm").replace("Batchsize", "Batch size")
                ) == (needs > question), words


def test_an_exception_and_a_save_show_without_a_reload_of_the_page(playground, browser):
    with visiting(browser, playground) as page:
        path = playground.folder / "layers.py"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("self.output = np.tanh(X)", "self.output = np.tanh(X, 1, 2)"), encoding="utf-8")
        page.wait_for_selector("#trouble:not([hidden])")
        assert re.match(r"layers\.py, line \d+, in TanhGate\.forward: TypeError", page.inner_text("#trouble-text"))
        path.write_text(text, encoding="utf-8")
        page.wait_for_selector("#trouble", state="hidden")
        assert "Reloaded layers.py" in page.inner_text("#standing")
        assert "your files before the last save" in page.inner_text("#beside")
        train(page, 2)


def test_the_keyboard_reaches_everything(served, browser):
    with visiting(browser, served) as page:
        wanted = {
            "play",
            "step",
            "epoch",
            "reset",
            "share",
            "show-test",
            "beside",
            "lens-which",
            "lens-look",
            "diagram-scroll",
        }
        seen, names = set(), set()
        for _ in range(80):
            page.keyboard.press("Tab")
            told = page.evaluate(
                "() => [document.activeElement.id, document.activeElement.getAttribute('aria-label') || '']"
            )
            seen.add(told[0])
            names.add(told[1])
        assert wanted <= seen
        assert {"more hidden layers", "fewer units in layer 1", "Layer 1, unit 4"} <= names
        page.focus("#epoch")
        page.keyboard.press("Enter")
        wait(page, lambda: epoch(page) == 1, "Enter did nothing")
        page.focus("input[value=circle]")
        page.keyboard.press("ArrowDown")
        wait(page, lambda: "data=xor" in page.url, "an arrow did nothing")


def test_reduced_motion_steps_instead_of_running(served, browser):
    with visiting(browser, served, reduced_motion="reduce") as page:
        assert page.inner_text("#play") == "10 epochs"
        page.click("#play")
        settle(page)
        assert epoch(page) == 10 and page.get_attribute("#play", "aria-pressed") == "false"


@pytest.mark.parametrize("width", [360, 390, 820, 1280])
def test_no_screen_is_too_narrow(served, browser, width):
    with visiting(browser, served, viewport={"width": width, "height": 800}) as page:
        for scene in ("spiral", "points", "own"):
            choose(page, scene)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
            field = page.locator("#view0 .field").bounding_box()
            assert field["width"] >= 300 and field["x"] >= 0 and field["x"] + field["width"] <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served, browser, scheme):
    with visiting(browser, served, color_scheme=scheme, bypass_csp=True) as page:
        for scene in ("spiral", "digits", "points", "own", "circle"):
            choose(page, scene)
            assert complaints(page) == [], scene
        page.click("#lens-look")
        page.wait_for_selector("#lens-verdict.right")
        page.click("#lens-more summary")
        page.click("#weights summary")
        assert complaints(page) == []


HOLD = """() => { window.kept = []; window.real = requestAnimationFrame;
    window.requestAnimationFrame = (draw) => kept.push(draw); }"""
"""What a browser does to a page that nobody sees: it asks for no picture."""


COUNT = """(() => { const Real = WebSocket; window.frames_that_came = 0;
    window.WebSocket = class extends Real { constructor(...given) { super(...given);
        this.addEventListener("message", ({ data }) => { window.frames_that_came += typeof data !== "string"; }); } };
})()"""


def test_a_page_that_is_hidden_rests_and_resumes(served, browser):
    with visiting(browser, served, script=COUNT) as page:
        before = page.evaluate("() => window.frames_that_came")
        page.evaluate(HOLD)
        page.click("#play")
        page.wait_for_function("(before) => window.frames_that_came === before + 2", arg=before)
        page.wait_for_timeout(300)
        assert epoch(page) == 0 and page.evaluate("() => window.frames_that_came") == before + 2
        page.evaluate("() => { window.requestAnimationFrame = window.real; window.kept.forEach((f) => real(f)); }")
        wait(page, lambda: epoch(page) > 3, "it did not go on")


def test_no_frame_is_drawn_twice_and_the_socket_keeps_two_ahead_at_most(served, browser):
    script = """() => { window.drawn = []; const real = CanvasRenderingContext2D.prototype.drawImage;
        CanvasRenderingContext2D.prototype.drawImage = function (...given) {
            if (this.canvas.className === "field") window.drawn.push(document.getElementById("at-epoch").textContent);
            return real.apply(this, given); }; }"""
    with visiting(browser, served) as page:
        page.evaluate(script)
        train(page, 20)
        drawn = page.evaluate("() => window.drawn")
        assert len(drawn) > 10
        assert len(drawn) - len(set(drawn)) <= 2  # a pause draws the same epoch once more, finely


def test_the_pages_memory_stays_as_it_is(served, browser):
    with visiting(browser, served) as page:
        session = page.context.new_cdp_session(page)

        def held() -> float:
            session.send("HeapProfiler.collectGarbage")
            return session.send("Runtime.getHeapUsage")["usedSize"]

        train(page, 40)
        before = held()
        train(page, 140)
        assert held() - before < 250_000


class Elsewhere(BaseHTTPRequestHandler):
    """Another page in the same browser, which tries to read and to drive the playground."""

    def do_GET(self) -> None:
        body = b"<!doctype html><title>elsewhere</title>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of that page."""
    other = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{other.server_port}/"
    other.shutdown()


ATTACKS = {
    "reads the page": "fetch(`${home}/`).then((answer) => answer.text())",
    "reads it without asking": "fetch(`${home}/index.html`, {mode: 'no-cors'}).then((answer) => answer.text())",
    "reads it in a frame": """new Promise((good, bad) => { const frame = document.createElement('iframe');
        frame.src = `${home}/`; frame.onload = () => {
        try { good(frame.contentDocument.body.innerText || bad('empty')); }
        catch (error) { bad(error.message); } }; document.body.append(frame); })""",
    "runs its script": """new Promise((good, bad) => { const script = document.createElement('script');
        script.src = `${home}/source.js`; script.onload = () => good('ran'); script.onerror = () => bad('refused');
        document.body.append(script); })""",
    "connects": """new Promise((good, bad) => { const socket = new WebSocket(`${home.replace('http', 'ws')}/live`);
        socket.onopen = () => good('open'); socket.onerror = () => bad('refused'); })""",
    "connects with the token": """new Promise((good, bad) => {
        const socket = new WebSocket(`${home.replace('http', 'ws')}/live?token=${token}`);
        socket.onopen = () => good('open'); socket.onerror = () => bad('refused'); })""",
    "connects by another name": """new Promise((good, bad) => {
        const name = home.replace('http', 'ws').replace('127.0.0.1', 'localhost');
        const socket = new WebSocket(`${name}/live?token=${token}`);
        socket.onopen = () => good('open'); socket.onerror = () => bad('refused'); })""",
    "finds the token": "Promise.resolve(localStorage.getItem('token') || Promise.reject('none'))",
}


def test_another_page_in_the_same_browser_can_neither_read_nor_drive_it(served, browser, elsewhere):
    context = browser.new_context()
    context.set_default_timeout(60_000)
    own, other = context.new_page(), context.new_page()
    own.goto(served.entrance.address)
    own.wait_for_selector("#scenes input", state="attached")
    other.goto(elsewhere)
    home, token = f"http://127.0.0.1:{served.entrance.port}", served.entrance.token
    for name, attack in ATTACKS.items():
        given = json.dumps({"home": home, "token": token})
        told = "(got) => `got ${got}`, () => 'nothing'"
        run = f"() => {{ const {{ home, token }} = {given}; return ({attack}).then({told}); }}"
        assert other.evaluate(run) == "nothing", name
    opened_window = other.evaluate(
        f"() => {{ window.w = window.open('{home}/'); return w === null || w.closed || 'open'; }}"
    )
    assert opened_window in (True, "open")
    # until the window has left the empty page that it begins with, which is its opener's own
    title = "() => { try { return w.document.title } catch { return 'nothing' } }"
    wait(other, lambda: other.evaluate(title) == "nothing", "the window can be read")
    own.click("#epoch")
    wait(own, lambda: epoch(own) == 1, "the page itself was locked out")
    context.close()


def test_a_page_without_the_token_says_where_to_find_it(served, browser):
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.entrance.port}/")
    page.wait_for_selector("#trouble:not([hidden])")
    assert page.inner_text("#trouble-text").startswith(
        "This page may not connect. Open the address that `autograder play`"
    )
    context.close()
