"""Versions of a text, and what changed between them."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.difference import lines
from ecoduty.casework.documents.models import Draft


def test_every_save_is_a_version_and_nothing_new_is_none(office):
    matter = office.open()
    for text in ("第一稿。", "第二稿。", "第二稿。"):
        office.do("save", matter, sections={"履职情况": text})
    document = matter.documents.get()
    assert list(document.drafts.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert texts.text_of(texts.current(document)) == {"履职情况": "第二稿。", "存在问题": ""}


def test_versions_are_never_changed(office):
    matter = office.open()
    office.do("save", matter, sections={"履职情况": "第一稿。"})
    with pytest.raises(ProgrammingError), transaction.atomic():
        Draft.objects.update(sections=[])
    with pytest.raises(ProgrammingError), transaction.atomic():
        Draft.objects.all().delete()


def test_difference_names_what_went_and_what_came(office):
    matter = office.open()
    office.do("save", matter, sections={"履职情况": "巡查河道四十次。"})
    office.do("save", matter, sections={"履职情况": "巡查河道五十次。"})
    old, new = matter.documents.get().drafts.order_by("version")
    ((op, parts),) = [(line.op, line.parts) for line in dict(texts.difference(old, new))["履职情况"]]
    assert op == "change"
    assert [(one.op, one.text) for one in parts] == [
        ("equal", "巡查河道"), ("delete", "四"), ("insert", "五"), ("equal", "十次。"),
    ]  # fmt: skip


def test_lines_that_came_went_and_stayed_are_told_apart():
    found = lines("甲段照旧。\n乙段删去了。\n丙段照旧。", "甲段照旧。\n丙段照旧。\n# 新的标题")
    assert [(line.op, "".join(part.text for part in line.parts)) for line in found] == [
        ("equal", "甲段照旧。"), ("delete", "乙段删去了。"), ("equal", "丙段照旧。"), ("insert", "# 新的标题"),
    ]  # fmt: skip


def test_very_long_and_monotonous_texts_are_compared_in_moments():
    found = lines("甲\n" * 40_000 + "乙", "甲\n" * 39_000 + "丙")
    assert found[-1].op in {"insert", "delete"}
