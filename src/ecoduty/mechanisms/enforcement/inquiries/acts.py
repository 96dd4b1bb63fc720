"""What the acts of an inquiry do. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.entered_for import entered_for
from ecoduty.mechanisms.enforcement.inquiries import data, queries
from ecoduty.mechanisms.enforcement.inquiries.models import LegalInquiry, LegalInquiryTurn
from ecoduty.mechanisms.enforcement.inquiries.states import ASKED
from ecoduty.organisation.directory.models import Body


def ask(attempt: Attempt) -> None:
    """Put a question to another body. Raises Refused `unknown_body`, `asked_oneself`, `no_side_of_justice`, `not_a_side`,
    `in_future`, and what `entered_for` raises.
    """
    given: data.AskLegalInquiry = attempt.data
    on = local_date(attempt.recorded_at)
    own_body = Body.objects.get(key=attempt.actor.body)
    known = {body.key: body for body in queries.bodies(on)}
    asker, asked = _sides(given, known, own_body, on)
    if given.received_on is not None and given.received_on > on:
        raise wrong("received_on", "in_future", f"{spoken_date(given.received_on)}还没有到，请核对收到日期。")
    matter = open_matter(
        attempt, title=f"关于“{given.subject}”的书面咨询", holder=asked, state=ASKED.code,
    )  # fmt: skip
    add_party(matter, asker, PartyRole.SUPERVISOR, attempt.occurred_at)
    scan = entered_for(attempt, matter, asker, given.scan)
    matter.legal_inquiry = LegalInquiry.objects.create(
        matter=matter, asker=asker, case_number=given.case_number, received_on=given.received_on
    )
    _put(
        attempt,
        matter.legal_inquiry,
        given.question,
        scan,
        claim_file(attempt, matter, given.file) if given.file else None,
    )
    _tell(attempt, asked, f"书面咨询待答复：{matter.title}", f"{asker.short_name}来函咨询。")


def _sides(given: data.AskLegalInquiry, known: dict[str, Body], own_body: Body, on: date) -> tuple[Body, Body]:
    """Who asks and who is asked; the entrant is one of the two."""
    asker, asked = known.get(given.asker or own_body.key), known.get(given.asked)
    if asker is None:
        raise wrong("asker", "unknown_body", "咨询机关不在可以书面咨询的单位之列，请从所列单位中选。")
    if asked is None:
        raise wrong("asked", "unknown_body", "受咨询机关不在可以书面咨询的单位之列，请从所列单位中选。")
    if asker.pk == asked.pk:
        raise wrong("asked", "asked_oneself", "咨询机关和受咨询机关是同一个单位，请改选。")
    if not {asker.kind, asked.kind} & queries.justice_kinds(on):
        raise wrong(
            "asked", "no_side_of_justice", "两法衔接的书面咨询，一方应是公安、检察院或法院；部门之间的请用配合事项。"
        )
    if own_body.pk not in (asker.pk, asked.pk):
        raise wrong("asker", "not_a_side", "只能登记本单位提出的，或写给本单位的咨询。")
    return asker, asked


def answer(attempt: Attempt) -> None:
    """The answer to the question that is open. Raises what `entered_for` raises."""
    given: data.AnswerLegalInquiry = attempt.data
    matter: Matter = attempt.subject
    turn = matter.legal_inquiry.turns.order_by("-order")[0]
    turn.answer_scan = entered_for(attempt, matter, matter.holder, given.scan)
    turn.answer, turn.answer_number, turn.answered_at = given.answer, given.number, attempt.occurred_at
    turn.save(update_fields=["answer", "answer_number", "answer_scan", "answered_at"])
    _tell(
        attempt,
        matter.legal_inquiry.asker,
        f"书面咨询已答复：{matter.title}",
        f"{matter.holder.short_name}已答复，请阅看。",
    )


def follow_up(attempt: Attempt) -> None:
    """One further question. Raises what `entered_for` raises."""
    given: data.FollowUpLegalInquiry = attempt.data
    matter: Matter = attempt.subject
    own: LegalInquiry = matter.legal_inquiry
    scan = entered_for(attempt, matter, own.asker, given.scan)
    _put(attempt, own, given.question, scan, None)
    _tell(attempt, matter.holder, f"书面咨询有追问：{matter.title}", f"{own.asker.short_name}追问，请答复。")


def end(attempt: Attempt) -> None:
    """The question is withdrawn. Raises what `entered_for` raises."""
    matter: Matter = attempt.subject
    entered_for(attempt, matter, matter.legal_inquiry.asker, attempt.data.scan)
    _tell(attempt, matter.holder, f"书面咨询已撤回：{matter.title}", attempt.data.note)


def _put(attempt: Attempt, own: LegalInquiry, question: str, scan: StoredFile | None, file: StoredFile | None) -> None:
    LegalInquiryTurn.objects.create(
        inquiry=own, order=own.turns.count() + 1, question=question, question_file=file, question_scan=scan,
        asked_at=attempt.occurred_at,
    )  # fmt: skip


def _tell(attempt: Attempt, body: Body, title: str, text: str) -> None:
    if body.pk not in attempt.actor.bodies:
        telling.tell_body(attempt, body.pk, title, text, queries.TOLD)
