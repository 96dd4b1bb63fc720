"""Whether a page still says what it said: by its sentences, so that counters, dates and adverts make no alarm."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ecoduty.casework.publications.fetching import Page
from ecoduty.kernel.ledger.chain import sm3

MOST_SENTENCES = 400
SHORTEST = 12  # characters; shorter ones are menus
STILL_THE_SAME = 0.85  # share of the first look's sentences that must still be there
_HTML = {"text/html", "application/xhtml+xml"}
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SILENT = {"script", "style", "noscript", "template", "svg"}


class _Words(HTMLParser):
    """The words a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def words_of(page: Page) -> str:
    """The visible words of a page of HTML or plain text; empty for anything else."""
    if page.media_type not in _HTML and page.media_type != "text/plain":
        return ""
    found = _CHARSET.search(page.body[:4096])
    codec = found.group(1).decode("ascii") if found else "utf-8"
    codec = "gb18030" if codec.lower() in {"gb2312", "gbk", "gb18030"} else codec
    try:
        text = page.body.decode(codec, errors="replace")
    except LookupError:
        text = page.body.decode("utf-8", errors="replace")
    if page.media_type == "text/plain":
        return text
    reader = _Words()
    reader.feed(text)
    return "".join(reader.parts)


def fingerprint(page: Page) -> list[str]:
    """Short digests of the page's sentences, or of its bytes where it has no words (a PDF)."""
    sentences = _sentences(words_of(page))
    if not sentences:
        return [sm3(page.body).hex()]
    return [sm3(sentence.encode()).hex()[:16] for sentence in sentences[:MOST_SENTENCES]]


def likeness(first: list[str], now: list[str]) -> float:
    """The share of the first look's sentences that are still there, from 0 to 1."""
    present = set(now)
    return sum(digest in present for digest in first) / len(first) if first else 1.0


def names(page: Page, title: str) -> bool:
    """Whether the page names the title, blanks and punctuation aside; True where there are no words to look in."""
    words = _bare(words_of(page))
    return not words or _bare(title) in words


def _sentences(text: str) -> list[str]:
    parts = (_bare(part) for part in re.split(r"[。！？；\n]", text))
    return list(dict.fromkeys(part for part in parts if len(part) >= SHORTEST))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
