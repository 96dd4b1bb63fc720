"""What lists add to the generic pages: their rows, who was asked, what is known before anybody types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ecoduty.casework.legal_basis.queries import library
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.queries import taken_down
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities import consulting, deciding, queries, rows
from ecoduty.mechanisms.responsibilities.data import ConfirmReplacement, EditRow, RemoveRow, RowData
from ecoduty.mechanisms.responsibilities.entries import FIELDS, WAYS, bases_text
from ecoduty.mechanisms.responsibilities.flow import CONSOLIDATED, SPECIFIC
from ecoduty.mechanisms.responsibilities.models import Basis, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import SupportRole
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.queries import bodies

_SHOWN = 30  # rows on the matter's page; all of them stand on the list's own


def _list(matter: Matter) -> ResponsibilityList:
    return ResponsibilityList.objects.select_related("body", "based_on").get(pk=matter.pk)


def _rows(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    version = _list(matter)
    found = version.rows.select_related("lead").prefetch_related("bases").order_by("order", "pk")
    shown = list(found[:_SHOWN])
    return {
        "version": version,
        "rows": shown,
        "taken_down": taken_down({row.decision_id for row in shown if row.decision_id}),
        "total": version.rows.count(),
        "public_id": matter.public_id,
        "provincial": list(version.provincial.all()),
        "approvals": list(version.approvals.select_related("file")),
    }


def _row_count(matter: Matter) -> int:
    return _list(matter).rows.count()


def _opinions(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    standing = list(consulting.standing(_list(matter)).values())
    return {
        "opinions": [
            {
                "body": one.body.short_name, "answer": one.get_answer_display(), "code": one.answer, "text": one.text,
                "why": one.why, "round": one.round, "by": one.answered_by,
                "when": words.day(one.answered_at, today()) if one.answered_at else "",
                "due": words.day(one.due_on, today()) if one.due_on else "",
                "late": one.answer == "asked" and one.due_on is not None and one.due_on < today(),
            }
            for one in standing
        ],
        "silent": sum(one.answer == "asked" for one in standing),
        "objecting": sum(one.answer == "objection" for one in standing),
    }  # fmt: skip


def _opinion_count(matter: Matter) -> int:
    return _list(matter).opinions.values("body").distinct().count()


def _facts(matter: Matter) -> list[Fact]:
    version = _list(matter)
    found = []
    if version.edition:
        found.append(Fact("", f"第{version.edition}版"))
    if version.in_force:
        until = f"，至{words.day(version.until, today())}止" if version.until else ""
        found.append(Fact("施行", f"{words.day(version.in_force, today())}{until}"))
    if version.sample:
        found.append(Fact("", "示例，以部门公开清单为准"))
    if version.filing_state:
        number = f" {version.filing_number}" if version.filing_number else ""
        found.append(Fact("备案", f"{version.get_filing_state_display()}{number}"))
    for one in version.provincial.all():
        label = "本地默认起算" if one.by_default else "省级公布"
        found.append(Fact(label, words.day(one.published_on, today())))
    given = deciding.approvals(version).values()
    return [*found, *(Fact("审定", str(one)) for one in given)]


def _choices(value: str) -> Choices:
    return list(rulebooks.current().pairs(value, on=today()))


def _beside(own: Body) -> Choices:
    """Whom a row of this body may name: its own level, and for a district its own area and the city's."""
    found = bodies(on=today()).exclude(pk=own.pk)
    if own.level == "city":
        found = found.filter(level="city")
    else:
        found = found.filter(level="city") | found.filter(region=own.region_id)
    return [(body.key, body.short_name) for body in found.order_by("order", "key")]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if subject is None:
        return Prefill()
    choices: dict[str, Choices] = {}
    version = _list(subject)
    if issubclass(act.data, RowData):
        beside = _beside(version.body)
        choices = {"field": _choices(FIELDS), "ways": _choices(WAYS)}
        choices |= dict.fromkeys(("lead", "jointly", "supporters"), beside)
    elif act.data is RemoveRow:
        choices = {"row": [(str(row.key), row.name) for row in version.rows.order_by("order")]}
    elif act.data is ConfirmReplacement:
        failing = Basis.objects.filter(queries.failed(today()), responsibility__in_list=version)
        choices = {
            "basis": [
                (str(one.pk), f"{one.responsibility.name}：{one.text}")
                for one in failing.select_related("responsibility")
            ]
        }
    return Prefill(choices=choices)


def _about(act: Act, subject: Any, said: Mapping[str, str]) -> Mapping[str, Any]:
    """The row that an address names, as it stands, for the form that writes it anew."""
    if act.data is not EditRow or subject is None:
        return {}
    try:
        key = UUID(said.get("row", ""))
    except ValueError:
        return {}
    row = _list(subject).rows.prefetch_related("supports__body", "bases__instrument").filter(key=key).first()
    if row is None:
        return {}
    plain = rows.plain(row, library())
    named = {part: [one.body.key for one in row.supports.all() if one.role == part] for part in SupportRole}
    return {
        **{name: getattr(row, name) for name in _SAME},
        "lead": row.lead.key if row.lead and row.lead_id != row.body_id else "",
        "jointly": named[SupportRole.JOINT],
        "supporters": named[SupportRole.SUPPORTER],
        "bases": bases_text(plain),
        "words": list(row.words),
        "base": row.revision,
    }


_SAME = (
    "name", "description", "field", "role", "unit", "person_a", "person_b", "ways", "level", "enforcement", "cycle",
    "liability", "openness", "openness_reason", "catch_all",
)  # fmt: skip
_TABS = (
    Tab("rows", "事项", "desk/lists/rows.html", _rows, _row_count),
    Tab("opinions", "会签", "desk/lists/opinions.html", _opinions, _opinion_count),
)
_PAGES = (PageLink("清单总览", "desk:lists"),)
_ROW_ACTS = frozenset({"edit_row", "remove_row", "confirm_replacement"})
register(
    SPECIFIC,
    Parts(
        tabs=_TABS,
        facts=_facts,
        prefill=_prefill,
        about=_about,
        pages=_PAGES,
        inline=_ROW_ACTS,
        instead={"replace_rows": "desk:list-import"},
    ),
)
register(CONSOLIDATED, Parts(tabs=_TABS, facts=_facts, prefill=_prefill, pages=_PAGES))
