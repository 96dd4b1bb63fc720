"""Forms from data models: every widget, everything kept, problems beside their fields."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from pydantic import Field, PydanticUserError, SecretStr

from ecoduty.interfaces.desk import forms
from ecoduty.interfaces.desk.forms import Prefill, Section
from ecoduty.kernel.flow import ActData, Refused
from ecoduty.kernel.flow.data import parse


class Size(StrEnum):
    BIG = "big"
    SMALL = "small"


class Everything(ActData):
    title: str = Field(title="标题", min_length=2, max_length=20)
    text: str = Field(default="", title="正文", json_schema_extra={"widget": "long_text"})
    on: date | None = Field(default=None, title="日期")
    at: datetime | None = Field(default=None, title="时间")
    site: str = Field(default="", title="网址", json_schema_extra={"widget": "url"})
    size: Size | None = Field(default=None, title="大小", json_schema_extra={"labels": {"big": "大", "small": "小"}})
    tone: Literal["kind", "firm"] = Field(default="kind", title="语气")
    bodies: list[str] = Field(default=[], title="单位", json_schema_extra={"widget": "choice"})
    lines: list[str] = Field(default=[], title="各行")
    copies: int = Field(default=1, title="份数", ge=1, le=9)
    urgent: bool = Field(default=False, title="急件")
    parts: dict[str, str] = Field(default={}, title="各节", json_schema_extra={"widget": "sections"})
    secret: SecretStr | None = Field(default=None, title="口令", json_schema_extra={"widget": "password"})
    token: str = Field(default="x", title="凭据", json_schema_extra={"widget": "hidden"})


KNOWN = Prefill(
    values={"title": "市水利局报告", "at": datetime.fromisoformat("2026-01-22T01:14:00+00:00")},
    choices={"bodies": [("water", "市水利局"), ("ecology", "市生态环境局")]},
    sections={
        "parts": [Section("green", "绿色低碳", value="用水总量下降", source="年度计划"), Section("other", "其他")]
    },
    sources={"title": "规则书"},
)


def shown(**given):
    return {field.name: field for field in forms.fields(Everything, prefill=KNOWN, **given)}


def posted(text: str) -> dict[str, object]:
    return forms.read(Everything, QueryDict(text), None, KNOWN)


def test_fields_take_their_widget_from_the_model():
    assert {name: field.widget for name, field in shown().items()} == {
        "title": "text", "text": "long_text", "on": "date", "at": "moment", "site": "url", "size": "choice",
        "tone": "choice", "bodies": "choice", "lines": "text", "copies": "number", "urgent": "yes_no",
        "parts": "sections", "secret": "password", "token": "hidden",
    }  # fmt: skip


def test_fields_know_labels_limits_and_choices():
    fields = shown()
    assert fields["title"].required
    assert fields["title"].max_length == 20
    assert (fields["copies"].minimum, fields["copies"].maximum) == (1, 9)
    assert fields["size"].choices == [("big", "大"), ("small", "小")]
    assert fields["tone"].choices == [("kind", "kind"), ("firm", "firm")]


def test_fields_are_prefilled_with_what_is_known_and_say_from_where():
    fields = shown()
    assert (fields["title"].value, fields["title"].source) == ("市水利局报告", "规则书")
    assert fields["at"].value == "2026-01-22T09:14"
    assert [(part.title, part.value, part.source) for part in fields["parts"].sections] == [
        ("绿色低碳", "用水总量下降", "年度计划"), ("其他", "", ""),
    ]  # fmt: skip


def test_read_returns_what_the_gate_expects():
    values = posted(
        "title=报告&on=2026-01-31&at=2026-01-22T09:30&size=big&bodies=water&bodies=ecology&lines=一%0A%0A二&copies=3"
        "&urgent=true&parts.green=甲&parts.other=&token=y&_reason=补录"
    )
    data = parse(Everything, values)
    assert isinstance(data, Everything)
    assert data.on == date(2026, 1, 31)
    assert data.at is not None
    assert data.at.isoformat() == "2026-01-22T09:30:00+08:00"
    assert data.bodies == ["water", "ecology"]
    assert data.lines == ["一", "二"]
    assert (data.size, data.copies, data.urgent) == (Size.BIG, 3, True)
    assert data.parts == {"green": "甲", "other": ""}


def test_refused_form_keeps_everything_typed_and_puts_problems_beside_fields():
    values = posted("title=一&on=31日&copies=12&text=长文&bodies=water&parts.green=甲&secret=hush")
    with pytest.raises(Refused) as refusal:
        parse(Everything, values)
    fields = shown(posted=values, problems=refusal.value.problems)
    assert fields["on"].value == "31日"
    assert fields["copies"].value == "12"
    assert fields["text"].value == "长文"
    assert fields["bodies"].value == ["water"]
    assert fields["parts"].sections[0].value == "甲"
    assert fields["secret"].value == ""
    assert {name for name, field in fields.items() if field.problem} == {"title", "on", "copies"}


def test_every_field_renders_with_label_and_no_inline_style():
    for field in shown(posted=posted("title=一&urgent=true")).values():
        html = render_to_string("desk/parts/field.html", {"field": field})
        assert f'name="{field.name}' in html
        assert "style=" not in html
        if field.widget != "hidden":
            assert field.label in html


def test_own_fields_of_the_form_never_meet_those_of_an_act():
    with pytest.raises(PydanticUserError):
        type("Bad", (ActData,), {"__annotations__": {"_reason": str}, "_reason": Field(title="原因")})
