"""What the acts of a referral do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.opening import name_person, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.accountability import data, destinations, looking, naming, queries, states
from ecoduty.mechanisms.accountability.models import Referral, Row
from ecoduty.mechanisms.accountability.situations import Line, standing_alone
from ecoduty.mechanisms.accountability.states import Exemption
from ecoduty.organisation.directory.models import Body


def register(attempt: Attempt) -> None:
    """Open the referral, known to who registers it and to the second person.

    Raises Refused `not_registering`, `day_in_future`, `unknown_choice` or what `naming.reviewer` raises.
    """
    given: data.RegisterReferral = attempt.data
    if not queries.may_register(attempt.actor):
        raise Refused(
            "not_registering",
            "责任追究移交件由督查检查单位的负责人本人登记，不能由代行职务的人登记。",
            status=403,
            clause="15.2",
        )
    past(attempt, "established_on", given.established_on)
    chosen(attempt, "source", given.source, "sources")
    made_by = Body.objects.select_related("region").get(key=attempt.actor.body)
    person = naming.acting(attempt)
    reviewer = naming.reviewer(attempt, made_by, given.reviewer, person)
    matter = open_matter(
        attempt,
        title=f"责任追究移交件（{spoken_date(local_date(attempt.recorded_at))}登记）",
        holder=made_by,
        state=states.REGISTERED.code,
    )
    matter.referral = Referral.objects.create(
        matter=matter, made_by=made_by, registered_by_id=person, established_on=given.established_on,
        source=given.source, about=given.about,
    )  # fmt: skip
    name_person(matter, person, states.HANDLER, attempt.occurred_at)
    name_person(matter, reviewer, states.REVIEWER, attempt.occurred_at)
    telling.tell_persons(attempt, [reviewer])


def add_row(attempt: Attempt) -> None:
    """A line of fact, duty and consequence. Raises Refused `row_empty` or `unknown_choice`."""
    given: data.AddRow = attempt.data
    if not (given.situation or given.duty or given.consequence):
        raise wrong("situation", "row_empty", "三项都空着：至少先填事实、职责、后果中的一项。")
    if given.situation:
        chosen(attempt, "situation", given.situation, "situations")
    if given.consequence:
        chosen(attempt, "consequence", given.consequence, "consequences")
    Row.objects.create(
        referral=own_of(attempt), situation=given.situation, duty=given.duty, consequence=given.consequence
    )


def take_out_row(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` for what does not stand."""
    changed = (
        own_of(attempt).rows.filter(pk=attempt.data.row, taken_out_at=None).update(taken_out_at=attempt.recorded_at)
    )
    if not changed:
        raise wrong("row", "unknown_choice", "没有这一行，可能已经被取出，请刷新后重选。")


def compare(attempt: Attempt) -> None:
    """Every side has its others and somebody is concerned. Raises Refused `stands_alone` or `nobody_concerned`."""
    own = own_of(attempt)
    alone = standing_alone(
        [Line(row.situation, row.duty, row.consequence) for row in queries.rows(own)], rulebooks.current()
    )
    if alone:
        raise Refused("stands_alone", f"事实、职责、后果须逐一对应：{'；'.join(alone)}。", status=422, clause="15.5")
    if not queries.concerned(own):
        raise Refused(
            "nobody_concerned", "还没有登记涉及人员（职务、单位、职级），不能比对。", status=422, clause="15.2"
        )


def weigh_exemption(attempt: Attempt) -> None:
    """What looking at due diligence came to; the findings that were looked at are kept by number. Raises Refused `basis_missing`."""
    given: data.WeighExemption = attempt.data
    own = own_of(attempt)
    found = looking.exemptions(own, attempt.actor)
    granted = "、".join(one.number for one in found if one.outcome == looking.GRANTED)
    if granted and given.finding in {Exemption.NONE, Exemption.NOT_MET} and not given.basis:
        raise wrong(
            "basis",
            "basis_missing",
            f"已有予以容错免责的认定（{granted}）：仍要移交的，请写明理由和依据。",
            clause="17.2",
        )
    if given.finding is not Exemption.NONE and not given.basis:
        raise wrong("basis", "basis_missing", "请写明认定依据：认定文书的文号和日期。")
    own.exemption, own.exemption_basis = given.finding, given.basis
    own.looked_at = [one.number for one in found]
    own.save(update_fields=["exemption", "exemption_basis", "looked_at"])
    attempt.record(looked_at=own.looked_at)


def set_destination(attempt: Attempt) -> None:
    """To whom it goes: what the table of cadre management proposes, or another one with a reason.

    Raises Refused `unknown_choice`, `own_superior` or `reason_missing`.
    """
    given: data.SetDestination = attempt.data
    found = next((one for one in queries.destinations(_day(attempt)) if one.key == given.destination), None)
    if found is None:
        raise wrong("destination", "unknown_choice", "没有所选的移交对象，请从所列的机关中选。")
    own = own_of(attempt)
    if found.pk in destinations.superiors(own.made_by, _day(attempt)):
        raise wrong(
            "destination", "own_superior",
            f"{found.short_name}是{own.made_by.short_name}自己的上级，不能由本单位直接移交，请选上一级机关。", clause="15.2",
        )  # fmt: skip
    proposed = looking.proposals(own, _day(attempt))
    if not given.reason and not all(found in one.bodies for one in proposed):
        says = "；".join(dict.fromkeys(one.says for one in proposed if one.says))
        raise wrong(
            "reason", "reason_missing",
            f"按干部管理权限推出的不是{found.short_name}，请写明理由。{says}", clause="15.2",
        )  # fmt: skip
    own.destination, own.destination_reason = found, given.reason
    own.save(update_fields=["destination", "destination_reason"])


def review(attempt: Attempt) -> None:
    """The second person has held everything against each other. Raises Refused `same_person` or `not_all_checked`."""
    given: data.ReviewReferral = attempt.data
    own = own_of(attempt)
    naming.not_who_registered(attempt, own)
    if not (given.corresponds and given.weighed and given.destination_right):
        raise Refused("not_all_checked", "三项核对须逐项勾齐；有一项不符的，请退回。", status=422, clause="15.5")
    own.reviewed_by_id, own.reviewed_at = naming.acting(attempt), attempt.occurred_at
    own.save(update_fields=["reviewed_by", "reviewed_at"])


def send_back(attempt: Attempt) -> None:
    """Everything is compared, weighed and reviewed anew. Raises Refused `same_person`."""
    own = own_of(attempt)
    naming.not_who_registered(attempt, own)
    own.exemption, own.exemption_basis, own.reviewed_by, own.reviewed_at = "", "", None, None
    own.save(update_fields=["exemption", "exemption_basis", "reviewed_by", "reviewed_at"])


def refer(attempt: Attempt) -> None:
    """It goes, with the inventory and its digests in the entry. Raises Refused `not_all_checked`."""
    given: data.Refer = attempt.data
    if not given.checked:
        raise wrong("checked", "not_all_checked", "请先逐件核对清单所列材料的摘要，再勾选。")
    own = own_of(attempt)
    own.letter_number, own.referred_on = given.letter_number, local_date(attempt.occurred_at)
    own.save(update_fields=["letter_number", "referred_on"])
    attempt.record(
        destination=own.destination.key if own.destination else "",
        inventory={str(item.pk): {"sm3": item.sm3, "pages": item.pages} for item in queries.items(own)},
    )


def record_receipt(attempt: Attempt) -> None:
    """The destination has it. Raises Refused `day_in_future` or `before_referral`."""
    given: data.RecordReceipt = attempt.data
    own = own_of(attempt)
    _after_referral(attempt, own, "received_on", given.received_on)
    own.received_on, own.received_by, own.receipt_number = given.received_on, given.received_by, given.receipt_number
    own.save(update_fields=["received_on", "received_by", "receipt_number"])


def record_outcome(attempt: Attempt) -> None:
    """What became of it. Raises Refused `unknown_choice`, `day_in_future` or `before_referral`."""
    given: data.RecordOutcome = attempt.data
    chosen(attempt, "outcome", given.outcome, "outcomes")
    own = own_of(attempt)
    _after_referral(attempt, own, "outcome_on", given.outcome_on)
    own.outcome, own.outcome_on, own.outcome_number = given.outcome, given.outcome_on, given.outcome_number
    own.save(update_fields=["outcome", "outcome_on", "outcome_number"])


def decide_not(attempt: Attempt) -> None:
    """Not to refer is a decision of the second person's. Raises Refused `unknown_choice` or `same_person`."""
    given: data.DecideNot = attempt.data
    own = own_of(attempt)
    naming.not_who_registered(attempt, own)
    chosen(attempt, "reason", given.reason, "not-referring-reasons")
    own.not_referred_for, own.not_referred_basis = given.reason, given.basis
    own.save(update_fields=["not_referred_for", "not_referred_basis"])


def own_of(attempt: Attempt) -> Referral:
    """The row of the referral acted on."""
    own: Referral = attempt.subject.referral
    return own


def chosen(attempt: Attempt, field: str, code: str, key: str) -> None:
    """Raises Refused `unknown_choice` for a code that the rulebook's list does not have on that day."""
    listed = {"situations": queries.situations, "consequences": queries.consequences}.get(key)
    known = listed(_day(attempt)) if listed else queries.words(key, _day(attempt))
    if code not in known:
        raise wrong(field, "unknown_choice", "没有所选的一项，请从所列的各项中选。")


def past(attempt: Attempt, field: str, day: date) -> None:
    """Raises Refused `day_in_future` for a day that has not come."""
    if day > _day(attempt):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")


def _after_referral(attempt: Attempt, own: Referral, field: str, day: date) -> None:
    past(attempt, field, day)
    if own.referred_on is not None and day < own.referred_on:
        raise wrong(
            field, "before_referral", f"{spoken_date(day)}早于移交之日（{spoken_date(own.referred_on)}），请核对。"
        )


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
