"""What the acts of a commendation do up to the notice (clause 16.3). Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date
from functools import partial

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused, refusal
from ecoduty.mechanisms.encouragement.commendation import data, queries, standing
from ecoduty.mechanisms.encouragement.commendation.models import Commendation
from ecoduty.mechanisms.encouragement.commendation.states import NOMINATED
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body, Person

CLAUSES = ("16.3",)

wrong = partial(refusal.wrong, clause="16.3")


def nominate(attempt: Attempt) -> None:
    """Open the matter at the committee office that reviews.

    Raises Refused `no_body`, `unknown_award`, `nominee_unknown`, `person_missing`, `person_not_asked`, `post_missing`,
    `nominated_already` or `nobody_reviews`.
    """
    given: data.Nominate = attempt.data
    on = local_date(attempt.recorded_at)
    proposer = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if proposer is None:
        raise Refused("no_body", "您不在任何机构任职，不能推荐。", status=403)
    award = queries.awards(on).get(given.award)
    if award is None:
        raise wrong("award", "unknown_award", "没有这个表彰项目，请从所列的项目中选。")
    body = next((one for one in queries.nominees(proposer, on) if one.key == given.body), None)
    if body is None:
        raise wrong("body", "nominee_unknown", "所选的单位不在可以推荐之列，请从所列的单位中选。")
    _person_said(given, on)
    office = queries.reviewing(proposer, body, on)
    if office is None:
        raise wrong("body", "nobody_reviews", f"{body.short_name}由上级直接表彰，平台上没有可以审核的单位。")
    _not_twice(given, body)
    own = Commendation(
        award=given.award, year=given.year, body=body, person=_person(given, body, on), person_name=given.person,
        post_title=given.post if given.person else "", deeds=given.deeds, again=given.again, proposer=proposer,
        proposed_account=attempt.actor.account,
    )  # fmt: skip
    matter = open_matter(
        attempt, title=f"{given.year}年度{award}：{own.whom}"[:300], holder=office, state=NOMINATED.code
    )  # fmt: skip
    own.matter = matter
    own.save(force_insert=True)
    matter.commendation = own
    if proposer.pk != office.pk:
        add_party(matter, proposer, PartyRole.SUPERVISOR, attempt.occurred_at)
    telling.tell_holder(attempt, f"表彰推荐待审核：{matter.title}", f"{attempt.actor.title}推荐。")


def amend(attempt: Attempt) -> None:
    """What was sent back, completed."""
    own = own_of(attempt)
    own.deeds = attempt.data.deeds
    own.save(update_fields=["deeds"])
    telling.tell_holder(attempt, f"表彰推荐已补充：{attempt.subject.title}", f"{attempt.actor.title}补充后再送。")


def tell_proposer(attempt: Attempt) -> None:
    """Sent back or declined: the proposer reads why."""
    own = own_of(attempt)
    said = f"{attempt.act.label}：{attempt.data.note}"[:500]
    if own.proposer_id != attempt.subject.holder_id:
        telling.tell_body(attempt, own.proposer_id, f"{attempt.act.label}：{attempt.subject.title}", said)


def pass_review(attempt: Attempt) -> None:
    """It can go before the public. Raises Refused `adverse_not_seen` where something speaks against it that nobody looked at."""
    given: data.PassReview = attempt.data
    own = own_of(attempt)
    found = standing.against(own.body, attempt.actor, attempt.recorded_at)
    if found is not None and found.any and not given.adverse_seen:
        raise wrong(
            "adverse_seen", "adverse_not_seen", f"{own.body.short_name}有逾期或未整改等情况，请看过之后勾选，再审核。"
        )
    own.opinion, own.reviewed_by = given.opinion, attempt.actor.title
    own.save(update_fields=["opinion", "reviewed_by"])
    if found is not None:
        attempt.record(adverse={one.figure.key: one.value for one in found.readings}, missed=found.missed.count())


def _person_said(given: data.Nominate, on: date) -> None:
    if queries.for_people(given.award, on):
        if not given.person:
            raise wrong("person", "person_missing", "这个项目表彰个人，请填姓名和岗位。")
        if not given.post:
            raise wrong("post", "post_missing", "推荐个人须写明岗位：只有姓名，分不清是谁，也查不到任职。")
    elif given.person or given.post:
        raise wrong("person", "person_not_asked", "这个项目表彰单位，不填姓名和岗位；推荐个人请换一个项目。")


def _person(given: data.Nominate, body: Body, on: date) -> Person | None:
    """Whom the directory has under that name in that body; None where it has nobody, or namesakes."""
    if not given.person:
        return None
    rows = Appointment.objects.filter(holding(on), post__body=body, person__name=given.person).select_related(
        "person", "post"
    )
    found = [one for one in rows if one.post.title == given.post] or list(rows)
    return found[0].person if len({one.person_id for one in found}) == 1 else None


def _not_twice(given: data.Nominate, body: Body) -> None:
    there = queries.before(given.award, given.year, body, given.person)
    if there is not None and not given.again.strip():
        whom = there.whom
        raise wrong(
            "again", "nominated_already",
            f"{whom}{given.year}年度已经推荐过（{there.matter.number}）。确需再次推荐的，写明理由。",
        )  # fmt: skip


def own_of(attempt: Attempt) -> Commendation:
    """The commendation acted on."""
    matter: Matter = attempt.subject
    own: Commendation = matter.commendation
    return own
