"""What the acts of an application for exemption do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole, Secrecy
from ecoduty.casework.matters.opening import add_party, name_person, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.encouragement.tolerance import data, queries, states
from ecoduty.mechanisms.encouragement.tolerance.models import Exemption, Inquiry
from ecoduty.organisation.directory.models import Appointment, Body

ASKED, DECIDES = "exemption_applicant", "exemption_decider"


def apply(attempt: Attempt) -> None:
    """Open the application at whoever decides. One that concerns a referral is known to two persons only.

    Raises Refused `happened_ahead`, `happened_backward`, `unknown_condition`, `unknown_decider`, `own_head_decides`,
    `post_missing` or `nobody_to_name`.
    """
    given: data.ApplyExemption = attempt.data
    day = local_date(attempt.recorded_at)
    applicant = Body.objects.select_related("region").get(key=attempt.actor.body)
    _days(given, day)
    conditions = _known("conditions", given.conditions, queries.conditions(day))
    decider = next((one for one in queries.deciders(applicant, day) if one.key == given.decider), None)
    if decider is None:
        raise wrong("decider", "unknown_decider", "所选单位不能作出认定，请从所列的单位中选。")
    concerned, post_title = _concerned(given, applicant, decider, day)
    secret = given.confidential == "yes"
    matter = open_matter(
        attempt, title=given.event, holder=decider, state=states.APPLIED.code,
        secrecy=Secrecy.RESTRICTED if secret else Secrecy.INTERNAL,
    )  # fmt: skip
    own = Exemption.objects.create(
        matter=matter, applicant=applicant, appointment=concerned, post_title=post_title, text=given.text,
        happened_from=given.happened_from, happened_until=given.happened_until, conditions=conditions,
        applied_by=attempt.actor.title, applied_account=attempt.actor.account,
    )  # fmt: skip
    if secret:
        _let_in(attempt, matter, decider, day)
    elif decider.pk != applicant.pk:
        add_party(matter, applicant, PartyRole.SUPPORTER, attempt.occurred_at)
    if given.file:
        own.file = claim_file(attempt, matter, given.file)
        own.save(update_fields=["file"])


def _days(given: data.ApplyExemption, day: date) -> None:
    if given.happened_until > day:
        raise wrong(
            "happened_until", "happened_ahead", f"{spoken_date(given.happened_until)}还没有到，请核对发生日期。"
        )
    if given.happened_from > given.happened_until:
        raise wrong("happened_from", "happened_backward", "发生日期的起点晚于终点，请核对。")


def _concerned(given: data.ApplyExemption, applicant: Body, decider: Body, day: date) -> tuple[Appointment | None, str]:
    """Whom it concerns: the appointment where the directory knows it, and the post in words."""
    if not given.appointment:
        if not given.post_title.strip():
            raise wrong(
                "post_title", "post_missing", "请从本单位在岗人员中选，或写明职务：只有姓名、没有职务的不受理。"
            )
        return None, given.post_title.strip()
    found = next((one for one in queries.people(applicant, day) if str(one.pk) == given.appointment), None)
    if found is None:
        raise wrong("appointment", "post_missing", "所选的人不在本单位岗位上，请重新选。")
    if decider.pk == applicant.pk and found.post.kind in queries.PRINCIPALS:
        said = f"涉及本单位{found.post.title}，不能由本单位自己认定，请选上一级或有管理权限的单位。"
        raise wrong("decider", "own_head_decides", said)
    return found, f"{applicant.short_name}{found.post.title}"


def _let_in(attempt: Attempt, matter: Matter, decider: Body, day: date) -> None:
    """Who asks and the head of who decides; nobody else learns that there is such an application."""
    head = queries.head_of(decider, day)
    if head is None or attempt.actor.person is None:
        said = f"{decider.short_name}在名录里还没有主要负责人，涉及问责移交的申请没有人可以接；请先在机构名录里补上。"
        raise wrong("decider", "nobody_to_name", said)
    name_person(matter, attempt.actor.person, ASKED, attempt.occurred_at)
    name_person(matter, head, DECIDES, attempt.occurred_at)


def inquire(attempt: Attempt) -> None:
    """Keep what was looked into."""
    given: data.RecordInquiry = attempt.data
    own: Exemption = attempt.subject.exemption
    file = claim_file(attempt, attempt.subject, given.file) if given.file else None
    Inquiry.objects.create(
        exemption=own, text=given.text, heard=given.heard == "yes", file=file, by=attempt.actor.title,
        at=attempt.recorded_at,
    )  # fmt: skip


def decide(attempt: Attempt) -> None:
    """Keep what was found. Raises Refused `unknown_condition`, `nothing_met`, `excluded` or `decided_ahead`."""
    given: data.DecideExemption = attempt.data
    own: Exemption = attempt.subject.exemption
    day = local_date(attempt.recorded_at)
    met = _known("met", given.met, queries.conditions(day))
    excluded = _known("exclusions", given.exclusions, queries.exclusions(day))
    if given.outcome != states.Outcome.NOT_GRANTED.value and not met:
        raise wrong("met", "nothing_met", "认定容错免责或者从轻减轻的，至少要有一项查实符合的情形。")
    if given.outcome == states.Outcome.GRANTED.value and excluded:
        raise wrong("exclusions", "excluded", "勾了不得容错的情形，就不能认定予以容错免责；请改结论或者核对情形。")
    own.decided_on = given.decided_on if isinstance(given, data.RegisterDecision) else local_date(attempt.occurred_at)
    if own.decided_on > day:
        raise wrong("decided_on", "decided_ahead", f"{spoken_date(own.decided_on)}还没有到，请核对认定日期。")
    own.reviewed = own.reviewed or attempt.act.code == "decide_review"
    own.decision_number = given.decision_number if isinstance(given, data.RegisterDecision) else own.decision_number
    own.outcome, own.met, own.exclusions = given.outcome, met, excluded
    own.reason, own.basis = given.reason, given.basis
    if given.file:
        own.file = claim_file(attempt, attempt.subject, given.file)
    own.save()
    attempt.record(outcome=own.outcome)
    _tell_applicant(attempt, own)


def _tell_applicant(attempt: Attempt, own: Exemption) -> None:
    if attempt.subject.secrecy != Secrecy.RESTRICTED and own.applicant_id not in attempt.actor.bodies:
        label = states.Outcome(own.outcome).label
        telling.tell_body(attempt, own.applicant_id, f"容错免责认定：{label}", attempt.subject.title)


def _known(field: str, given: Iterable[str], offered: Mapping[str, str]) -> list[str]:
    chosen = list(dict.fromkeys(given))
    if any(code not in offered for code in chosen):
        raise wrong(field, "unknown_condition", "没有所选的情形，请从所列的情形中选。")
    return chosen


__all__ = ["ASKED", "DECIDES", "apply", "decide", "inquire"]
