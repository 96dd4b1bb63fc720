"""Numbers of documents: taken here without an unexplained gap, or entered from the issuer's own office system."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from pydantic import Field

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.documents.models import Document, IssuedNumber, Numbering, NumberSeries, NumberUse
from ecoduty.casework.documents.series import series_of
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import ActData, Attempt, Guard, Refused

RENDER = "render_document"  # the outbox channel that draws the pages

# 机关代字〔年份〕序号号: six-sided brackets, full year, no leading zero, no 第.
_FORM = re.compile(r"^[^\s〔〕]{1,20}〔\d{4}〕[1-9]\d{0,5}号$")

_BEGUN = re.compile(r"^[^\s〔〕]{0,20}〔\d{4}〕号$")


class SignData(ActData):
    """What signing asks for. With platform numbering the number is taken by itself."""

    number: str = Field(
        default="",
        title="发文字号",
        max_length=60,
        description="由本单位办公系统编号的，照录字号，如“×环〔2026〕12号”，还没有编号的先留空，报送前登记；由平台编号的留空",
    )
    signed_on: date | None = Field(default=None, title="签发日期", description="留空为今天")
    scan: str = Field(
        default="", title="盖章原件扫描件", description="已盖章的附上原件扫描件", json_schema_extra={"widget": "file"}
    )


class NumberData(ActData):
    """The number that the issuer's own office system gave, entered after signing, or entered again."""

    number: str = Field(
        title="发文字号", min_length=1, max_length=60, description="照录本单位办公系统的字号，如“×环〔2026〕12号”"
    )
    reason: str = Field(default="", title="更正理由", max_length=200, description="首次登记可不填")
    scan: str = Field(
        default="", title="盖章原件扫描件", description="字号有变的，请换附原件", json_schema_extra={"widget": "file"}
    )


def sign(attempt: Attempt, document: Document) -> None:
    """Sign and number a document; its pages are drawn after commit.

    Raises Refused for a number of another form, a number used before, or a bad date: `signed_in_future`,
    `number_out_of_order`, `number_taken`.
    """
    data: SignData = attempt.data
    on = data.signed_on or attempt.occurred_at.astimezone(attempt.recorded_at.tzinfo).date()
    if on > attempt.recorded_at.date():
        raise Refused("signed_in_future", f"签发日期{spoken_date(on)}还没有到，请核对。", status=422)
    document.signed_on = on
    document.signer = attempt.on_behalf_of or attempt.actor.title
    document.signer_name = attempt.on_behalf_of or attempt.actor.name
    if document.numbering == Numbering.PLATFORM:
        document.number = document.number or take(document, on.year, attempt.recorded_at)
    else:
        document.number = _entered(data.number) or document.number
    if data.scan:
        document.sealed = claim_file(attempt, document.matter, data.scan)
    _save(document)
    attempt.record(number=document.number, signed_on=on.isoformat())
    attempt.send(RENDER, f"document:{document.pk}", document=document.pk)


def enter(attempt: Attempt, document: Document) -> None:
    """Enter or correct an external number before the document goes out; its pages are drawn again after commit.

    Raises Refused: `number_unchanged`, `number_needs_reason`, `number_taken`.
    """
    data: NumberData = attempt.data
    before = document.number
    if data.number == before and not data.scan:
        raise Refused("number_unchanged", f"字号已经是“{before}”，没有改动。", status=422)
    if before and data.number != before and not data.reason.strip():
        raise Refused("number_needs_reason", f"字号“{before}”已经登记过，更正须写明理由。", status=422)
    document.number = data.number
    if data.scan:
        document.sealed = claim_file(attempt, document.matter, data.scan)
    _save(document)
    attempt.record(number=data.number, before=before, why=data.reason.strip())
    attempt.send(RENDER, f"document:{document.pk}", document=document.pk)


def _save(document: Document) -> None:
    """Write what signing changed. Of two that enter one number at the same second, the database lets one through."""
    try:
        with transaction.atomic():
            document.save(update_fields=["number", "signed_on", "signer", "signer_name", "sealed"])
    except IntegrityError as error:
        raise Refused("number_taken", f"字号“{document.number}”本单位已用于另一份公文，请核对。", status=422) from error


def in_form(number: str) -> bool:
    """Whether it is written as a document's number is: 代字〔2026〕12号."""
    return bool(_FORM.match(number))


def _number_in_form(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    given = attempt.data.number
    if document is None or document.numbering == Numbering.PLATFORM:
        return not given
    waits = not isinstance(attempt.data, NumberData) and not _entered(given)
    return waits or in_form(given)


def _entered(number: str) -> str:
    """What was entered; the form's own beginning, left as it was, is nothing yet."""
    return "" if _BEGUN.match(number) else number


def _numbered_elsewhere(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    return document is not None and document.numbering == Numbering.EXTERNAL


def _has_a_number(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    return document is not None and bool(document.number)


NUMBER_IN_FORM = Guard(
    "number_form",
    "字号须照本单位办公系统的编号填写，形如“代字〔2026〕12号”，年份用六角括号；由平台编号的公文请留空。",
    _number_in_form,
    asks_data=True,
)


NUMBERED_ELSEWHERE = Guard("number_by_platform", "这份公文由平台编号，字号不另行登记。", _numbered_elsewhere)
NUMBER_ENTERED = Guard(
    "number_missing", "发文字号还没有登记：请先按“登记字号”，照录本单位办公系统的字号，再报送。", _has_a_number
)


def take(document: Document, year: int, at: datetime) -> str:
    """The next number of the issuer's series for that year. The counter row is locked until the act ends."""
    row = series_of(document.issuer, document.kind)
    series, n = _next(document, row.prefix, year)
    _refuse_reversed_order(series, document.signed_on)
    IssuedNumber.objects.create(series_id=series, n=n, use=NumberUse.USED, document=document, issued_at=at)
    return row.pattern.format(prefix=row.prefix, year=year, n=n)


def set_aside(document: Document, year: int, use: NumberUse, reason: str, at: datetime) -> int:
    """Reserve or void the next number of the document's series, with the reason that explains the gap."""
    row = series_of(document.issuer, document.kind)
    series, n = _next(document, row.prefix, year)
    IssuedNumber.objects.create(series_id=series, n=n, use=use, reason=reason, issued_at=at)
    return n


def _next(document: Document, prefix: str, year: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_number_series (issuer_id, prefix, year, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (prefix, year) DO UPDATE SET last = documents_number_series.last + 1 RETURNING id, last",
            [document.issuer_id, prefix, year],
        )
        series, n = cursor.fetchone()
        return int(series), int(n)


def _refuse_reversed_order(series: int, signed_on: date | None) -> None:
    """A later number never bears an earlier date than its predecessor. The counter is locked already."""
    used = IssuedNumber.objects.filter(series=series, use=NumberUse.USED).select_related("document").order_by("-n")
    last = used.first()
    before = last.document if last is not None else None
    if before is not None and before.signed_on is not None and signed_on is not None and signed_on < before.signed_on:
        raise Refused(
            "number_out_of_order",
            f"签发日期{spoken_date(signed_on)}早于上一号“{before.number}”的日期{spoken_date(before.signed_on)}，字号次序会颠倒，请核对。",
            status=422,
        )


def unexplained(series: NumberSeries) -> list[int]:
    """Numbers of a series that nothing explains; always empty unless somebody tampered."""
    known = set(series.numbers.values_list("n", flat=True))
    return [n for n in range(1, series.last + 1) if n not in known]
