"""Reads the text of a published plan as it is found on a website, and compares it with the rulebook.

Chapters begin with 一、 or 第一章, articles with （一） in either bracket width or 第一条; articles are numbered through the
whole plan, or anew in each chapter and then counted on. What stands before the first chapter and after the last article
(a portal's introduction, its disclaimers, page numbers) is left out. The repository contains no such text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ecoduty.kernel.rulebook.errors import NotAPlanError

if TYPE_CHECKING:
    from ecoduty.kernel.rulebook.book import Rulebook

SIZE_LIMIT = 2 * 1024 * 1024  # bytes; a plan has some ten thousand characters
TITLE_LIMIT = 40  # characters

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NUMERAL = "[〇零一二三四五六七八九十]{1,3}"
_CHAPTER = re.compile(rf"(?:第(?P<a>{_NUMERAL})章|(?P<b>{_NUMERAL})、)\s*(?P<title>.*)")
_ARTICLE = re.compile(rf"(?:[（(]\s*(?P<a>{_NUMERAL})\s*[）)]|第(?P<b>{_NUMERAL})条)\s*(?P<rest>.*)")
_PAGE_NUMBER = re.compile(r"[-—–－\s]*\d{1,3}[-—–－\s]*")
# How the foot of a web page begins; such a line ends the last article.
_FOOT = re.compile(
    r"[【\[（(*]*(?:特别声明|免责声明|版权声明|声明[:：]|凡来源|凡注明|版权|责任编辑|编辑[:：]|来源[:：]|原标题|附件[:：]"
    r"|相关(?:阅读|链接|文章)|上一篇|下一篇|扫一扫|分享到|打印本页|关闭窗口|返回顶部)"
)
_SENTENCE_END = "。；：！？…”）)"


@dataclass(frozen=True)
class PlanChapter:
    """A chapter's number and heading."""

    number: int
    title: str


@dataclass(frozen=True)
class PlanArticle:
    """An article of the published text."""

    number: int
    chapter: PlanChapter
    title: str
    text: str


@dataclass(frozen=True)
class PlanDocument:
    """A published plan, taken apart."""

    chapters: tuple[PlanChapter, ...]
    articles: tuple[PlanArticle, ...]


@dataclass(frozen=True)
class Comparison:
    """Which articles stand in only one of the two."""

    articles: int
    missing_in_rulebook: tuple[int, ...]
    missing_in_text: tuple[int, ...]

    def as_data(self) -> dict[str, int | list[int]]:
        """For JSON output."""
        return {
            "articles": self.articles,
            "missing_in_rulebook": list(self.missing_in_rulebook),
            "missing_in_text": list(self.missing_in_text),
        }


@dataclass
class _Draft:
    """An article being read."""

    number: int
    chapter: PlanChapter
    title: str
    lines: list[str] = field(default_factory=list)


def decode_plan(content: bytes) -> str:
    """The text of a file in UTF-8 or GB 18030. Raises NotAPlanError for anything but plain text."""
    if len(content) > SIZE_LIMIT:
        raise NotAPlanError(f"文件有{len(content) // 1024 // 1024}兆，不像方案文本；请只导入方案的纯文本（.txt）")
    if b"\0" in content or content[:4] in {b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"}:
        raise NotAPlanError("这不是纯文本文件；请打开后另存为纯文本（.txt，UTF-8）再导入")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAPlanError("看不懂文件的编码；请另存为 UTF-8 编码的纯文本再导入")


def parse_plan(text: str) -> PlanDocument:
    """Chapters and articles of a plan's text. Raises NotAPlanError with what is missing."""
    if re.search(r"<(?:!doctype|html|body|div)\b", text[:5000], re.IGNORECASE):
        raise NotAPlanError("这是网页源文件；请在浏览器里复制正文，存为纯文本再导入")
    reader = _Reader()
    for raw in text.splitlines():
        line = raw.replace("\u3000", " ").replace("\xa0", " ").strip()
        if line and not _PAGE_NUMBER.fullmatch(line) and not reader.take(line):
            break
    if not reader.chapters:
        raise NotAPlanError("文本里没有找到“一、”“二、”这样的章，不像一份方案")
    if not reader.drafts:
        raise NotAPlanError("文本里没有找到“（一）”“（二）”这样的条，不像一份方案")
    return PlanDocument(tuple(reader.chapters), tuple(_finished(draft) for draft in reader.drafts))


def compare(document: PlanDocument, book: Rulebook) -> Comparison:
    """What the text has and the rulebook lacks, and the other way round.

    Raises NotAPlanError when the text has a plan's form but is plainly another one: not one heading in common.
    """
    titles = {article.number: article.title for article in document.articles}
    alike = sum(bool(_pairs(titles.get(n, "")) & _pairs(own.title)) for n, own in book.articles.items())
    if not alike:
        raise NotAPlanError(f"文本有{len(titles)}条，但没有一条的标题与规则书对得上，不是本市的方案")
    return Comparison(
        articles=len(titles),
        missing_in_rulebook=tuple(sorted(set(titles) - set(book.articles))),
        missing_in_text=tuple(sorted(set(book.articles) - set(titles))),
    )


class _Reader:
    """Takes line after line; knows which chapter and article it is in."""

    def __init__(self) -> None:
        self.chapters: list[PlanChapter] = []
        self.drafts: list[_Draft] = []
        self._fresh = False  # nothing has stood under the present chapter's heading yet
        self._base = 0  # what to add to article numbers where each chapter counts anew

    def take(self, line: str) -> bool:
        """Use one line; False when the foot of the page has begun."""
        if self.drafts and _FOOT.match(line):
            return False
        if not (self._chapter(line) or self._article(line)) and self.drafts and not self._fresh:
            self.drafts[-1].lines.append(line)
        return True

    def _chapter(self, line: str) -> bool:
        found = _CHAPTER.fullmatch(line)
        if found is None or len(found["title"]) > TITLE_LIMIT or found["title"].endswith(("。", "；")):
            return False
        number = _number(found["a"] or found["b"])
        last = self.chapters[-1].number if self.chapters else 0
        if number <= last:
            if self.drafts or number != 1:
                return False  # an enumeration inside an article
            self.chapters.clear()  # what came before was a table of contents
        self.chapters.append(PlanChapter(number, found["title"].rstrip("。：:")))
        self._fresh = True
        return True

    def _article(self, line: str) -> bool:
        found = _ARTICLE.fullmatch(line)
        if found is None or not self.chapters:
            return False
        number, last = _number(found["a"] or found["b"]), self.drafts[-1].number if self.drafts else 0
        if self._fresh and number == 1 and last:
            self._base = last
        title, stop, text = found["rest"].partition("。")
        if number + self._base <= last or len(title) > TITLE_LIMIT:
            return False
        self._fresh = False
        self.drafts.append(_Draft(number + self._base, self.chapters[-1], title, [text] if stop and text else []))
        return True


def _finished(draft: _Draft) -> PlanArticle:
    """Lines broken in the middle of a sentence are joined, paragraphs kept."""
    text = draft.lines[0] if draft.lines else ""
    for before, line in pairwise(draft.lines):
        text += ("\n" if before.endswith(tuple(_SENTENCE_END)) else "") + line
    return PlanArticle(draft.number, draft.chapter, draft.title, text)


def _number(numeral: str) -> int:
    """二十五 → its number; up to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[word]) for word in numeral))
    return (_number(tens) if tens else 1) * 10 + _DIGITS.get(ones, 0)


def _pairs(title: str) -> set[str]:
    return {title[i : i + 2] for i in range(len(title) - 1)}
