"""From the special team to the receipt of the police: what the acts do beyond their table, inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_to, receiver_kinds
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned import acts as concerned
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.offences import groups
from ecoduty.mechanisms.enforcement.on_paper import OnPaper, keep_scan, on_behalf
from ecoduty.mechanisms.enforcement.pieces import acts as pieces
from ecoduty.mechanisms.enforcement.pieces.guards import require_papers
from ecoduty.mechanisms.enforcement.relations import POLICE, PROCURATORATE
from ecoduty.mechanisms.enforcement.transfer import data, queries, states
from ecoduty.mechanisms.enforcement.transfer.models import CriminalTransfer, TransferPaper, TransferRound
from ecoduty.organisation.directory.models import Body

LEG, SUPERVISION = "criminal-transfer", "filing-supervision"
_CASE = "administrative_case"
_SHOWN = "criminal-transfer.refusal-shown"


def written(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """An effect before which identity numbers typed into any text are masked and the scan of a paper is kept. Raises what it
    and `claim_file` raise.
    """

    @wraps(effect)
    def done(attempt: Attempt) -> None:
        if isinstance(attempt.data, OnPaper):
            keep_scan(attempt)
        effect(attempt)

    return masked(done)


def register(attempt: Attempt) -> None:
    """Open the transfer, known to its own side only. Raises Refused `unknown_choice`, `team_too_small`, `not_an_officer`.

    Persons concerned and materials of the administrative case come along where whoever registers is named there; a number
    that he could not see says nothing and brings nothing.
    """
    given: data.RegisterTransfer = attempt.data
    if given.group not in dict(groups(local_date(attempt.recorded_at))):
        raise wrong("group", "unknown_choice", "没有所选的类别，请从所列的类别中选。")
    holder = Body.objects.select_related("region").get(key=attempt.actor.body)
    matter = circle.open_restricted(
        attempt, title=given.title, holder=holder, state=states.VERIFYING.code, officers=given.officers
    )
    matter.criminal_transfer = CriminalTransfer.objects.create(matter=matter, group=given.group, about=given.about)
    source = Matter.objects.filter(number=given.about, kind=_CASE).first() if given.about else None
    if source is not None and source.relations_of(attempt.actor, today()):
        matter.criminal_transfer.case = source
        matter.criminal_transfer.save(update_fields=["case"])
        concerned.carry(source, attempt)
        pieces.carry(source, attempt)


def report(attempt: Attempt) -> None:
    """The written report. Raises Refused `unknown_choice` or `precondition_missing`."""
    given: data.ReportTransfer = attempt.data
    if given.crime not in queries.crimes(local_date(attempt.recorded_at)):
        raise wrong("crime", "unknown_choice", "没有所选的罪名，请从所列的罪名中选。")
    for field, holds, sentence in (
        ("lawful", given.lawful, "移送以执法主体和执法程序合法为前提：核对无误后请勾选。"),
        (
            "proved",
            given.proved,
            "移送以有合法证据证明涉嫌犯罪的事实为前提：核对无误后请勾选；没有的，请负责人决定不移送。",
        ),
    ):
        if not holds:
            raise wrong(field, "precondition_missing", sentence, clause="18.3")
    own = own_of(attempt)
    own.crime, own.facts_found = given.crime, given.facts_found
    own.save(update_fields=["crime", "facts_found"])
    keep(attempt, says=given.facts_found)


def noted(attempt: Attempt) -> None:
    """What was said stays with the papers."""
    keep(attempt, says=attempt.data.reason)


def approve(attempt: Attempt) -> None:
    """The head agrees; twenty-four hours begin. Raises Refused `presiding_missing`."""
    given: data.ApproveTransfer = attempt.data
    if attempt.actor.post_kind != "principal" and not given.presiding:
        raise wrong(
            "presiding",
            "presiding_missing",
            "移送由正职负责人批准；副职主持工作的，请填写主持工作的依据。",
            clause="18.3",
        )
    own = own_of(attempt)
    own.approved_at = attempt.occurred_at
    own.save(update_fields=["approved_at"])
    keep(attempt, says=given.presiding)


def refuse(attempt: Attempt) -> None:
    """It is not transferred, with the reason; where the rulebook says so the procuratorate sees that (local default)."""
    given: data.RefuseTransfer = attempt.data
    own, matter = own_of(attempt), attempt.subject
    own.refusal = given.reason
    own.save(update_fields=["refusal"])
    keep(attempt, says=given.reason)
    tell_case(attempt, "not_transferred", reason=given.reason, number="")
    if _shown(local_date(attempt.recorded_at)):
        _let_in_procuratorate(attempt, own, matter)


def give_opinion(attempt: Attempt) -> None:
    """The procuratorate finds that it has to be transferred, whatever was decided."""
    given: data.ReasonedPaper = attempt.data
    own = own_of(attempt)
    _let_in_procuratorate(attempt, own, attempt.subject)
    keep(attempt, own.procuratorate, given.number, given.reason)


def send(attempt: Attempt) -> None:
    """It goes to the police with everything on the list, and a copy of the letter to the procuratorate at the same time.

    Raises Refused `papers_missing`, `unknown_choice`, `nobody_concerned`.
    """
    given: data.SendTransfer = attempt.data
    require_papers(attempt, LEG, clause="18.3")
    own = own_of(attempt)
    own.police = chosen(attempt, "police", given.police)
    own.procuratorate = chosen(attempt, "procuratorate", given.procuratorate)
    again = own.sent_at is not None
    own.letter_number, own.sent_at = given.letter_number, attempt.occurred_at
    own.save(update_fields=["police", "procuratorate", "letter_number", "sent_at"])
    circle.name_side(attempt, own.police, POLICE)
    circle.name_side(attempt, own.procuratorate, PROCURATORATE)
    keep(attempt, number=given.letter_number, says=f"移送{own.police.short_name}，抄送{own.procuratorate.short_name}")
    if not again:
        tell_case(attempt, "sent", transfer=attempt.subject.number, why=attempt.reason)


def receive(attempt: Attempt) -> None:
    """The police take it in, at once, and say so. Raises Refused `receipt_of_another_case`."""
    given: data.ReceiveTransfer = attempt.data
    own = own_of(attempt)
    if _plain(given.letter_number) != _plain(own.letter_number):
        raise wrong(
            "letter_number",
            "receipt_of_another_case",
            f"这份回执所载的移送书文号与本案的（{own.letter_number}）不一致，可能是另一案的回执，请核对。",
            clause="18.3",
        )
    own.received_at, own.receipt_number = attempt.occurred_at, given.receipt_number
    own.save(update_fields=["received_at", "receipt_number"])
    keep(attempt, own.police, given.receipt_number, given.received_by and f"接收人：{given.received_by}")


def ask(sort: states.RoundSort) -> Callable[[Attempt], None]:
    """The next round of a sort begins: what is wanted, in writing."""

    def asked(attempt: Attempt) -> None:
        given = attempt.data
        own = own_of(attempt)
        number = own.rounds.filter(sort=sort).count() + 1
        TransferRound.objects.create(
            transfer=own, sort=sort, number=number, asked_at=attempt.occurred_at, wanted=given.wanted
        )
        attempt.record(round=number)
        asker = own.procuratorate if sort is states.RoundSort.REINVESTIGATION else own.police
        keep(attempt, asker, given.number, given.wanted)

    return asked


def answer(sort: states.RoundSort) -> Callable[[Attempt], None]:
    """What came of the round; what could not be supplied says why."""

    def answered(attempt: Attempt) -> None:
        given = attempt.data
        own = own_of(attempt)
        last = own.rounds.filter(sort=sort, answered_at=None).latest("number")
        last.answered_at, last.answer = attempt.occurred_at, given.answer
        last.cannot = getattr(given, "cannot", "")
        last.save(update_fields=["answered_at", "answer", "cannot"])
        attempt.record(round=last.number)
        answerer = own.police if sort is states.RoundSort.REINVESTIGATION else None
        keep(attempt, answerer, getattr(given, "number", ""), given.answer)

    return answered


def pass_to_police(attempt: Attempt) -> None:
    """Other police have it to receive and to decide. Raises Refused `which_police`, `unknown_choice` or `same_body`.

    Police that the directory does not know take part on paper only; until they answer it stays with who passed it on.
    """
    given: data.PassToPolice = attempt.data
    own = own_of(attempt)
    if bool(given.police) == bool(given.elsewhere):
        raise wrong("police", "which_police", "请选转送的公安机关；名录里没有的，填它的全称。两项填一项。")
    body = chosen(attempt, "police", given.police) if given.police else None
    if body is not None and body.pk == own.police_id:
        raise wrong("police", "same_body", "所选的就是现在受移送的公安机关，请选有管辖权的另一机关。")
    to = body.short_name if body else given.elsewhere
    keep(attempt, own.police, given.number, f"转送{to}：{given.reason}")
    own.police, own.elsewhere = body or own.police, given.elsewhere
    own.received_at, own.receipt_number = None, ""
    own.save(update_fields=["police", "elsewhere", "received_at", "receipt_number"])
    if body is not None:
        circle.name_side(attempt, body, POLICE)


def return_transfer(attempt: Attempt) -> None:
    """It is not for the police; the enforcing body has it again."""
    own = own_of(attempt)
    keep(attempt, own.police, attempt.data.number, attempt.data.reason)
    own.received_at = None
    own.save(update_fields=["received_at"])


def own_of(attempt: Attempt) -> CriminalTransfer:
    """The row of the transfer acted on."""
    own: CriminalTransfer = attempt.subject.criminal_transfer
    return own


def keep(attempt: Attempt, body: Body | None = None, number: str = "", says: str = "") -> None:
    """Put the paper of an act with the others; without a body it is the holder's."""
    TransferPaper.objects.create(
        transfer=own_of(attempt), act=attempt.act.code, body=body or attempt.subject.holder, number=number, says=says,
        at=attempt.occurred_at,
    )  # fmt: skip
    if isinstance(attempt.data, OnPaper) and on_behalf(attempt):
        attempt.record(entered_on_behalf=True)


def chosen(attempt: Attempt, field: str, key: str) -> Body:
    """The police, procuratorate or court of that key. Raises Refused `unknown_choice`."""
    listed = queries.bodies_of(field, attempt.subject.holder, local_date(attempt.recorded_at))
    found = next((body for body in listed if body.key == key), None)
    if found is None:
        raise wrong(field, "unknown_choice", "没有所选的机关，请从所列的机关中选。")
    return found


def tell_case(attempt: Attempt, step: str, **content: str) -> None:
    """The administrative case it came from, where there is one, hears of it in the same transaction. Raises Refused."""
    own = own_of(attempt)
    if own.case_id is not None and _CASE in receiver_kinds():
        hand_to(_CASE, attempt, {"case": own.case_id, "step": step, **content})


def _shown(on: date) -> bool:
    """Whether the procuratorate of the same level sees what was not transferred."""
    book = rulebooks.current()
    return _SHOWN in book.values and bool(book.value(_SHOWN, on=on))


def _let_in_procuratorate(attempt: Attempt, own: CriminalTransfer, matter: Matter) -> None:
    """The procuratorate of the holder's level knows of it from now on. Raises Refused `nobody_there`."""
    if own.procuratorate is None:
        listed = queries.bodies_of("procuratorate", matter.holder, local_date(attempt.recorded_at))
        if not listed:
            raise Refused("nobody_there", "机构目录里没有同级人民检察院，请先由管理员登记。", status=422)
        own.procuratorate = listed[0]
        own.save(update_fields=["procuratorate"])
    circle.name_side(attempt, own.procuratorate, PROCURATORATE)


def _plain(number: str) -> str:
    """A number without spaces, whatever brackets were typed."""
    return "".join(number.translate(str.maketrans("[]【】（）()", "〔〕〔〕〔〕〔〕")).split())
