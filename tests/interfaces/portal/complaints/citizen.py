"""Somebody who reports something on the public's pages, with a browser that solves the riddle or with one that does not."""

from __future__ import annotations

import hashlib
import html
import itertools
import re
from datetime import timedelta
from typing import Any

from django.test import Client

from ecoduty.casework.intakes.models import Receipt
from ecoduty.mechanisms.complaints.models import Complaint

TEXT = "夜里十一点多工地还在打桩，持续一周，老人孩子睡不着。"
FORM = "/portal/complain/"
FOLLOW = "/portal/complaints/"


class Citizen:
    """One visitor. `address` is where he comes from."""

    def __init__(self, address: str = "198.51.100.7", **entered: Any) -> None:
        self.client = Client(REMOTE_ADDR=address)
        self.entered = {
            "category": "noise",
            "district": "siming",
            "place": "湖滨南路某工地",
            "text": TEXT,
            "named": "no",
        } | entered
        self.number = self.code = ""

    def open(self) -> str:
        """The form's token."""
        return value_of("token", self.client.get(FORM).content.decode())

    def look_over(self, **entered: Any) -> Any:
        return self.client.post(FORM, {**self.entered, "token": self.open(), **entered, "go": "check"})

    def send(self, token: str = "", *, proof: str | None = None, **entered: Any) -> Any:
        """Send with the riddle solved, or with another `proof`."""
        token = token or self.open()
        given = {
            **self.entered,
            "token": token,
            "proof": solve(token) if proof is None else proof,
            **entered,
            "go": "send",
        }
        answer = self.client.post(FORM, given)
        page = answer.content.decode()
        if found := re.search(r"<dt>编号</dt><dd>([^<]+)</dd></div><div><dt>查询码</dt><dd>([^<]+)<", page):
            self.number, self.code = found.groups()
        return answer

    def follow(self, number: str = "", code: str = "", **more: Any) -> Any:
        return self.client.post(FOLLOW, {"number": number or self.number, "code": code or self.code, **more})

    @property
    def complaint(self) -> Complaint:
        return Complaint.objects.select_related("matter").get(reference=self.number)

    @property
    def receipt(self) -> Receipt:
        return Receipt.objects.get(reference=self.number)


def solve(token: str) -> str:
    """What a browser with script finds."""
    nonce, _, bits, _ = token.split(".")
    begun = hashlib.sha256(f"{nonce}:".encode())
    most = (1 << (256 - int(bits))).to_bytes(33)[1:]  # a digest below it begins with enough zero bits
    for n in itertools.count():
        tried = begun.copy()
        tried.update(b"%d" % n)
        if tried.digest() < most:
            return str(n)
    raise AssertionError


def value_of(name: str, page: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page[:2000]
    return html.unescape(found[1])


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    page = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


LATER = timedelta(seconds=30)
