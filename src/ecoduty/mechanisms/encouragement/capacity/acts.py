"""What the acts of a return and of a standard do beyond their tables. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem, wrong
from ecoduty.mechanisms.encouragement.capacity import data, queries, states
from ecoduty.mechanisms.encouragement.capacity.models import Amount, CapacityReturn, CapacityStandard, Target
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

PARTED = "｜"
_PIECES = 3
_CENT = Decimal("0.01")
_MOST = Decimal(999999999999)


def start(attempt: Attempt) -> None:
    """Open the return of the actor's own body, with last year's numbers taken over. Raises Refused `not_bearer`,
    `return_exists` or `year_ahead`.
    """
    given: data.StartReturn = attempt.data
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    day = local_date(attempt.recorded_at)
    if not queries.bears(body, day):
        raise Refused("not_bearer", f"{body.short_name}不单独填报基层能力，由所在的区或主管部门一并填报。", status=422)
    if given.year > day.year:
        raise wrong("year", "year_ahead", f"{given.year}年还没有到，到了再填。")
    if CapacityReturn.objects.filter(body=body, year=given.year).exists():
        raise _exists(body, given.year)
    title = f"{body.short_name}{given.year}年基层生态环境保护能力"
    open_matter(attempt, title=title, holder=body, state=states.DRAFTING.code, period=str(given.year))
    try:
        with transaction.atomic():
            own = CapacityReturn.objects.create(matter=attempt.subject, body=body, year=given.year)
    except IntegrityError as error:  # somebody of the same body was a moment faster
        raise _exists(body, given.year) from error
    _take_over(attempt, own, day)


def _take_over(attempt: Attempt, own: CapacityReturn, day: date) -> None:
    """Nobody types anew what did not change."""
    before = CapacityReturn.objects.filter(body=own.body, year=own.year - 1).first()
    if before is None:
        return
    measured = queries.measures(day)
    rows = [row for code, row in queries.amounts([before.pk]).get(before.pk, {}).items() if code in measured]
    source = f"沿用{before.year}年的数"
    kept = [_amount(attempt, own, row.measure, row.value, source) for row in rows]
    Amount.objects.bulk_create(kept)
    attempt.record(taken_over=len(kept))


def enter(attempt: Attempt) -> None:
    """Keep the numbers that changed. Raises Refused `amounts_wrong`, which names every line."""
    given: data.EnterAmounts = attempt.data
    own: CapacityReturn = attempt.subject.capacity_return
    day = local_date(attempt.recorded_at)
    read, problems = _read(given.amounts, queries.measures(day))
    if problems:
        said = "；".join(problems)
        raise Refused("amounts_wrong", f"{said}。", status=422, problems=(Problem("amounts", "amounts_wrong", said),))
    held = queries.amounts([own.pk]).get(own.pk, {})
    changed = [
        _amount(attempt, own, code, value, source)
        for code, (value, source) in read.items()
        if code not in held or (held[code].value, held[code].source) != (value, source)
    ]
    Amount.objects.bulk_create(changed)
    attempt.record(**{row.measure: str(row.value) for row in changed})


def _read(
    lines: Sequence[str], measured: Mapping[str, queries.Measure]
) -> tuple[dict[str, tuple[Decimal, str]], list[str]]:
    """Number and source by measure, and what is wrong."""
    found: dict[str, tuple[Decimal, str]] = {}
    problems = []
    for line in lines:
        pieces = [piece.strip() for piece in line.replace("|", PARTED).replace("\t", PARTED).split(PARTED, _PIECES - 1)]
        pieces += [""] * (_PIECES - len(pieces))
        code, said, source = pieces
        measure = measured.get(code)
        if measure is None:
            problems.append(f"没有“{code}”这个指标")
        elif code in found:
            problems.append(f"“{measure.label}”写了两次")
        elif (value := _number(said)) is None:
            problems.append(f"“{measure.label}”的数“{said}”不是0以上的数（最多两位小数）")
        elif not source:
            problems.append(f"“{measure.label}”还没有写数的来源")
        else:
            found[code] = (value, source[:200])
    return found, problems


def _number(said: str) -> Decimal | None:
    try:
        value = Decimal(said.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= _MOST or value != value.quantize(_CENT):
        return None
    return value.quantize(_CENT)


def _amount(attempt: Attempt, own: CapacityReturn, code: str, value: Decimal, source: str) -> Amount:
    return Amount(
        filled_in=own, measure=code, value=value, source=source, by=attempt.actor.title, at=attempt.recorded_at
    )


def submit(attempt: Attempt) -> None:
    """All numbers are there. Raises Refused `amounts_missing` or `part_exceeds_whole`."""
    own: CapacityReturn = attempt.subject.capacity_return
    day = local_date(attempt.recorded_at)
    held, measured = queries.amounts([own.pk]).get(own.pk, {}), queries.measures(day)
    missing = [one.label for code, one in measured.items() if code not in held]
    if missing:
        raise Refused("amounts_missing", f"还没有填：{'、'.join(missing)}。没有的填0。", status=422)
    for part, whole in queries.parts(day).items():
        if part in held and whole in held and held[part].value > held[whole].value:
            said = f"“{measured[part].label}”（{held[part].value}）大于“{measured[whole].label}”（{held[whole].value}），请核对。"
            raise Refused("part_exceeds_whole", said, status=422)


def send_back(attempt: Attempt) -> None:
    """Something is wrong with the numbers; the body goes on."""
    telling.tell_holder(
        attempt, f"基层能力填报退回：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}"
    )


def draft_standard(attempt: Attempt) -> None:
    """Open the standard of a year: one for the whole city. Raises Refused `standard_is_the_citys` or `standard_exists`."""
    given: data.DraftStandard = attempt.data
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    if body.level != Level.CITY:
        raise Refused("standard_is_the_citys", "对标标准全市一个，由市环委办拟订。", status=422)
    if CapacityStandard.objects.filter(year=given.year).exists():
        raise _has_standard(given.year)
    title = f"{given.year}年基层能力对标标准（东部省份平均水平）"
    open_matter(attempt, title=title, holder=body, state=states.COLLECTING.code, period=str(given.year))
    try:
        with transaction.atomic():
            CapacityStandard.objects.create(matter=attempt.subject, year=given.year)
    except IntegrityError as error:
        raise _has_standard(given.year) from error


def set_target(attempt: Attempt) -> None:
    """Keep one target. Raises Refused `unknown_measure`, `source_year_ahead` or `target_change_unexplained`."""
    given: data.SetTarget = attempt.data
    own: CapacityStandard = attempt.subject.capacity_standard
    day = local_date(attempt.recorded_at)
    if given.measure not in queries.measures(day):
        raise wrong("measure", "unknown_measure", "没有所选的指标，请从所列的指标中选。")
    if given.source_year > day.year:
        raise wrong("source_year", "source_year_ahead", f"{given.source_year}年的数据还不会有，请核对年份。")
    if attempt.subject.state == states.IN_FORCE.code and not given.why:
        raise wrong("why", "target_change_unexplained", "标准已经实施，改动对标值须写明理由。")
    Target.objects.create(
        standard=own, measure=given.measure, level=given.level, value=given.value, source=given.source,
        source_year=given.source_year, why=given.why, by=attempt.actor.title, at=attempt.recorded_at,
    )  # fmt: skip
    attempt.record(measure=given.measure, level=given.level, value=str(given.value))


def _exists(body: Body, year: int) -> Refused:
    return Refused("return_exists", f"{body.short_name}{year}年的基层能力已经在填，请在那一件里填。", status=409)


def _has_standard(year: int) -> Refused:
    return Refused("standard_exists", f"{year}年的对标标准已经有了，请在那一件里改。", status=409)


__all__ = ["PARTED", "draft_standard", "enter", "send_back", "set_target", "start", "submit"]
