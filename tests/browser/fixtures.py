"""Fixtures that drive a real browser against a real server on a database of the test's own; as a plugin of pytest.

- `live`: the platform on a port, over `fresh_db`; has `url` and `database`.
- `page`: a page of it that fails the test afterwards if the console said anything, a script failed, or a request left
  the machine. `page.goto("/login/")` works, for the address is the base.
- `new_page`: more such pages, each with its own cookies, for tests with several people.
- `axe`: `axe(page)` fails on any breach of WCAG 2.2 AA that axe-core finds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, sync_playwright

from tests.browser.provision import NoBrowserError, provide
from tests.database import ROOT, Database

PATIENCE = 8_000  # milliseconds
DESKTOP = {"width": 1440, "height": 900}
# Only breaches come back: all that axe says of the rest of a page is half a megabyte to carry and to check.
BREACHES = """async rules => (await axe.run(rules)).violations.map(
    one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.target.join(" ")).join(", ")}`
)"""
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


# A test that types faster than the page comes in has focused a field already: no reader sees anything of it.
HARMLESS = ("Autofocus processing was blocked",)


@dataclass(frozen=True)
class Live:
    """The platform as it answers on this machine."""

    url: str
    database: Database


@dataclass
class Watch:
    """What a page did that nobody should see. Tests of failures put what they expect into `expected`."""

    origin: str
    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=lambda: list(HARMLESS))

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: self.note(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.note(f"script error: {error}"))
        page.on("request", lambda request: self.note_request(request.url))

    def note(self, text: str) -> None:
        self.seen.append(text)

    def note_request(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self.note(f"request to {urlsplit(url).netloc}: {url}")

    def unexpected(self) -> list[str]:
        return [text for text in self.seen if not any(part in text for part in self.expected)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run of this worker."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's synchronous face runs a loop in this thread
    try:
        chromium = provide()
    except NoBrowserError as error:
        pytest.fail(str(error), pytrace=False)
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(chromium.node)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.program,
            args=list(chromium.arguments),
            env={**os.environ, **chromium.environment},
        )
        yield browser
        browser.close()


class _Handler(QuietWSGIRequestHandler):
    """Sends head and body as they come: together with the client's late acknowledgement, waiting costs 40 ms a request."""

    disable_nagle_algorithm = True


class _Server(LiveServerThread):
    def _create_server(self, connections_override: Any = None) -> Any:
        return self.server_class(
            (self.host, self.port), _Handler, allow_reuse_address=False, connections_override=connections_override
        )


@pytest.fixture(scope="session")
def live_server_url(django_test_environment: None) -> Iterator[str]:
    """The platform's web server in a thread of this process, so that a frozen clock holds for it too."""
    thread = _Server("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    thread.join()


@pytest.fixture
def live(request: pytest.FixtureRequest, live_server_url: str) -> Live:
    """The platform on the test's own database (`fresh_city` where the test takes it); it connects anew for every browser."""
    if "fresh_city" in request.fixturenames:
        return Live(live_server_url, request.getfixturevalue("fresh_city").database)
    return Live(live_server_url, request.getfixturevalue("fresh_db"))


@pytest.fixture
def watch(live: Live) -> Watch:
    """What the pages of this test did; `watch.expected.append("404")` allows what the test provokes."""
    return Watch(live.url)


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, browser: Browser, live: Live, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """Makes pages, each with cookies of its own; takes what Browser.new_context takes."""
    contexts: list[BrowserContext] = []

    def make(**settings: Any) -> Page:
        context = browser.new_context(
            **{
                "base_url": live.url,
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                "viewport": DESKTOP,
                "reduced_motion": "reduce",
                **settings,
            }
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    failed_before = request.session.testsfailed
    yield make
    if request.session.testsfailed > failed_before:
        _keep_pictures(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert watch.unexpected() == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, as wide as a desk."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Checks a page for accessibility and fails with every breach and where it stands."""
    engine = Axe()

    def check(page: Page) -> None:
        assert _examine(engine, page) == [], page.url

    return check


def _examine(engine: Axe, page: Page) -> list[str]:
    """The breaches that axe finds on the page. A click returns before the page it leads to is there, so the page may go away under the
    examination: then the one that came is examined.
    """
    moves: list[Frame] = []

    def note(frame: Frame) -> None:
        moves.append(frame)

    page.on("framenavigated", note)
    try:
        for last in (False, False, True):
            page.wait_for_load_state()
            moves.clear()
            try:
                page.evaluate(engine.axe_script)
                found: list[str] = page.evaluate(BREACHES, AXE_RULES)
            except Error:
                if last:
                    raise
                continue
            if not moves:
                break
    finally:
        page.remove_listener("framenavigated", note)
    return found


def _keep_pictures(name: str, contexts: list[BrowserContext]) -> None:
    folder = Path(ROOT) / "var" / "failed-tests"
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=folder / f"{name.replace('/', '_')}-{number}.png", full_page=True)
