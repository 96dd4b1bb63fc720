"""What the acts of a lead determination do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, end_party, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.mechanisms.lead_departments import bases, bodies, covering, data, queries, showing
from ecoduty.mechanisms.lead_departments.models import (
    Conferral,
    Determination,
    Outcome,
    OutcomeSupporter,
    Position,
)
from ecoduty.mechanisms.lead_departments.states import RAISED, Stage
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

CITY_CLAUSES = ("5.1", "5.2", "5.3", "5.4", "5.5", "5.6")
DISTRICT_CLAUSES = ("5.1", "5.2", "5.7")


def raise_item(attempt: Attempt) -> None:
    """Open the matter at the ecology bureau of its level; the raiser and, in a district, its committee office take part."""
    given: data.RaiseItem = attempt.data
    on = _day(attempt)
    raiser = Body.objects.select_related("region").get(key=attempt.actor.body)
    level, region = _level(raiser, city=given.city_matter)
    holder = bodies.ecology_body(level, region, on)
    matter = open_matter(
        attempt,
        title=f"牵头部门明确：{given.item}",
        holder=holder,
        state=RAISED.code,
        clauses=DISTRICT_CLAUSES if level == Level.DISTRICT else CITY_CLAUSES,
        origin_note=given.origin_note,
    )
    add_party(matter, raiser, PartyRole.COPY, attempt.occurred_at)
    if level == Level.DISTRICT:
        add_party(matter, bodies.committee_office(level, region, on), PartyRole.SUPERVISOR, attempt.occurred_at)
    own = Determination(matter=matter, raised_by=raiser)
    _write(own, given, matter, on)
    own.save(force_insert=True)
    _ask(attempt, matter, given.concerned)


def _level(raiser: Body, *, city: bool) -> tuple[str, Body | None]:
    if raiser.level == Level.DISTRICT and not city:
        return Level.DISTRICT.value, raiser.region
    return Level.CITY.value, None


def _write(own: Determination, given: data.LeadItem, matter: Matter, on: date) -> None:
    own.item, own.field, own.impact, own.place = given.item, given.field, given.impact, given.place
    own.words = list(dict.fromkeys(given.words))
    own.proposed = bodies.named([given.proposed], matter, on)[0] if given.proposed else None


def supplement(attempt: Attempt) -> None:
    """The raiser writes anew what was sent back."""
    given: data.LeadItem = attempt.data
    own: Determination = attempt.subject.lead_determination
    _write(own, given, attempt.subject, _day(attempt))
    own.save()
    attempt.subject.title = f"牵头部门明确：{given.item}"
    _ask(attempt, attempt.subject, given.concerned)


def send_back(attempt: Attempt) -> None:
    """Count how often it came back."""
    own: Determination = attempt.subject.lead_determination
    own.returned += 1
    own.save(update_fields=["returned"])


def accept(attempt: Attempt) -> None:
    """Check that no lead exists (clause 5.2): rows that resemble the item are kept with the reason why they do not cover it.

    From then on the public sees that the lead is not determined yet. Raises Refused `rows_not_explained` naming them.
    """
    given: data.AcceptItem = attempt.data
    own: Determination = attempt.subject.lead_determination
    found = covering.rows(attempt.subject, _day(attempt))
    real = [row for row in found if not row["sample"]]
    if real and not given.why_not_covered:
        named = "；".join(f"{row['body_name']}“{row['name']}”" for row in real)
        sentence = f"现行清单中有{len(real)}条相近事项：{named}。请写明为何不涵盖此事；已经涵盖的，请按已有牵头部门退回"
        raise Refused(
            "rows_not_explained", f"{sentence}。", status=422, clause="5.2",
            problems=(Problem("why_not_covered", "rows_not_explained", sentence),),
        )  # fmt: skip
    own.considered, own.not_covered = found, given.why_not_covered
    own.save(update_fields=["considered", "not_covered"])
    attempt.record(rows_considered=len(found), lists_asked=covering.answered())
    showing.show(attempt)


def return_covered(attempt: Attempt) -> None:
    """A list in force names a lead already (clause 5.2). Raises Refused `row_unknown` for a row that is in no list in force."""
    given: data.ReturnCovered = attempt.data
    own: Determination = attempt.subject.lead_determination
    row = covering.row(given.responsibility, _day(attempt))
    if row is None:
        raise Refused("row_unknown", "现行清单里没有这一条，请从相近事项中选。", status=422, clause="5.2")
    own.covered_by = row
    own.save(update_fields=["covered_by"])
    attempt.record(covered_by=row["name"], covered_by_body=row["body_name"], covered_by_key=row["key"])


def convene(attempt: Attempt) -> None:
    """Ask the concerned departments for a position in writing (clause 5.3)."""
    given: data.Convene = attempt.data
    matter: Matter = attempt.subject
    wanted = _ask(attempt, matter, given.concerned)
    for body in queries.concerned(matter):
        if body not in wanted:
            end_party(matter, body, PartyRole.SUPPORTER, attempt.occurred_at)
    attempt.record(asked="、".join(body.short_name for body in wanted))


def _ask(attempt: Attempt, matter: Matter, keys: Sequence[str]) -> list[Body]:
    wanted = bodies.named(keys, matter, _day(attempt))
    for body in wanted:
        add_party(matter, body, PartyRole.SUPPORTER, attempt.occurred_at)
    return wanted


def give_position(attempt: Attempt) -> None:
    """Keep what a department wrote. Raises Refused `body_not_asked`, `others_words`, `evidence_missing` or
    `position_basis_invalid`.
    """
    given: data.GivePosition = attempt.data
    matter: Matter = attempt.subject
    actor = attempt.actor
    asked = queries.concerned(matter)
    own = next((body for body in asked if body.pk in actor.bodies), None)
    body = next((body for body in asked if body.key == given.body), None) if given.body else own
    if body is None:
        raise Refused("body_not_asked", "请选所登记的是哪个有关部门的意见。", status=422, clause="5.3")
    if body != own and matter.holder_id not in actor.bodies:
        raise Refused("others_words", "只能写本单位的意见，别的部门的意见由其自己写。", status=403, clause="5.3")
    if body != own and not given.evidence:
        raise Refused(
            "evidence_missing", f"代登记{body.short_name}的意见，须写明复函文号或凭证。", status=422, clause="5.3"
        )
    references = bases.read(given.basis, body, _day(attempt), own=body == own)
    position = Position.objects.create(
        determination=matter.lead_determination,
        body=body,
        stance=given.stance,
        reason=given.reason,
        basis=given.basis,
        evidence=given.evidence,
        file=_file(attempt, given.file),
        given_at=attempt.occurred_at,
        given_by=actor.title,
    )
    bases.keep(position, references)
    attempt.record(position_of=body.short_name)


def record_conferral(attempt: Attempt) -> None:
    """Keep what a meeting came to (clause 5.3). Raises Refused `in_future`."""
    given: data.RecordConferral = attempt.data
    _not_ahead(attempt, given.held_on, "会商日期")
    Conferral.objects.create(
        determination=attempt.subject.lead_determination,
        held_on=given.held_on,
        attendees=given.attendees,
        result=given.result,
        file=_file(attempt, given.file),
        recorded_by=attempt.actor.title,
        recorded_at=attempt.recorded_at,
    )


def record_agreement(attempt: Attempt) -> None:
    """All agree on one lead and its supporters. Raises Refused `not_agreed` naming who did not."""
    given: data.LeadAgreement = attempt.data
    lead, supporters = _named(attempt)
    wrong = queries.objections(attempt.subject, lead, supporters)
    if wrong:
        raise Refused(
            "not_agreed",
            f"还不是协商一致：{'；'.join(wrong)}。意见有变的，请该部门改写书面意见；谈不拢的，请记录分歧。",
            status=422,
            clause="5.3",
        )
    _outcome(attempt, Stage.AGREED, lead, supporters, opinion=given.opinion, on=_day(attempt))


def refer(attempt: Attempt) -> None:
    """Let the staffing office of the level take part, with full sight of the whole record (clause 5.4)."""
    office = bodies.staffing_office(attempt.subject, _day(attempt))
    add_party(attempt.subject, office, PartyRole.MAIN, attempt.occurred_at)
    attempt.record(referred_to=office.short_name)


def propose(attempt: Attempt) -> None:
    """Keep what was proposed after coordination (clauses 5.4, 5.7). Raises Refused `in_future`."""
    given: data.LeadProposal = attempt.data
    _not_ahead(attempt, given.decided_on, "意见日期")
    lead, supporters = _named(attempt)
    _outcome(
        attempt, Stage.PROPOSED, lead, supporters,
        opinion=given.opinion, number=given.number, on=given.decided_on, file=given.file,
    )  # fmt: skip


def record_approval(attempt: Attempt) -> None:
    """Keep the decision of party committee and government, and put aside what the public will read (clauses 5.5, 5.7).

    Raises Refused `in_future` or `approved_before_raising`.
    """
    given: data.LeadApproval = attempt.data
    matter: Matter = attempt.subject
    _not_ahead(attempt, given.decided_on, "审定日期")
    opened = local_date(matter.opened_at)
    if given.decided_on < opened:
        raise Refused(
            "approved_before_raising",
            f"审定日期{spoken_date(given.decided_on)}早于提请日期{spoken_date(opened)}，次序不对。",
            status=422,
            clause="5.5",
        )
    lead, supporters = _named(attempt)
    who = bodies.authority(matter, _day(attempt))
    _outcome(
        attempt, Stage.APPROVED, lead, supporters,
        opinion=given.opinion, number=given.number, on=given.decided_on, file=given.file, authority=who,
    )  # fmt: skip


def _outcome(
    attempt: Attempt,
    stage: Stage,
    lead: Body,
    supporters: Sequence[Body],
    *,
    opinion: str,
    on: date,
    number: str = "",
    file: str = "",
    authority: str = "",
) -> None:
    own: Determination = attempt.subject.lead_determination
    row = Outcome.objects.create(
        determination=own,
        stage=stage,
        lead=lead,
        opinion=opinion,
        authority=authority,
        number=number,
        decided_on=on,
        file=_file(attempt, file),
        recorded_by=attempt.actor.title,
        recorded_at=attempt.recorded_at,
    )
    OutcomeSupporter.objects.bulk_create(OutcomeSupporter(outcome=row, body=body) for body in supporters)
    own.lead = lead
    own.save(update_fields=["lead"])
    attempt.record(lead=lead.short_name, supporters="、".join(body.short_name for body in supporters))


def _named(attempt: Attempt) -> tuple[Body, list[Body]]:
    given: data.NamedLead = attempt.data
    on = _day(attempt)
    lead = bodies.named([given.lead], attempt.subject, on)[0]
    supporters = bodies.named(given.supporters, attempt.subject, on)
    if lead in supporters:
        raise Refused("lead_supports_itself", f"{lead.short_name}已是牵头部门，不能又是配合部门。", status=422)
    return lead, supporters


def _file(attempt: Attempt, public_id: str) -> StoredFile | None:
    return claim_file(attempt, attempt.subject, public_id) if public_id else None


def _not_ahead(attempt: Attempt, day: date, what: str) -> None:
    if day > local_date(attempt.recorded_at):
        raise Refused("in_future", f"{what}{spoken_date(day)}还没有到，不能登记将来的事。", status=422)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
