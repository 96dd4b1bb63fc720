"""How lists begin: by a department, by a lead determination, as a sample; and the day from which the two months run."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities import effect, inheriting, rows, states
from ecoduty.mechanisms.responsibilities.data import LoadSample, Open, RegisterProvincial, TakeDetermination
from ecoduty.mechanisms.responsibilities.entries import Known, body_named, understand
from ecoduty.mechanisms.responsibilities.models import Provincial, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import ListKind, OpenReason
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

DEFAULT_START = "responsibility-list.default-start"


def open_list(attempt: Attempt) -> None:
    """Begin the list of a body, or its revision with the rows of the version in force (clauses 4.1, 4.5).

    Raises Refused `list_of_another`, `list_open_already`, `unknown_body`, `body_dissolved`, `provincial_day_missing`,
    `provincial_in_future`, `other_reason_says_why`.
    """
    data: Open = attempt.data
    on = local_date(attempt.occurred_at)
    body = _whose(attempt, data.body, on)
    if data.reason == OpenReason.PROVINCIAL and data.published_on is None:
        raise Refused("provincial_day_missing", "请填写省级对口部门公布清单的日期，两个月期限自这天起算。", status=422)
    if data.reason in {OpenReason.OTHER, OpenReason.LAW} and not data.note:
        raise Refused("other_reason_says_why", "请在“说明”里写明修订的起因。", status=422)
    version = begin(attempt, body, ListKind.SPECIFIC, data.reason, states.COLLECTING.code)
    if data.published_on is not None:
        register(attempt, version, data.published_on, data.published_by, "", data.url)
    elif data.reason == OpenReason.FIRST:
        _default_start(attempt, version)


def register_provincial(attempt: Attempt) -> None:
    """The provincial counterpart published or revised its list: the clocks run from that day (clauses 4.5, 4.7)."""
    data: RegisterProvincial = attempt.data
    version = list_of(attempt)
    register(attempt, version, data.published_on, data.published_by, data.title, data.url)


def open_for_decision(attempt: Attempt) -> None:
    """A lead determination finds no revision in work: one begins with its rows (article 5)."""
    data: TakeDetermination = attempt.data
    body = Body.objects.get(pk=data.body)
    begin(attempt, body, ListKind.SPECIFIC, OpenReason.DETERMINATION, states.DRAFTING.code)
    take_determination(attempt)


def take_determination(attempt: Attempt) -> None:
    """Add the rows of a lead determination; a revision that was further on goes back to drafting with them."""
    data: TakeDetermination = attempt.data
    version = list_of(attempt)
    entries = [entry.model_copy(update={"decision": data.decision}) for entry in data.rows]
    written = understand(entries, version.body, Known.on_day(local_date(attempt.recorded_at)))
    version.revision += 1
    version.save(update_fields=["revision"])
    rows.write(version, written, rows.last_place(version))
    origin = Matter.objects.filter(pk=data.decision).values_list("number", flat=True).first() or ""
    attempt.record(rows=len(written), decision=origin, names=[row.name for row in written])


def with_decision(body: int, decision: int) -> Matter | None:
    """The list of a body, in work before in force, in which a row of this decision stands already."""
    found = ResponsibilityList.objects.filter(
        body=body, list_kind=ListKind.SPECIFIC, until=None, rows__decision=decision
    )
    real = found.filter(Q(preparing=True) | Q(in_force__isnull=False)).select_related("matter").order_by("-preparing")
    version = real.first()
    return version.matter if version is not None else None


def load_sample(attempt: Attempt) -> None:
    """A list of samples in force at once, for trying the platform out. Raises Refused `sample_beside_real`."""
    data: LoadSample = attempt.data
    on = local_date(attempt.occurred_at)
    body = body_named(data.body, on)
    if ResponsibilityList.objects.filter(body=body, list_kind=ListKind.SPECIFIC, edition__gt=0, until=None).exists():
        raise Refused("sample_beside_real", f"{body.short_name}已有公布的清单，不再载入示例。")
    version = begin(attempt, body, ListKind.SPECIFIC, OpenReason.FIRST, states.EFFECTIVE.code, sample=True)
    rows.write(version, understand(data.rows, body, Known.on_day(on)))
    rows.number(version, on)
    effect.take_effect(attempt, version, data.in_force or on, published_on=data.in_force or on)
    attempt.record(rows=len(data.rows))


def begin(
    attempt: Attempt, body: Body, kind: ListKind, reason: str, state: str, *, sample: bool = False
) -> ResponsibilityList:
    """Open the matter and the list with the rows of the version in force and of those that the body answers for. Raises Refused `list_open_already`."""
    _one_at_a_time(body, kind)
    on = local_date(attempt.occurred_at)
    before = None if sample else effect.latest(body, kind)
    what = "生态环境保护具体事项清单" if kind == ListKind.SPECIFIC else "生态环境保护责任清单"
    whose = body.short_name if kind == ListKind.SPECIFIC else _area(body)
    stage = "示例" if sample else "修订" if before is not None else "编制"
    matter = open_matter(attempt, title=f"{whose}{what}（{stage}）", holder=body, state=state)
    version = ResponsibilityList.objects.create(
        matter=matter, list_kind=kind, body=body, based_on=before, reason=reason, sample=sample, revision=1
    )
    matter.responsibility_list = version
    if copied := inheriting.begins_with(version):
        attempt.record(copied=copied, based_on=before.edition if before else 0)
    attempt.record(reason=str(OpenReason(reason).label), on=on.isoformat())
    return version


def register(
    attempt: Attempt, version: ResponsibilityList, day: date, by: str = "", title: str = "", url: str = "",
) -> None:  # fmt: skip
    """Note the day and let the clocks run from it. Raises Refused `provincial_in_future`, `provincial_known`."""
    today = local_date(attempt.recorded_at)
    if day > today:
        raise Refused("provincial_in_future", f"省级公布日期{spoken_date(day)}还没有到，不能登记将来的事。", status=422)
    if version.provincial.filter(published_on=day).exists():
        raise Refused("provincial_known", f"{spoken_date(day)}的省级公布已经登记过，期限已在计算。", status=422)
    names = by or "、".join(one.short_name for one in queries.counterparts(version.body, day)) or "省级对口部门"
    _note(attempt, version, day, published_by=names[:120], title=title, url=url)


def _default_start(attempt: Attempt, version: ResponsibilityList) -> None:
    """A body without a provincial counterpart has the rulebook's own day, shown as such."""
    book, today = rulebooks.current(), local_date(attempt.recorded_at)
    if queries.counterparts(version.body, today) or DEFAULT_START not in book.values:
        return
    _note(attempt, version, date.fromisoformat(str(book.value(DEFAULT_START, on=today))), by_default=True)


def _note(attempt: Attempt, version: ResponsibilityList, day: date, **more: object) -> None:
    Provincial.objects.create(
        in_list=version, published_on=day, recorded_by=attempt.actor.title, recorded_at=attempt.recorded_at, **more
    )
    attempt.record(clock_from=day.isoformat(), by_default=bool(more.get("by_default")))


def list_of(attempt: Attempt) -> ResponsibilityList:
    """The list of the matter in hand."""
    version: ResponsibilityList = attempt.subject.responsibility_list
    return version


def _whose(attempt: Attempt, name: str, on: date) -> Body:
    """The body whose list it is: the actor's own, or one named by the city's committee office."""
    actor = attempt.actor
    own = Body.objects.filter(pk=actor.body_id or 0).first()
    body = body_named(name, on) if name else own
    if body is None:
        raise Refused("list_of_another", "请写明是哪个单位的清单。", status=422)
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    if body.pk not in actor.bodies and not office:
        raise Refused(
            "list_of_another",
            f"您在{own.short_name if own else '外单位'}任职，不能为{body.short_name}立项。",
            status=422,
        )
    if body.pk == actor.body_id and office:
        raise Refused("list_of_another", "请写明是哪个单位的清单：环委办自己没有具体事项清单。", status=422)
    return body


def _one_at_a_time(body: Body, kind: ListKind) -> None:
    """Of two who begin at once the second is told. Raises Refused `list_open_already`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM directory_body WHERE id = %s FOR UPDATE", [body.pk])
    known = (
        ResponsibilityList.objects.filter(body=body, list_kind=kind, preparing=True).select_related("matter").first()
    )
    if known is not None:
        raise Refused(
            "list_open_already", f"{body.short_name}已有一份清单在办（{known.matter.number}），请接着办，不另立项。"
        )


def _area(body: Body) -> str:
    region = body.region
    return region.name if region is not None and body.level == Level.DISTRICT else rulebooks.current().city.name


__all__ = [
    "begin", "list_of", "load_sample", "open_for_decision", "open_list", "register", "register_provincial",
    "take_determination", "with_decision",
]  # fmt: skip
