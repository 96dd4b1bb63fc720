"""Looking for personal data in what is about to become public. It finds what has a form; people find the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FORMS = (
    ("身份证号", re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")),
    ("手机号", re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")),
    ("银行卡号", re.compile(r"(?<!\d)62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
)  # fmt: skip


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
        for what, form in _FORMS
        for found in form.finditer(section["text"])
    ]


def _hidden(words: str) -> str:
    return f"{words[:3]}…{words[-2:]}"
