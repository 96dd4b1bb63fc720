"""Who comes to know of a suit when it is registered: the court, the department in it, and where it is a party the procuratorate."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, name_person, open_matter, relate
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.counterparts import seen_by_number
from ecoduty.mechanisms.enforcement.litigation import data, queries, states
from ecoduty.mechanisms.enforcement.litigation.acts import after, wrong
from ecoduty.mechanisms.enforcement.litigation.models import Litigation
from ecoduty.mechanisms.enforcement.relations import COURT, HEAD, LEGAL, LINKAGE, OFFICER, PROCURATORATE
from ecoduty.organisation.directory.models import Body

_PROSECUTED = (queries.CRIMINAL, queries.PUBLIC_INTEREST)
_BY_POST = {"enforcement_officer": OFFICER, "legal_reviewer": LEGAL, "linkage_officer": LINKAGE}


def register(attempt: Attempt) -> None:
    """Open the suit at its court.

    Raises Refused `unknown_choice`, `not_your_court`, `agency_role_missing`, `accepted_on_missing`, `unknown_matter`,
    `not_an_officer`, `nobody_there`, `dated_before`, `day_in_future`.
    """
    given: data.RegisterLitigation = attempt.data
    on = local_date(attempt.recorded_at)
    if given.sort not in queries.words("sorts", on):
        raise wrong("sort", "unknown_choice", "没有所选的诉讼种类，请从所列的各类中选。")
    after(attempt, "submitted_on", given.submitted_on, None, "")
    if given.docket_number or given.accepted_on:
        _accepted(attempt, given)
    body = Body.objects.get(key=attempt.actor.body)
    court, agency = _court(given, body, on), _agency(given, body, on)
    about = seen_by_number(attempt.actor, given.about)
    matter = open_matter(
        attempt,
        title=given.title,
        holder=court,
        state=states.SUBMITTED.code,
    )
    matter.litigation = Litigation.objects.create(
        matter=matter, sort=given.sort, agency=agency, agency_role=given.agency_role if agency else "", cause=given.cause,
        claimed=given.claimed, submitted_on=given.submitted_on, docket_number=given.docket_number, accepted_on=given.accepted_on,
    )  # fmt: skip
    _name(attempt, court, agency, body, on)
    if about is not None:
        relate(attempt, about)
    if given.docket_number:
        attempt.lead_to(states.TRIAL.code)


def _accepted(attempt: Attempt, given: data.RegisterLitigation) -> None:
    if not (given.docket_number and given.accepted_on):
        field = "accepted_on" if given.docket_number else "docket_number"
        raise wrong(field, "accepted_on_missing", "法院已经立案的，案号和立案日期都要填；还没有立案的，两项都不填。")
    after(attempt, "accepted_on", given.accepted_on, given.submitted_on, "起诉日期")


def _court(given: data.RegisterLitigation, body: Body, on: date) -> Body:
    court = next((one for one in queries.courts(on) if one.key == given.court), None)
    if court is None:
        raise wrong("court", "unknown_choice", "没有所选的人民法院，请从所列的法院中选。")
    if body.kind == queries.COURT_KIND and court.pk != body.pk:
        raise wrong("court", "not_your_court", "人民法院登记自己受理的案件，别的法院的案件由该法院登记。")
    return court


def _agency(given: data.RegisterLitigation, body: Body, on: date) -> Body | None:
    """The department in the suit: the one named, or the registering one. Raises Refused `agency_role_missing`, `unknown_choice`."""
    judicial = body.kind in (queries.COURT_KIND, queries.PROCURATORATE_KIND)
    key = given.agency or ("" if judicial else body.key)
    if not key:
        return None
    agency = next((one for one in queries.agencies(on) if one.key == key), None)
    if agency is None:
        raise wrong("agency", "unknown_choice", "没有所选的行政机关，请从所列的单位中选。")
    if not judicial and agency.pk != body.pk:
        raise wrong("agency", "unknown_choice", "行政机关登记自己涉诉的案件，别的单位的案件由该单位或者人民法院登记。")
    if not given.agency_role:
        raise wrong("agency_role", "agency_role_missing", "请选该机关是被告、原告还是第三人。")
    return agency


def _name(attempt: Attempt, court: Body, agency: Body | None, body: Body, on: date) -> None:
    """Everybody who has to do with it, each by his own side. Raises Refused `not_a_party` for a registrar of none."""
    matter: Matter = attempt.subject
    person = circle.acting(attempt)
    for relation in (LINKAGE, HEAD):
        for row in circle.in_posts(court, relation, on):
            name_person(matter, row.person_id, COURT, attempt.occurred_at)
    if agency is not None:
        _name_department(attempt, agency, person if agency.pk == body.pk else None, on)
    prosecutor = body if body.kind == queries.PROCURATORATE_KIND else None
    if prosecutor is None and attempt.data.sort in _PROSECUTED:
        prosecutor = queries.procuratorate(court, on)
    if prosecutor is not None:
        circle.name_side(attempt, prosecutor, PROCURATORATE)
    known = [row.person_id for row in circle.named(matter, on)]
    if person not in known:
        raise Refused("not_a_party", "登记人所在单位和这件诉讼无关，不能登记。", status=403, clause="20.1")
    telling.tell_persons(attempt, [one for one in known if one != person])


def _name_department(attempt: Attempt, agency: Body, registrar: int | None, on: date) -> None:
    """The department's own side: who handles it, who registered it, its heads, legal reviewers and linkage officers."""
    matter: Matter = attempt.subject
    at = attempt.occurred_at
    circle.check_officers(agency, attempt.data.officers, on)
    for one in attempt.data.officers:
        name_person(matter, one, OFFICER, at)
    if registrar is not None:
        name_person(matter, registrar, _BY_POST.get(attempt.actor.post_kind, OFFICER), at)
    for relation in (HEAD, LEGAL, LINKAGE):
        for row in circle.in_posts(agency, relation, on):
            name_person(matter, row.person_id, relation, at)
    add_party(matter, agency, PartyRole.SUPPORTER, at)


__all__ = ["register"]
