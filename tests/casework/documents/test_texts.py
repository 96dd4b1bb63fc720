"""Versions of a text, and what changed between them."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from ecoduty.casework.documents import texts
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
    changes = dict(texts.difference(old, new))["履职情况"]
    assert [(one.op, one.text) for one in changes] == [
        ("equal", "巡查河道"), ("delete", "四"), ("insert", "五"), ("equal", "十次。"),
    ]  # fmt: skip
