"""Looking for personal data in what is about to become public, and hiding it. It finds what has a form; people find the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_NUMBER, _MOBILE, _CARD, _MAIL, _LINE = "身份证号", "手机号", "银行卡号", "电子邮箱", "固定电话"
_FORMS = {
    _NUMBER: re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"),
    _MOBILE: re.compile(
        r"(?<!\d)(?:\+?86[ -]?)?1[3-9](?:\d(?:[ -]?\d{4}){2}|\d{2}[ -]\d{4}[ -]\d{3}|\d[ -]\d{3}[ -]\d{5})(?!\d)"
    ),
    _CARD: re.compile(r"(?<!\d)62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"),
    _MAIL: re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    _LINE: re.compile(r"(?<!\d)0\d{2,3}[ -]?[2-8]\d{6,7}(?!\d)"),
}  # fmt: skip
_SUSPECT = (_NUMBER, _MOBILE, _CARD, _MAIL)
_IN_REPORTS = (*_SUSPECT, _LINE)
_HEAD, _TAIL = 3, 2  # signs that stay of what is hidden
_IN_ANSWERS = (_NUMBER, _MOBILE, _CARD)  # an office's telephone and mail are what an answer tells
_WIDE = str.maketrans("０１２３４５６７８９Ｘ－＋＠．　", "0123456789X-+@. ")
"""Signs for signs, so that what is found in the narrow text stands at the same place in the written one."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that looks like personal data: what, in which section, and the words with their middle hidden."""

    what: str
    section: str
    words: str


def suspicions(sections: Sequence[Mapping[str, str]]) -> list[Suspicion]:
    """Everything in the sections ({title, text}) that has the form of personal data, in order."""
    return [
        Suspicion(what, section["title"], _hidden(found.group()))
        for section in sections
        for what in _SUSPECT
        for found in _FORMS[what].finditer(section["text"].translate(_WIDE))
    ]


def masked(text: str) -> str:
    """What somebody wrote, with the middle of every number and address hidden that has the form of personal data."""
    return _masked(text, _IN_REPORTS)


def masked_answer(text: str) -> str:
    """An answer before its reader: numbers of persons are hidden, telephones and mail of offices stay."""
    return _masked(text, _IN_ANSWERS)


def _masked(text: str, forms: Sequence[str]) -> str:
    plain = text.translate(_WIDE)
    for what in forms:
        for found in _FORMS[what].finditer(plain):
            start, end = found.start() + _HEAD, found.end() - _TAIL
            stars = "*" * (end - start)
            text, plain = text[:start] + stars + text[end:], plain[:start] + stars + plain[end:]
    return text


def _hidden(words: str) -> str:
    return f"{words[:_HEAD]}…{words[-_TAIL:]}"
