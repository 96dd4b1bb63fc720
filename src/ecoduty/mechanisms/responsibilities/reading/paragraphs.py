"""Numbered paragraphs as records: 一、 （一） 1. and automatic numbers, whatever nesting; headings, labelled lines, the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ecoduty.mechanisms.responsibilities.reading import headings, inline
from ecoduty.mechanisms.responsibilities.reading.documents import Paragraph
from ecoduty.mechanisms.responsibilities.reading.names import Bodies
from ecoduty.mechanisms.responsibilities.reading.records import Cell, Record
from ecoduty.mechanisms.responsibilities.reading.wording import role_of_heading

_MARKS = (
    ("article", re.compile(r"第[一二三四五六七八九十百]+条")),
    ("chapter", re.compile(r"第[一二三四五六七八九十]+[章节部分]")),
    ("first", re.compile(r"[一二三四五六七八九十百]{1,4}[、.．]")),
    ("second", re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]")),
    (
        "third",
        re.compile(
            r"[0-9０-９]{1,3}(?:[、．]|\.(?![0-9])|[ 　](?=依法|负责|牵头|配合|会同|指导|监督|组织|协助|参与|承担))"
        ),
    ),
    ("fourth", re.compile(r"[（(][0-9０-９]{1,3}[）)]|[0-9０-９]{1,3}[)）]")),
    ("fifth", re.compile(r"[①-⑳]")),
    ("matter", re.compile(r"(?:具体)?(?:事项|职责|任务)(?:名称|[一二三四五六七八九十0-9]{1,3})\s*[：:]")),
)
_DUTY = re.compile(
    r"(?:依法)?(?:负责|牵头|组织|指导|监督|配合|会同|协助|参与|承担|完成|开展|制定|编制|统筹|推进|推动|落实|督促|加强|做好|履行|查处|按照|根据|拟订|承办|联合|协同)"
)
_DATE = re.compile(
    r"[（(]?(?:19|20|二〇|二○)[0-9〇○一二三四五六七八九]{2}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月(?:\s*[0-9一二三四五六七八九十]{1,3}\s*日)?[）)]?"
)
_TAIL = re.compile(
    r"(?:附件|抄送|抄报|主送|联系人|联系电话|咨询电话|监督电话|举报电话|电话|地址|邮编|扫一扫|打印|关闭|分享|责任编辑|上一篇|下一篇|相关链接|特此)"
)
_LEADS_TO = re.compile(r"现将|现予|公布如下|通知如下|公告如下|制定本|如下[：:。]?$")
_LONGEST_HEADING = 40
_SHORTEST_DUTY = 6


@dataclass(slots=True)
class _Node:
    """A numbered paragraph with those below it; `more` are plain lines behind it."""

    paragraph: Paragraph
    mark: str
    text: str
    children: list[_Node] = field(default_factory=list)
    more: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Listed:
    """The records of a text, what stands before them, and how it ends: who signed, and which unit it comes from."""

    records: list[Record]
    title: list[Paragraph]
    signed: list[Paragraph]
    source: str = ""


def read(paragraphs: Sequence[Paragraph], bodies: Bodies) -> Listed:
    """The numbered duties of a document without a table."""
    found = Listed([], [], [])
    top: list[_Node] = []
    stack: list[_Node] = []
    for paragraph in paragraphs:
        for line, first in _lines(paragraph):
            mark = _mark(line, paragraph if first else None)
            if mark:
                _place(_Node(paragraph, mark, line if mark.startswith("auto") else _bare(line)), top, stack)
            elif not stack:
                found.title.append(replace(paragraph, text=line))
            else:
                _plain(replace(paragraph, text=line), stack[-1], found, bodies)
    for node in top:
        _collect(node, (), found, bodies)
    return found if found.records else _unnumbered(paragraphs, bodies)


def _unnumbered(paragraphs: Sequence[Paragraph], bodies: Bodies) -> Listed:
    """Duties without any number: each line that begins like one."""
    found = Listed([], [], [])
    node: _Node | None = None
    for paragraph in paragraphs:
        if is_duty(paragraph.text):
            if node is not None:
                _collect(node, (), found, bodies)
            node = _Node(paragraph, "", paragraph.text)
        elif node is None:
            found.title.append(paragraph)
        else:
            _plain(paragraph, node, found, bodies)
    if node is not None:
        _collect(node, (), found, bodies)
    return found


def is_duty(text: str) -> bool:
    """Whether a line begins as a duty does, and does not only lead to the duties."""
    return bool(_DUTY.match(text)) and len(text) >= _SHORTEST_DUTY and not _LEADS_TO.search(text)


def _lines(paragraph: Paragraph) -> list[tuple[str, bool]]:
    return [(line, place == 0) for place, line in enumerate(paragraph.text.split("\n")) if line]


def _bare(text: str) -> str:
    """The text without its number, and without 事项名称： before it."""
    found = next(pattern.match(text) for name, pattern in _MARKS if pattern.match(text))
    assert found is not None
    return text[found.end() :].lstrip("、.．：: 　").rstrip() or inline.unnumbered(text)


def _mark(text: str, paragraph: Paragraph | None) -> str:
    for name, pattern in _MARKS:
        if pattern.match(text):
            return name
    return f"auto{paragraph.automatic}" if paragraph is not None and paragraph.automatic >= 0 else ""


def _place(node: _Node, top: list[_Node], stack: list[_Node]) -> None:
    """Below the nearest node of a kind not seen yet on the way; beside the one of its own kind."""
    depth = next((place for place, one in enumerate(stack) if one.mark == node.mark), None)
    if depth is not None:
        del stack[depth:]
    (stack[-1].children if stack else top).append(node)
    stack.append(node)


def _plain(paragraph: Paragraph, node: _Node, found: Listed, bodies: Bodies) -> None:
    """A line without a number: a field of the duty above, the end of the document, or more of its words."""
    key, rest = headings.label(paragraph.text.strip("（）()"))
    if key == "source" or (key == "unit" and found.signed):
        found.source = rest
    elif _DATE.fullmatch(paragraph.text) or _TAIL.match(paragraph.text):
        return
    elif not key and len(paragraph.text) <= 40 and _is_signature(paragraph.text, bodies):
        found.signed.append(paragraph)
    elif not found.signed:
        node.more.append(paragraph)


def _is_signature(text: str, bodies: Bodies) -> bool:
    bare = _DATE.sub("", text).strip()
    named = sum(len(one.text) for one in bodies.mentions(bare))
    return (bool(named) and named * 10 >= len(bare) * 8) or bool(
        re.fullmatch(r"[一-鿿]{2,24}(?:局|委员会|厅|委|办公室)", bare)
    )


def _collect(node: _Node, sections: tuple[str, ...], found: Listed, bodies: Bodies) -> None:
    if node.mark == "chapter" or (node.children and _is_heading(node, bodies)):
        for child in node.children:
            _collect(child, (*sections, node.text.rstrip("：:。 ")), found, bodies)
        return
    record = Record(node.paragraph.place, sections=sections)
    record.cells["name"] = Cell(node.text, node.paragraph.place)
    for more in node.more:
        key, rest = headings.label(more.text.strip("（）()"))
        if key:
            record.add(key, rest, more.place)
        else:
            record.add("description", more.text, more.place)
    for child in node.children:
        _below(child, record)
    found.records.append(record)


def _below(node: _Node, record: Record) -> None:
    """What is numbered below a duty describes it, unless it has a label."""
    for text, place in ((node.text, node.paragraph.place), *((one.text, one.place) for one in node.more)):
        key, rest = headings.label(text)
        record.add(key or "description", rest if key else text, place)
    for child in node.children:
        _below(child, record)


def _is_heading(node: _Node, bodies: Bodies) -> bool:
    """Whether a numbered line with others below it is only their heading."""
    text = node.text.rstrip("：:。； ")
    if all(headings.label(child.text)[0] for child in node.children):
        return False
    if role_of_heading(text) is not None or bodies.under(text):
        return True
    named = bodies.mentions(text[:30])
    if named and named[0].start == 0 and len(text) <= _LONGEST_HEADING and not _DUTY.match(text[named[0].end :]):
        return True
    if named and named[0].start == 0 and node.text.endswith(("：", ":")):
        return True
    if re.search(r"(?:以下|下列)(?:生态环境保护)?(?:职责|工作|事项|责任)", text) or re.search(
        r"职责(?:包括|如下|为)?$", text
    ):
        return True
    return len(text) <= _LONGEST_HEADING and not _DUTY.match(text) and not re.search(r"[，；。]", text)


__all__ = ["Listed", "is_duty", "read"]
