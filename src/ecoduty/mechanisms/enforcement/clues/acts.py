"""What the receiver of a clue does with it: signs for it, takes it on or gives it back, checks it, reports back (clause 18.2)."""

from __future__ import annotations

from functools import partial

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, receiver_kinds
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.storage import copied
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.clues import data, queries, routes, states
from ecoduty.mechanisms.enforcement.clues.models import Clue, ClueObjection, ClueReport, ClueReturn
from ecoduty.mechanisms.enforcement.clues.sending import past
from ecoduty.mechanisms.enforcement.clues.states import Outcome
from ecoduty.mechanisms.enforcement.clues.telling import RECEIVING, SENDING
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_wrong = partial(wrong, clause="18.2")
_NAME = 120  # characters of who is suspected that fit into the title of a case


def sign_for(attempt: Attempt) -> None:
    """The receiver has it; its time for checking runs from now."""
    own = own_of(attempt)
    own.received_at, own.received_by = attempt.occurred_at, attempt.actor.title
    own.save(update_fields=["received_at", "received_by"])


def accept(attempt: Attempt) -> None:
    """The receiver takes it on."""
    _tell_sender(attempt, "线索已受理", f"{attempt.actor.title}受理，正在核查，结果会回告。")


def give_back(attempt: Attempt) -> None:
    """Back to the sender with where it belongs. Raises Refused `belongs_missing` or `unknown_choice`."""
    given: data.ReturnClue = attempt.data
    own, matter = own_of(attempt), attempt.subject
    to = _body(given.belongs_to, "belongs_to", attempt) if given.belongs_to else None
    if to is None and not given.belongs_elsewhere.strip():
        raise _wrong("belongs_to", "belongs_missing", "退回须写明这条线索应当由谁办：选一个单位，或写明是哪个机关。")
    if to is not None and to.pk == matter.holder_id:
        raise _wrong("belongs_to", "unknown_choice", "应当由本单位办的线索不能退回，请受理。")
    ClueReturn.objects.create(
        clue=own, body=matter.holder, reason=given.reason, belongs_to=to,
        belongs_elsewhere=given.belongs_elsewhere.strip(), given_by=attempt.actor.title, given_at=attempt.occurred_at,
    )  # fmt: skip
    where = to.short_name if to else given.belongs_elsewhere.strip()
    _tell_sender(attempt, "线索被退回", f"{attempt.actor.title}认为应当由{where}办：{given.reason}请改送或了结。")


def conclude(attempt: Attempt) -> None:
    """What checking came to: a case is opened, or not, or it goes to another body, at once where that is on this platform.

    Raises Refused `passed_on_where`, `receiver_unfit`, `not_passed_on` or what the receiver of a case or clue raises.
    """
    given: data.ConcludeClue = attempt.data
    own: Clue = own_of(attempt)
    elsewhere = given.elsewhere.strip()
    own.outcome_to = None
    if given.outcome is Outcome.PASSED_ON:
        if not given.to and not elsewhere:
            raise _wrong("to", "passed_on_where", "移送其他单位的，请选移送给谁，或写明已函告哪个机关。")
        own.outcome_to = _receiver(given.to, attempt) if given.to else None
    elif given.to or elsewhere:
        raise _wrong("to", "not_passed_on", "只有移送其他单位的才填移送给谁，请清空或改选核查结论。")
    own.outcome, own.outcome_reason, own.outcome_elsewhere = given.outcome, given.reason, elsewhere
    own.concluded_at = attempt.occurred_at
    own.save(update_fields=["outcome", "outcome_reason", "outcome_to", "outcome_elsewhere", "concluded_at"])
    if own.outcome_to is not None:
        hand_off(queries.KIND, attempt, _passed_on(attempt, own))
    if given.outcome is Outcome.FILED and queries.CASE in receiver_kinds():
        _file_case(attempt, own)


def _file_case(attempt: Attempt, own: Clue) -> None:
    """A case of the holder begins with what the clue says and with its pieces; here it is only said that there is one."""
    matter: Matter = attempt.subject
    case = hand_off(queries.CASE, attempt, {
        "title": _case_title(own), "found_on": local_date(own.received_at or attempt.occurred_at).isoformat(), "source": queries.KIND,
        "group": routes.group_of(own.conduct, local_date(attempt.recorded_at)), "about": matter.number, "place": own.place,
        "facts": own.text,
    })  # fmt: skip
    for piece in queries.evidence(matter):
        Piece.objects.create(
            matter=case, code=queries.OTHER_PAPER, title=piece.name, file=copied(piece.file, owner=case.stream),
            added_at=attempt.recorded_at,
        )  # fmt: skip


def _case_title(own: Clue) -> str:
    """What the case is called: who is suspected, or where it was, and of what; no longer a clue."""
    power = rulebooks.current().powers.get(own.conduct)
    conduct = power.label if power is not None and (power.to or power.vertical) else "违法"
    return f"{(own.suspect or own.place)[:_NAME]}涉嫌{conduct}案"


def _passed_on(attempt: Attempt, own: Clue) -> dict[str, object]:
    given: data.ConcludeClue = attempt.data
    return {
        "former": own.pk, "conduct": own.conduct, "text": own.text, "place": own.place,
        "district": own.district.key if own.district else "", "seen_on": own.seen_on, "suspect": own.suspect,
        "to": given.to, "reason": given.reason[:500],
    }  # fmt: skip


def report_back(attempt: Attempt) -> None:
    """The sender is told, and may object once."""
    given: data.ReportBack = attempt.data
    ClueReport.objects.create(
        clue=own_of(attempt), text=given.text, file=_file(attempt, given.file),
        given_by=attempt.actor.title, given_at=attempt.occurred_at,
    )  # fmt: skip
    _tell_sender(attempt, "线索核查结果", f"{attempt.actor.title}回告：{given.text[:200]}")


def object_to(attempt: Attempt) -> None:
    """Keep what the sender holds against it, and tell the heads of the receiver."""
    given: data.ObjectToReport = attempt.data
    ClueObjection.objects.create(
        clue=own_of(attempt), text=given.text, file=_file(attempt, given.file),
        given_by=attempt.actor.title, given_at=attempt.occurred_at,
    )  # fmt: skip
    title = f"对线索核查结果有不同意见：{attempt.subject.title}"
    text = f"{attempt.actor.title}提出，请负责人看过依据，决定维持还是重新核查。"
    telling.tell_holder(attempt, title, text, ("deputy", "principal", *RECEIVING))


def answer_objection(attempt: Attempt) -> None:
    """Upheld, or checked anew from here on."""
    given: data.AnswerClueObjection = attempt.data
    own, again = own_of(attempt), attempt.data.again == "yes"
    objection = own.objection
    objection.answer, objection.again = given.text, again
    objection.answered_by, objection.answered_at = attempt.actor.title, attempt.occurred_at
    objection.save(update_fields=["answer", "again", "answered_by", "answered_at"])
    if again:
        attempt.lead_to(states.ACCEPTED.code)
    what = "决定重新核查" if again else "维持原来的结论"
    _tell_sender(attempt, "不同意见的答复", f"{attempt.actor.title}{what}：{given.text[:200]}")


def withdraw(attempt: Attempt) -> None:
    """The receiver learns that nothing is asked any more."""
    text = f"{attempt.actor.title}撤回：{attempt.data.note}"
    telling.tell_holder(attempt, f"线索已撤回：{attempt.subject.title}", text, RECEIVING)


def record_reply(attempt: Attempt) -> None:
    """What a body outside the city answered to the letter. Raises Refused `day_in_future` or `reply_too_early`."""
    given: data.LetterReply = attempt.data
    own = own_of(attempt)
    past(attempt, "replied_on", given.replied_on)
    if own.letter_on is not None and given.replied_on < own.letter_on:
        raise _wrong(
            "replied_on", "reply_too_early", f"回复日期早于发函的{spoken_date(own.letter_on)}，次序不对，请核对。"
        )
    ClueReport.objects.create(
        clue=own, text=given.text, file=_file(attempt, given.file),
        given_by=f"{own.addressee}（由{attempt.actor.title}登记）", given_at=attempt.occurred_at,
    )  # fmt: skip


def own_of(attempt: Attempt) -> Clue:
    """The clue of the matter acted on."""
    matter: Matter = attempt.subject
    own: Clue = matter.clue
    return own


def _receiver(key: str, attempt: Attempt) -> Body:
    found = routes.may_receive(key, attempt.subject.holder, local_date(attempt.recorded_at))
    if found is None:
        raise _wrong("to", "receiver_unfit", "只能转送给有自己执法队伍的其他单位，请从所列的单位中选。")
    return found


def _body(key: str, field: str, attempt: Attempt) -> Body:
    found = directory.bodies(on=local_date(attempt.recorded_at)).filter(key=key).first()
    if found is None:
        raise _wrong(field, "unknown_choice", "请从所列的单位中选，或写在下一栏。")
    return found


def _tell_sender(attempt: Attempt, what: str, text: str) -> None:
    telling.tell_body(attempt, own_of(attempt).sender_id, f"{what}：{attempt.subject.title}", text, SENDING)


def _file(attempt: Attempt, public_id: str) -> StoredFile | None:
    return claim_file(attempt, attempt.subject, public_id) if public_id else None


__all__ = [
    "accept", "answer_objection", "conclude", "give_back", "object_to", "own_of", "record_reply", "report_back",
    "sign_for", "withdraw",
]  # fmt: skip
