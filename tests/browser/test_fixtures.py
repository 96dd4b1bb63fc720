"""The browser's fixtures notice what they promise to notice."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

EMPTY = "<!doctype html><html lang=zh><head><title>页</title><link rel=icon href='data:,'></head><body>{}</body></html>"


def show(page, body: str) -> None:
    page.route(
        "**/sample/", lambda route: route.fulfill(body=EMPTY.format(body), content_type="text/html; charset=utf-8")
    )
    page.goto("/sample/")


def test_page_that_behaves_is_silent(page, watch):
    show(page, "<p>环责</p>")
    assert page.inner_text("p") == "环责"
    assert watch.seen == []


@pytest.mark.parametrize(
    ("body", "noticed"),
    [
        ("<script>console.log('hello')</script>", "console log: hello"),
        ("<script>setTimeout(() => { throw new Error('broken') })</script>", "script error: broken"),
        ("<img alt='' src='http://elsewhere.invalid/x.png'>", "request to elsewhere.invalid"),
    ],
)
def test_noise_is_noticed(page, watch, body, noticed):
    show(page, body)
    page.wait_for_timeout(100)
    assert any(noticed in text for text in watch.unexpected())
    watch.expected += ["hello", "broken", "elsewhere", "ERR_"]


def test_breach_of_accessibility_is_noticed(page, axe):
    show(page, "<main><p>环责</p></main>")
    axe(page)
    show(page, "<main><p style='color:#eee;background:#fff'>浅</p><img src='data:,'></main>")
    page.reload()
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


GOING = {
    "when the examiner is brought": "",
    "while it examines": "going = () => { location.href = '/next/'; return new Promise(() => {}) };",
}
LEAVES = """<script>
let going = () => new Promise(() => {});
Object.defineProperty(window, "axe", { get: () => ({ run: () => going() }), set: () => { if (%s) location.href = "/next/" } });
%s
</script><main></main>"""


@pytest.mark.parametrize("moment", GOING)
def test_where_a_page_goes_away_under_the_examination_the_one_that_came_is_examined(page, axe, moment):
    """The page that goes away never finishes examining: however fast the machine, it goes in the midst of it."""
    at_once = "false" if GOING[moment] else "true"
    show(page, LEAVES % (at_once, GOING[moment]))
    page.route(
        "**/next/",
        lambda route: route.fulfill(
            body=EMPTY.format("<main><img src='data:,'></main>"), content_type="text/html; charset=utf-8"
        ),
    )
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_chinese_letters_are_drawn(page):
    show(page, "<p>环责</p>")
    page.goto("/sample/")
    picture = "e => { const c = document.createElement('canvas').getContext('2d'); c.font = '40px sans-serif'; c.fillText(e, 0, 40); return Array.from(c.getImageData(0, 0, 40, 50).data).join() }"
    assert page.evaluate(picture, "环") != page.evaluate(picture, "责")


def test_server_of_the_test_answers_on_its_own_database(page, live, watch):
    watch.expected.append("404")
    answer = page.goto("/no-such-page/")
    assert answer.status == 404
    assert live.database.name.startswith("test_")
