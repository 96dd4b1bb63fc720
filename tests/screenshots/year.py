"""Pictures from the simulated year: what somebody sees who opens the platform after a year of work.

The year is lived once into var/simulated (some minutes) and kept for the release it was lived with; `--fresh` lives it again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.provision import Chromium, provide
from tests.processes.platform import CONSOLE, Platform, environment

VERSION = version("ecoduty")
ROOT = Path(__file__).resolve().parents[2]
HOME, FOLDER = ROOT / "var" / "simulated", ROOT / "var" / "screenshots"
PASSWORD = "correct horse battery"
SCALE = "0.3"
WIDTHS = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}
OFFICE, OFFICER, LEADER = (
    "committee-office.director", "ecology-bureau.enforcement-officer-1", "government.vice-mayor-ecology",
)  # fmt: skip


def _first(kind: str) -> Callable[[Page], None]:
    """The first matter of a kind, as its list shows them."""

    def go(page: Page) -> None:
        page.goto(f"/matters/?kind={kind}&state=all")
        page.locator("table.list tbody a[href^='/matters/']").first.click()
        page.wait_for_load_state("load")

    return go


def _at(address: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(address)

    return go


PICTURES: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("cockpit", OFFICE, _at("/cockpit/")),
    ("cockpit-leader", LEADER, _at("/cockpit/")),
    ("worklist", OFFICE, _at("/")),
    ("plan", OFFICE, _at("/plan/")),
    ("problems", OFFICE, _at("/problems/")),
    ("task", OFFICE, _first("task")),
    ("complaint", OFFICE, _first("complaint")),
    ("case", OFFICER, _first("administrative_case")),
    ("portal", "", _at("/portal/")),
)


def take(*, fresh: bool) -> None:
    """All of them, at both widths, light and dark."""
    _live(fresh=fresh)
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = provide()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(chromium.node)
    with Platform(HOME).start() as platform, sync_playwright() as playwright:
        browser = _browser(playwright, chromium)
        for who in dict.fromkeys(who for _, who, _ in PICTURES):
            for width in WIDTHS:
                _shoot(browser, f"http://127.0.0.1:{platform.port}", who, width)
        browser.close()


def _live(*, fresh: bool) -> None:
    note = HOME / "simulated.json"
    known: dict[str, Any] = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    stamp = HOME / "release"
    if known.get("whole") and not fresh and stamp.exists() and stamp.read_text() == VERSION:
        return
    command = [*CONSOLE, "simulate", "--at", str(HOME), "--scale", SCALE, "--fresh"]
    subprocess.run(command, env=environment(HOME.with_name("none"), ECODUTY_DEMO_PASSWORD=PASSWORD), check=True)
    stamp.write_text(VERSION)


def _browser(playwright: Any, chromium: Chromium) -> Browser:
    return playwright.chromium.launch(
        executable_path=str(chromium.program), args=list(chromium.arguments), env={**os.environ, **chromium.environment}
    )


def _shoot(browser: Browser, url: str, who: str, width: str) -> None:
    """Everything that somebody looks at, in one session."""
    context = browser.new_context(base_url=url, viewport=WIDTHS[width], locale="zh-CN")
    page = context.new_page()
    if who:
        page.goto("/login/")
        page.get_by_label("用户名").fill(who)
        page.get_by_label("口令").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state("load")
    for name, whose, go in PICTURES:
        if whose == who:
            go(page)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                path = FOLDER / f"year-{name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
                sys.stderr.write(f"{path.relative_to(ROOT)}\n")
    context.close()
