"""The road of a paper from its draft to its signature: the same for bulletins and analyses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import Field

from ecoduty.casework.documents import numbers, papers, receipts, recipients, texts
from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.numbers import NUMBER_ENTERED, NUMBER_IN_FORM, NUMBERED_ELSEWHERE, NumberData, SignData
from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Refused, State, Who

DRAFTING = State("drafting", "起草", waits_for="起草单位经办人")
REVIEWING = State("reviewing", "待审核", waits_for="起草单位分管负责人")
SIGNING = State("signing", "待签发", waits_for="起草单位主要负责人")
SIGNED = State("signed", "待发出", waits_for="起草单位经办人")
SENT = State("sent", "已发出", waits_for="收文单位签收")
CLOSED = State("closed", "已办结", open=False)
DROPPED = State("dropped", "不再起草", open=False, main=False)
STATES = (DRAFTING, REVIEWING, SIGNING, SIGNED, SENT, CLOSED, DROPPED)

WRITERS = ("liaison", "coordinator", "deputy", "clerk", "director")
HEADS = ("deputy", "coordinator", "director")
WRITER = Who("holder_body", WRITERS, "起草单位经办人")
REVIEWER = Who("holder_body", HEADS, "起草单位分管负责人")
SIGNER = Who("holder_body", ("principal", "director"), "起草单位主要负责人")
RECIPIENT = Who("copy", ("liaison", "deputy", "principal", "clerk", "director", "supervision_clerk"), "收文单位")
MAIN = Who("main_recipient", ("liaison", "deputy", "principal", "clerk", "director", "supervision_clerk"), "主送单位")


class PaperText(ActData):
    """The sections of a paper: title → text; and the version they were written on, if one is meant."""

    sections: dict[str, str] = Field(title="正文", json_schema_extra={"widget": "sections"})
    base: int | None = Field(default=None, title="所据稿次", ge=0, json_schema_extra={"widget": "hidden"})


class PaperReturned(ActData):
    """What is to be done about it."""

    note: str = Field(title="意见", min_length=2, max_length=500, json_schema_extra={"widget": "long_text"})


def document_of(attempt: Attempt) -> Document:
    """The paper of the attempt's matter. Raises Refused `paper_missing`."""
    found = texts.main_document(attempt.subject)
    if found is None:
        raise Refused("paper_missing", "正文还没有开始起草，请先办“拟稿”。", status=422)
    return found


def save_text(titles: Callable[[Attempt], Sequence[str]]) -> Callable[[Attempt], None]:
    """The effect of writing: keeps a version. Raises Refused `unknown_section`, `text_moved_on`."""

    def done(attempt: Attempt) -> None:
        given: PaperText = attempt.data
        document = document_of(attempt)
        wanted = titles(attempt)
        unknown = set(given.sections) - set(wanted)
        if unknown:
            raise Refused("unknown_section", f"没有“{'、'.join(sorted(unknown))}”这一节。", status=422)
        if given.base is not None and given.base != document.version:
            raise Refused(
                "text_moved_on",
                f"您是在第{given.base}稿上写的，现在已有第{document.version}稿：请先合并，再保存。您填的内容没有丢。",
            )
        keep(attempt, document, wanted, given.sections)

    return done


def keep(attempt: Attempt, document: Document, titles: Sequence[str], given: dict[str, str]) -> None:
    """A new version of the text: the sections given, the others as they stood."""
    before = texts.text_of(texts.current(document))
    merged = [(title, given.get(title, before.get(title, ""))) for title in titles]
    draft = texts.save(document, merged, attempt.actor, attempt.recorded_at)
    attempt.record(version=document.version, changed=draft is not None)


def sign(attempt: Attempt) -> None:
    """Sign the version in force and number it."""
    numbers.sign(attempt, document_of(attempt))


def enter_number(attempt: Attempt) -> None:
    """The number of the issuer's own office system."""
    numbers.enter(attempt, document_of(attempt))


def acknowledge(attempt: Attempt) -> None:
    """A recipient on the platform signs for it."""
    receipts.acknowledge(attempt, document_of(attempt))


def record_receipt(attempt: Attempt) -> None:
    """The sender enters the receipt of a recipient who does not work here."""
    receipts.record(attempt, document_of(attempt))


def _receipted(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    return document is not None and not recipients.unreceipted(document).exists()


def _written(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    text = texts.text_of(texts.current(document)) if document else {}
    return bool(text) and all(part.strip() for part in text.values())


ALL_RECEIPTED = Guard("paper_receipts_missing", "还有收文单位没有签收：由其签收，或登记回执。", _receipted)
WRITTEN = Guard("paper_sections_empty", "各节须写齐才能送审：请把空着的一节写好，没有的写“无”。", _written)


def signing_acts(clauses: tuple[str, ...], write: Callable[[Attempt], None]) -> tuple[Act, ...]:
    """Writing, review, signature, number."""
    drafting, reviewing, signing, signed = DRAFTING.code, REVIEWING.code, SIGNING.code, SIGNED.code
    return (
        Act("write_paper", "拟稿", (drafting,), None, (WRITER,), clauses, data=PaperText, effect=write, main=True,
            hint="数字由平台带出，文字由人改；每次保存都留一稿"),
        Act("submit_paper", "送审", (drafting,), reviewing, (WRITER,), clauses, guards=(WRITTEN, papers.PAPER_RULES), main=True),
        Act("return_paper", "退回修改", (reviewing, signing), drafting, (REVIEWER, SIGNER), clauses, data=PaperReturned),
        Act("pass_paper", "审核通过", (reviewing,), signing, (REVIEWER,), clauses, main=True),
        Act("sign_paper", "签发", (signing,), signed, (SIGNER,), clauses, guards=(NUMBER_IN_FORM, papers.PAPER_RULES),
            data=SignData, effect=sign, main=True, fresh_factor=True),
        Act("enter_paper_number", "登记字号", (signed,), None, (WRITER, SIGNER), clauses,
            guards=(NUMBERED_ELSEWHERE, NUMBER_IN_FORM), data=NumberData, effect=enter_number),
        Act("drop_paper", "不再起草", (drafting, reviewing, signing), DROPPED.code, (SIGNER,), clauses, data=PaperReturned),
    )  # fmt: skip


def receipt_acts(clauses: tuple[str, ...]) -> tuple[Act, ...]:
    """Receipts and the end."""
    sent = SENT.code
    return (
        Act("acknowledge_paper", "签收", (sent, CLOSED.code), None, (RECIPIENT, MAIN), clauses,
            guards=(receipts.OWES_RECEIPT,), effect=acknowledge, aside=True),
        Act("record_paper_receipts", "登记回执", (sent,), None, (WRITER,), clauses, data=receipts.ReceiptData,
            effect=record_receipt, aside=True),
        Act("close_paper", "办结", (sent,), CLOSED.code, (WRITER,), clauses, guards=(ALL_RECEIPTED,), main=True),
    )  # fmt: skip


__all__ = [
    "CLOSED", "DRAFTING", "HEADS", "MAIN", "NUMBER_ENTERED", "RECIPIENT", "REVIEWER", "SENT", "SIGNED", "SIGNER", "STATES",
    "WRITER", "WRITERS", "PaperReturned", "PaperText", "document_of", "keep", "receipt_acts", "save_text", "signing_acts",
]  # fmt: skip
