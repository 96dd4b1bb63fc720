"""A clue is sent: to the body that has the power, or by letter to one outside the city; given back, it is sent on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_over, open_matter, relate
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.storage import copied
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.clues import data, queries, routes, states
from ecoduty.mechanisms.enforcement.clues.models import Clue, ClueEvidence
from ecoduty.mechanisms.enforcement.clues.routes import Route
from ecoduty.mechanisms.enforcement.clues.telling import RECEIVING
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_TITLE = 60  # characters of what was seen that fit into a title
_wrong = partial(wrong, clause="18.2")


@dataclass(frozen=True, slots=True)
class _Sent:
    sender: Body
    receiver: Body
    state: str


def refer(attempt: Attempt) -> None:
    """Open the clue at the body that has the power; the sender follows it (clause 18.2).

    Raises Refused `own_power`, `by_letter`, `receiver_missing`, `receiver_unfit`, `reason_missing` or as `_open`.
    """
    given: data.ReferClue = attempt.data
    sender = _sender(attempt)
    found = _route(sender, given.conduct, _day(attempt))
    if found.own:
        raise _wrong(
            "conduct", "own_power",
            f"{sender.short_name}有自己的执法队伍，这类行为应当自己依法查处，不能转送；不属本单位职权的，请选准行为种类，平台会推出由谁办。",
        )  # fmt: skip
    if found.vertical:
        raise _wrong(
            "conduct", "by_letter",
            f"这类行为由{found.vertical}查处，属上级垂直管理，不在平台上派：请按“函告移交”发函并登记文号。",
        )  # fmt: skip
    receiver = _receiver(given.to, sender, found, _day(attempt))
    if found.to is not None and receiver.pk != found.to.pk and not given.reason.strip():
        raise _wrong("reason", "reason_missing", f"按执法权归属应转给{found.to.short_name}，转给别的单位须写明理由。")
    _open(attempt, _Sent(sender, receiver, states.SENT.code))
    attempt.subject.clue.reason = given.reason.strip()
    attempt.subject.clue.save(update_fields=["reason"])
    _tell_receiver(attempt)


def refer_by_letter(attempt: Attempt) -> None:
    """Keep the clue that went by letter to a body outside the city, with the letter's number; the sender goes on holding it.

    Raises Refused `own_power`, `not_by_letter`, `addressee_missing`, `day_in_future`, `letter_too_early` or as `_open`.
    """
    given: data.ReferClueByLetter = attempt.data
    sender = _sender(attempt)
    found = _route(sender, given.conduct, _day(attempt))
    if found.to is not None:
        raise _wrong(
            "conduct", "not_by_letter", f"这类行为由{found.to.short_name}查处，请按“转送线索”转给它，不用发函。"
        )
    addressee = given.addressee.strip() or found.vertical
    if not addressee:
        raise _wrong("addressee", "addressee_missing", "请写明函告的是哪个机关。")
    past(attempt, "letter_on", given.letter_on)
    if given.letter_on < given.seen_on:
        raise _wrong(
            "letter_on", "letter_too_early",
            f"发函日期早于发现日期{spoken_date(given.seen_on)}，次序不对，请核对。",
        )  # fmt: skip
    _open(attempt, _Sent(sender, sender, states.LETTERED.code))
    clue: Clue = attempt.subject.clue
    clue.addressee, clue.letter_number, clue.letter_on = addressee, given.letter_number.strip(), given.letter_on
    clue.save(update_fields=["addressee", "letter_number", "letter_on"])
    attempt.record(addressee=addressee, letter_number=clue.letter_number)


def pass_on(attempt: Attempt) -> None:
    """The clue of another clue's conclusion: the same facts and pieces at the body to which it belongs.

    Raises Refused `not_found` where the other clue is not in the actor's hands, or as `_open`.
    """
    given: data.PassOnClue = attempt.data
    former = Clue.objects.select_related("matter").filter(pk=given.former).first()
    if former is None or former.matter.holder_id not in attempt.actor.bodies or not former.matter.open:
        raise Refused("not_found", "没有这个办件，或您无权查看。", status=404)
    sender = _sender(attempt)
    receiver = _receiver(given.to, sender, Route(), _day(attempt))
    _open(attempt, _Sent(sender, receiver, states.SENT.code))
    matter: Matter = attempt.subject
    matter.clue.reason = given.reason
    matter.clue.save(update_fields=["reason"])
    for piece in queries.evidence(former.matter):
        keep(attempt, matter.clue, piece.name, copied(piece.file, owner=matter.stream))
    _tell_receiver(attempt)


def resend(attempt: Attempt) -> None:
    """What was given back goes to another body; its clocks begin anew. Raises Refused `receiver_unfit` or `receiver_again`."""
    given: data.ResendClue = attempt.data
    matter: Matter = attempt.subject
    clue: Clue = matter.clue
    receiver = _receiver(given.to, clue.sender, Route(), _day(attempt))
    if receiver.pk in {row.body_id for row in queries.returns(matter)}:
        raise _wrong(
            "to", "receiver_again", f"{receiver.short_name}已经退回过这条线索，请改送别的单位，或按“了结”写明理由。"
        )
    hand_over(matter, receiver, attempt.occurred_at)
    clue.received_at, clue.received_by, clue.reason = None, "", given.note
    clue.save(update_fields=["received_at", "received_by", "reason"])
    attempt.record(receiver=receiver.short_name)
    _tell_receiver(attempt)


def add_evidence(attempt: Attempt) -> None:
    """One more piece, from either side."""
    given: data.AddClueEvidence = attempt.data
    matter: Matter = attempt.subject
    keep(attempt, matter.clue, given.name, claim_file(attempt, matter, given.file))


def keep(attempt: Attempt, clue: Clue, name: str, file: StoredFile) -> None:
    """Put a piece to the clue."""
    ClueEvidence.objects.create(
        clue=clue, name=name, file=file, added_by=attempt.actor.title, added_at=attempt.occurred_at
    )


def past(attempt: Attempt, field: str, day: date) -> None:
    """Raises Refused `day_in_future`."""
    if day > _day(attempt):
        raise _wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，不能登记将来的事。")


def _open(attempt: Attempt, sent: _Sent) -> None:
    """Raises Refused `day_in_future`, `unknown_choice` or `about_unknown`."""
    given: data.ReferClue | data.ReferClueByLetter | data.PassOnClue = attempt.data
    past(attempt, "seen_on", given.seen_on)
    district = _district(given.district, sent.sender)
    about = _about(attempt, given.about)
    text, suspect = given.text.strip(), given.suspect.strip()
    matter = open_matter(
        attempt,
        title=f"{queries.conducts().get(given.conduct, given.conduct)}线索：{suspect or given.place.strip()}"[:_TITLE],
        holder=sent.receiver,
        state=sent.state,
    )
    add_party(matter, sent.sender, PartyRole.SUPERVISOR, attempt.occurred_at)
    matter.clue = Clue.objects.create(
        matter=matter, sender=sent.sender, conduct=given.conduct, text=text, place=given.place.strip(),
        district=district, seen_on=given.seen_on, suspect=suspect, about=about.number if about else "",
    )  # fmt: skip
    if given.file:
        keep(attempt, matter.clue, "转送时所附", claim_file(attempt, matter, given.file))
    if about is not None:
        relate(attempt, about)
    attempt.record(sender=sent.sender.short_name)


def _route(sender: Body, conduct: str, on: date) -> Route:
    if conduct not in queries.conducts():
        raise _wrong("conduct", "unknown_choice", "请从所列的行为种类中选。")
    return routes.Routes(sender, on).of(conduct)


def _receiver(key: str, sender: Body, found: Route, on: date) -> Body:
    if not key:
        if found.to is None:
            raise _wrong("to", "receiver_missing", "平台推不出这类行为由谁查处，请选转送给哪个单位，并写明理由。")
        return found.to
    body = routes.may_receive(key, sender, on)
    if body is None:
        raise _wrong("to", "receiver_unfit", "只能转送给有自己执法队伍的其他单位，请从所列的单位中选。")
    return body


def _district(key: str, sender: Body) -> Body | None:
    """Where it was seen; a body of a district need not say so."""
    if not key:
        return sender.region if sender.level == Level.DISTRICT else None
    found = directory.districts().filter(key=key).first()
    if found is None:
        raise _wrong("district", "unknown_choice", "请从所列的区中选，跨区或说不清的不填。")
    return found


def _about(attempt: Attempt, number: str) -> Matter | None:
    """The matter in which it was seen, if the sender may know of it. Raises Refused `about_unknown`."""
    if not number.strip():
        return None
    found = Matter.objects.filter(visible_to(attempt.actor), number=number.strip()).first()
    if found is None:
        raise _wrong("about", "about_unknown", f"没有您看得到的、编号为“{number.strip()}”的办件，请核对编号，或留空。")
    return found


def _sender(attempt: Attempt) -> Body:
    return Body.objects.select_related("region").get(key=attempt.actor.body)


def _tell_receiver(attempt: Attempt) -> None:
    matter: Matter = attempt.subject
    text = f"{matter.clue.sender.short_name}转来，请签收，受理的在期限内核查并回告，不归本单位的写明理由退回。"
    telling.tell_holder(attempt, f"收到线索：{matter.title}", text, RECEIVING)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
