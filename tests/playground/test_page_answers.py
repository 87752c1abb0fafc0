"""What is on its way while somebody clicks: an answer to something earlier undoes nothing that was done since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.playground.conftest import Open, opened
from tests.playground.test_page import choose, epoch, settle, train, visiting

pytest.importorskip("websockets.sync.client", reason="the page needs the extra [play]")

pytestmark = pytest.mark.slow

HOLDING = """(() => {
    const Real = WebSocket, text = (data) => (typeof data === "string" ? data : new TextDecoder().decode(data));
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    let held = null;
    window.WebSocket = class extends Real {
        set onmessage(react) { super.onmessage = (event) => (held ? held.push([react, event]) : react(event)); }
    };
    window.hold = () => { held = []; };
    window.holds = (part) => held.some(([, { data }]) => text(data).includes(part));
    window.release = async () => {
        const said = [];
        while (held.length) {
            const [react, event] = held.shift();
            react(event);
            await drawn();
            said.push(document.querySelector("#play b").textContent);
        }
        held = null;
        return said;
    };
    window.late = [];
    const read = Blob.prototype.text;
    Blob.prototype.text = function () { return new Promise((done) => late.push(() => done(read.call(this)))); };
})()"""
"""Between `hold` and `release` no answer reaches the page; then each is drawn before the next one comes, and it is said
what the button reads. A file's text comes when its turn in `late` is called."""

START = '"kind": "start"'


@pytest.fixture
def page(served: Open, browser: Any) -> Iterator[Any]:
    """A page whose answers can be held back."""
    with visiting(browser, served, script=HOLDING) as found:
        yield found


def click(page: Any, *selectors: str) -> None:
    """Click on one after the other, before anything else happens."""
    page.evaluate("(all) => all.forEach((one) => document.querySelector(one).click())", selectors)


def held(page: Any, part: str, *selectors: str) -> None:
    """Click on these, and hold back what is answered until there is something with this part in it."""
    page.evaluate("() => hold()")
    click(page, *selectors)
    page.wait_for_function("(part) => holds(part)", arg=part)


def release(page: Any) -> list[str]:
    said = page.evaluate("() => release()")
    settle(page)
    return said


def address(page: Any) -> str:
    """What the page's address says now; ``page.url`` is told a moment later."""
    return page.evaluate("() => location.hash")


def chosen(page: Any, scene: str) -> bool:
    return f"data={scene}&" in address(page) and page.is_checked(f"input[value={scene}]")


MORE = "button[aria-label='more units in layer 1']"


THREE = ("#epoch",) * 3
"""The epochs that it takes to solve the two clouds."""


def solved(page: Any) -> bool:
    return page.inner_text("#challenge").startswith("Solved: ")


def test_a_picture_of_the_run_before_solves_nothing(page):
    choose(page, "gauss")
    assert not solved(page)
    held(page, START, *THREE, "#reset")
    release(page)
    assert not solved(page) and epoch(page) == 0
    click(page, *THREE)
    settle(page)
    assert solved(page)


def test_a_picture_that_is_drawn_in_other_colours_solves_nothing(page):
    choose(page, "gauss")
    click(page, *THREE)
    settle(page)
    held(page, START, "#reset")
    page.emulate_media(color_scheme="dark")
    release(page)
    assert not solved(page)


def test_the_lens_shows_nothing_of_the_run_before(page):
    held(page, START, "#lens-look", "#reset")
    release(page)
    assert page.inner_text("#lens-verdict") == ""


def test_two_quick_clicks_on_play_play_and_pause(page):
    click(page, "#play")
    assert page.inner_text("#play") == "Pause"
    click(page, "#play", "#play", "#play")
    assert page.inner_text("#play") == "Play"
    settle(page)
    at = epoch(page)
    click(page, "#epoch")
    settle(page)
    assert (epoch(page), page.inner_text("#play")) == (at + 1, "Play")


def test_a_step_ends_playing(page):
    click(page, "#play", "#step")
    settle(page)
    assert page.inner_text("#play") == "Play"


NOISE = """() => { const noise = document.querySelector("#data-controls input[type=range]");
    noise.value = 20; noise.dispatchEvent(new Event("change")); }"""


def test_it_plays_on_through_a_change_without_a_moment_in_which_it_seems_to_rest(page):
    click(page, "#play")
    settle(page)
    page.evaluate("() => hold()")
    page.evaluate(NOISE)
    page.wait_for_function("""(part) => holds('"playing": true')""")
    assert set(release(page)) == {"Pause"} and "noise=20" in address(page)


def test_what_is_being_typed_stays(page):
    held(page, START, "input[value=xor]")
    seed = page.get_by_label("Seed")
    seed.fill("")
    seed.press_sequentially("77")
    release(page)
    assert seed.input_value() == "77"
    seed.press("Enter")
    assert "seed=77" in address(page) and chosen(page, "xor")


@pytest.mark.parametrize(
    ("second", "says"), [(MORE, "layers=6"), ("label:has(input[value=gauss])", "data=gauss")], ids=["stepper", "scene"]
)
def test_an_answer_between_a_press_and_its_release_loses_no_click(page, second, says):
    held(page, START, MORE)
    page.hover(second)
    page.mouse.down()
    release(page)
    page.mouse.up()
    assert says in address(page)


def test_arrows_go_from_one_data_set_to_the_next(page):
    page.focus("input[value=circle]")
    for scene in ("xor", "gauss", "spiral"):
        page.keyboard.press("ArrowDown")
        settle(page)
        assert chosen(page, scene)


def test_nothing_of_the_run_before_is_shown_or_trained_beside_an_empty_plane(page):
    train(page, 5)
    choose(page, "own")
    for button in ("#play", "#epoch", "#step"):
        click(page, button)
        settle(page)
        page.wait_for_selector("#play[aria-pressed=false]")
        assert (epoch(page), page.inner_text("#at-train")) == (0, "–")
        assert page.inner_text("#own-said") == "The plane is empty: click into it."
    assert not page.is_visible("#trouble") and not page.is_visible("#diagram-scroll")


ROWS = "1,2,a\n2,1,a\n-1,-2,b\n-2,-1,b\n"


def opens(page: Any, files: int, text: str) -> None:
    page.set_input_files("#own-file", {"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.wait_for_function("(files) => late.length === files", arg=files)


def test_a_file_that_is_read_late_starts_nothing_else_anew(page):
    choose(page, "own")
    opens(page, 1, ROWS)
    choose(page, "xor")
    train(page, 3)
    at = epoch(page)
    page.evaluate("() => late[0]()")
    page.wait_for_function("() => document.getElementById('own-said').textContent.startsWith('4 points')")
    settle(page)
    assert epoch(page) == at and chosen(page, "xor")
    choose(page, "own")
    assert "points=" in address(page) and not page.is_visible("#trouble")


def test_a_file_that_is_read_late_does_not_replace_what_came_after_it(page):
    choose(page, "own")
    opens(page, 1, ROWS)
    opens(page, 2, ROWS + "0,0,c\n")
    page.evaluate("async () => { late[1](); await new Promise(setTimeout); late[0](); await new Promise(setTimeout); }")
    settle(page)
    assert page.inner_text("#own-said") == "5 points in 3 classes: a, b, c."


def test_a_save_takes_what_was_said_of_the_file_before(playground, browser):
    path = playground.folder / "layers.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nprint('before')\n", encoding="utf-8")
    with visiting(browser, playground) as page:
        click(page, "#lens-look")
        page.wait_for_selector("#lens-verdict.right")
        assert "before" in page.text_content("#printed")
        path.write_text(text, encoding="utf-8")
        page.wait_for_function("() => document.getElementById('standing').textContent.startsWith('Reloaded')")
        settle(page)
        assert page.inner_text("#lens-verdict") == "" and not page.is_visible("#printed")


def test_a_page_whose_playground_has_ended_says_so_whatever_is_clicked(home, browser):
    context = browser.new_context()
    page = context.new_page()
    with opened(home) as served:
        page.goto(served.entrance.address)
        settle(page)
    for button in ("#play", "#step", "#reset", "input[value=xor]"):
        page.wait_for_selector("#trouble:not([hidden])")
        click(page, button)
        settle(page)
        assert page.inner_text("#trouble-text").startswith("The playground has ended.")
        assert page.inner_text("#play") == "Play"
    context.close()
