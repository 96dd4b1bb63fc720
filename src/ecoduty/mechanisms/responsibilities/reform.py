"""Bodies are renamed, merged, dissolved: what becomes of their lists, in the transaction of the directory's act.

A list in force goes on: it is answered by whoever goes on, under the name of the day, until that body's next list takes
effect, which begins with its rows. One in work goes to the successor as a matter (casework/succession); its rows join the
successor's own, in one draft, and its clocks run on there. Who was responsible before, stays on record by its days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.publications import lists as shown
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, registry
from ecoduty.mechanisms.responsibilities import effect, inheriting, rows
from ecoduty.mechanisms.responsibilities.data import FollowReform, JoinList
from ecoduty.mechanisms.responsibilities.finding import index
from ecoduty.mechanisms.responsibilities.models import Opinion, Provincial, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import Answer, ListKind
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.succession import ENDING_ACTS

ORDER = 70  # after casework has passed on what is open
ACTOR = Actor.system("机构变动")
KINDS = {ListKind.SPECIFIC: "specific_list", ListKind.CONSOLIDATED: "consolidated_list"}


def on_reform(attempts: Sequence[Attempt]) -> None:
    """Listen to the acts of the directory."""
    for attempt in attempts:
        if attempt.table.kind != "body":
            continue
        body: Body = attempt.subject
        if attempt.act.code == "rename":
            _answered_by(body, body, attempt.data.since, attempt)
        elif attempt.act.code in ENDING_ACTS and body.heir is not None:
            _passed_on(body, body.heir, attempt)


def _answered_by(former: Body, body: Body, since: date, attempt: Attempt) -> None:
    index.answered_by(former, body, since)
    entry = {"since": since.isoformat(), "key": body.key, "name": body.name, "short_name": body.short_name}
    shown.answered_by(former.key, entry, attempt.occurred_at)


def _passed_on(former: Body, heir: Body, attempt: Attempt) -> None:
    _answered_by(former, heir, former.valid_to or local_date(attempt.occurred_at), attempt)
    mine = Opinion.objects.filter(body=former, in_list__body=heir, in_list__preparing=True)
    mine.filter(answer__in=(Answer.ASKED, Answer.OBJECTION)).update(answer=Answer.LAPSED)
    for kind, table in KINDS.items():
        _drafts(former, heir, kind, flow.table(table))


def _drafts(former: Body, heir: Body, kind: ListKind, table: flow.ActTable) -> None:
    """One draft in the end, the successor's own or the one it took over, with the rows of both."""
    drafts = {one.body_id: one for one in ResponsibilityList.objects.filter(
        body__in=(former, heir), list_kind=kind, preparing=True).select_related("matter")}  # fmt: skip
    left, own = drafts.get(former.pk), drafts.get(heir.pk)
    if left is not None and own is not None:
        flow.perform(table, "join_list", left.pk, actor=ACTOR, data=JoinList(into=own.matter.number))
    elif left is not None or (own is not None and inheriting.in_force_of(former, kind)):
        kept = left or own
        assert kept is not None, "one of the two is there"
        flow.perform(table, "follow_reform", kept.pk, actor=ACTOR, data=FollowReform(former=former.pk, heir=heir.pk))
    if left is not None and own is not None:
        data = FollowReform(former=former.pk, heir=heir.pk, joined=left.pk)
        flow.perform(table, "follow_reform", own.pk, actor=ACTOR, data=data)


def follow(attempt: Attempt) -> None:
    """The draft is the successor's; what the dissolved body had in work or in force joins it, by what there was:

    the successor's own draft gets the rows of the other draft, or where there is none those in force; a draft that it took
    over gets those of the successor's own list.
    """
    data: FollowReform = attempt.data
    version: ResponsibilityList = attempt.subject.responsibility_list
    former, heir = Body.objects.get(pk=data.former), Body.objects.get(pk=data.heir)
    sources = _sources(version, former, heir, data.joined)
    version.revision += 1
    if version.body_id != heir.pk:
        version.body, version.based_on = heir, effect.latest(heir, version.list_kind)
    version.save(update_fields=["body", "based_on", "revision"])
    kept = [inheriting.as_own(row, former.pk, heir) for row in rows.read(version)]
    added = inheriting.missing(heir, sources, kept)
    rows.remove_all(version)
    rows.write(version, [*kept, *added])
    if data.joined:
        _provincial(version, data.joined, attempt)
    attempt.record(
        former=former.key, heir=heir.key, rows=len(added),
        note=f"{former.short_name}撤销，其清单事项并入本清单，由{heir.short_name}接着办",
    )  # fmt: skip


def _sources(version: ResponsibilityList, former: Body, heir: Body, joined: int | None) -> Sequence[ResponsibilityList]:
    if version.list_kind != ListKind.SPECIFIC:  # compiled anew from those
        return ()
    if joined:
        return [ResponsibilityList.objects.select_related("body").get(pk=joined)]
    if version.body_id == heir.pk:
        return inheriting.in_force_of(former, version.list_kind)
    own = effect.latest(heir, version.list_kind)
    return [*([own] if own else []), *inheriting.of_former_bodies(heir, version.list_kind, but=former)]


def _provincial(version: ResponsibilityList, joined: int, attempt: Attempt) -> None:
    """The clocks of the draft that was joined run on here, from the same days."""
    known = set(version.provincial.values_list("published_on", flat=True))
    clocks = []
    for one in Provincial.objects.filter(in_list=joined).exclude(published_on__in=known):
        one.pk, one._state.adding, one.in_list = None, True, version  # noqa: SLF001 -- Django's way to copy a row
        one.save(force_insert=True)
        clocks.append(one.published_on.isoformat())
    attempt.record(clocks_from=clocks)


def join(attempt: Attempt) -> None:
    """Nothing more is done with this draft: its rows and clocks go on in the successor's."""
    data: JoinList = attempt.data
    version: ResponsibilityList = attempt.subject.responsibility_list
    version.preparing = False
    version.save(update_fields=["preparing"])
    attempt.record(note=f"单位撤销，事项和期限并入承接单位在办的清单（{data.into}）")


def install() -> None:
    """Register with the gate."""
    registry.before_write("responsibilities-reform", on_reform, ORDER)


__all__ = ["follow", "install", "join", "on_reform"]
