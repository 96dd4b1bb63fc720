"""What the acts of a target letter do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.figures import registry
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.mechanisms.appraisals import data, queries, states, taking
from ecoduty.mechanisms.appraisals.formulas import FormulaError
from ecoduty.mechanisms.appraisals.models import Entered, Indicator, Score, TargetLetter, Use
from ecoduty.mechanisms.appraisals.scoring import Result, formulas, score, unbalanced
from ecoduty.mechanisms.appraisals.states import HITS, Sort, Stage
from ecoduty.organisation.directory import queries as directory

_STAGES = {"submit_self_score": Stage.SELF, "finish_check": Stage.CHECK, "finish_review": Stage.REVIEW}
_ENTERING = {
    states.SELF_SCORING.code: Stage.SELF,
    states.CHECKING.code: Stage.CHECK,
    states.REVIEWING.code: Stage.REVIEW,
}
HEADS = ("principal", "deputy", "director")


def draft(attempt: Attempt) -> None:
    """A letter with the indicators of the rulebook. Raises Refused `not_the_office`, `unknown_choice`, `letter_twice`."""
    given: data.DraftLetter = attempt.data
    on = local_date(attempt.recorded_at)
    office = queries.office(on)
    if office is None or attempt.actor.body_id != office.pk:
        raise Refused("not_the_office", "目标责任书由考核机关拟定。", status=403, clause="2.3")
    body = directory.bodies(on=on).select_related("region").filter(key=given.body).first()
    found = queries.scheme(body, given.year) if body else []
    if body is None or not any(one.sort == Sort.COMMON.value for one in found):
        raise wrong("body", "unknown_choice", "规则书里没有这个单位这一年的考核指标，请从所列的单位中选。")
    if TargetLetter.objects.filter(body=body, year=given.year).exists():
        raise wrong("year", "letter_twice", f"{body.short_name}{given.year}年度的责任书已经有了。")
    matter = open_matter(
        attempt, title=f"{body.short_name}{given.year}年度生态环境保护目标责任书", holder=body, state=states.DRAFTING.code,
        period=str(given.year),
    )  # fmt: skip
    add_party(matter, office, PartyRole.SUPERVISOR, attempt.occurred_at)
    own = TargetLetter.objects.create(matter=matter, body=body, year=given.year)
    matter.target_letter = own
    Indicator.objects.bulk_create(
        Indicator(
            letter=own, code=one.key, label=one.label, group=one.group, sort=one.sort, weight=Decimal(one.weight),
            formula=one.formula, asks=one.asks, place=one.order,
        )
        for one in found
    )  # fmt: skip


def set_indicator(attempt: Attempt) -> None:
    """One written anew or one more. Raises Refused with the code of the formula, or `formula_not_for_hits`."""
    given: data.SetIndicator = attempt.data
    own = own_of(attempt)
    if (given.sort.value in HITS) == bool(given.formula.strip()):
        raise wrong("formula", "formula_not_for_hits", "不得评优、一票否决的情形不写公式，其他指标必须写公式。")
    stands = own.indicators.filter(code=given.code, taken_out_at=None).first()
    row = stands or Indicator(letter=own, code=given.code, place=own.indicators.count() + 100)
    row.label, row.group, row.sort, row.weight = given.label, given.group, given.sort.value, given.weight
    row.formula, row.asks = given.formula.strip(), given.asks
    row.save()
    _readable(own, "formula")


def take_out_indicator(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice`."""
    found = own_of(attempt).indicators.filter(code=attempt.data.code, taken_out_at=None)
    if not found.update(taken_out_at=attempt.recorded_at):
        raise wrong("code", "unknown_choice", "没有这项指标，请刷新后重选。")


def send_for_signing(attempt: Attempt) -> None:
    """Raises Refused `weights_unbalanced`, `figure_unknown`, or with the code of a formula."""
    own = own_of(attempt)
    _readable(own, "")
    total = unbalanced(queries.lines(own))
    if total is not None:
        raise Refused(
            "weights_unbalanced",
            f"共同指标和差异指标的分值合计{total.normalize():f}分，应为100分，请调整。",
            status=422,
            clause="2.3",
        )
    telling.tell_holder(attempt, f"请签订：{attempt.subject.title}", "指标和分值已定，请党政主要负责人签订。", HEADS)


def sign(attempt: Attempt) -> None:
    """Both principals put their names to it, given by post."""
    given: data.SignLetter = attempt.data
    own = own_of(attempt)
    own.signed_by = [given.party_post, given.government_post]
    own.save(update_fields=["signed_by"])


def open_scoring(attempt: Attempt) -> None:
    """Take the figures. Raises Refused `day_in_future`, `not_of_the_year`."""
    own = own_of(attempt)
    as_of: date = attempt.data.as_of
    if as_of > local_date(attempt.recorded_at):
        raise wrong("as_of", "day_in_future", "取数截止日还没有到，请核对。")
    if as_of.year < own.year:
        raise wrong("as_of", "not_of_the_year", f"取数截止日应在{own.year}年内或以后。")
    keys = sorted({key for one in formulas(queries.lines(own)).values() for key in one.figures})
    own.as_of = as_of
    own.save(update_fields=["as_of"])
    taking.take(own, keys, as_of)
    telling.tell_holder(
        attempt, f"请自评：{attempt.subject.title}", "平台数据已取好，只填没有数据的指标。", ("liaison", *HEADS)
    )


def enter(attempt: Attempt) -> None:
    """A number for an indicator at this stage. Raises Refused `unknown_choice`, `hit_or_not`."""
    given: data.EnterValue = attempt.data
    own = own_of(attempt)
    row = own.indicators.filter(code=given.code, taken_out_at=None).exclude(asks="").first()
    if row is None:
        raise wrong("code", "unknown_choice", "这项指标由平台取数或者没有这项指标，请从所列的指标中选。")
    if row.sort in HITS and given.value not in (0, 1):
        raise wrong("value", "hit_or_not", "这一项只填1（有）或者0（没有）。")
    file = claim_file(attempt, attempt.subject, given.file) if given.file else None
    Entered.objects.create(
        indicator=row, stage=_ENTERING[attempt.before], value=given.value, source=given.source, file=file,
        by=attempt.actor.title, at=attempt.recorded_at,
    )  # fmt: skip
    said = ("有" if given.value else "没有") if row.sort in HITS else f"{given.value.normalize():f}"
    attempt.record(indicator=row.code, text=f"{row.label}：{said}，{given.source}")


def finish(attempt: Attempt) -> None:
    """This stage is done: points, total, grade, all with their trail. Raises Refused with the code of a formula."""
    own = own_of(attempt)
    result = reckoned(own)
    rows = {row.code: row for row in queries.indicators(own)}
    Score.objects.bulk_create(
        Score(indicator=rows[one.code], stage=_STAGES[attempt.act.code], points=one.points, trail=dict(one.trail), at=attempt.recorded_at)
        for one in result.lines
    )  # fmt: skip
    own.base, own.added, own.taken, own.total, own.grade = (
        result.base, result.added, result.taken, result.total, result.grade,
    )  # fmt: skip
    own.digest = digest(result)
    own.save(update_fields=["base", "added", "taken", "total", "grade", "digest"])
    attempt.record(total=str(own.total), grade=own.grade, digest=own.digest)


def reckoned(own: TargetLetter) -> Result:
    """The letter scored as it stands. Raises Refused with the code of a formula."""
    try:
        return score(queries.lines(own), taking.taken(own), queries.caps(own.as_of or date(own.year, 12, 31)))
    except FormulaError as error:
        raise Refused(error.code, error.sentence, status=422, clause="2.3") from error


def digest(result: Result) -> str:
    """SM3 over points and trail: the same when the same is reckoned again."""
    told = [{"code": one.code, "points": str(one.points), **one.trail} for one in result.lines]
    content = {"lines": told, "total": str(result.total), "grade": result.grade, "hits": list(result.hits)}
    return sm3(canonical(content)).hex()


def object_(attempt: Attempt) -> None:
    """Back to review with what is objected to."""
    matter: Matter = attempt.subject
    office = queries.office(local_date(attempt.recorded_at))
    if office is not None:
        telling.tell_body(
            attempt, office.pk, f"对考核结果提出异议：{matter.title}", attempt.data.reason, ("clerk", "director")
        )


def approve(attempt: Attempt) -> None:
    """Raises Refused `day_in_future`, or `score_altered` where reckoning it again gives something else."""
    given: data.ApproveResult = attempt.data
    own = own_of(attempt)
    if given.approved_on > local_date(attempt.recorded_at):
        raise wrong("approved_on", "day_in_future", "审定日期还没有到，请核对。")
    if digest(reckoned(own)) != own.digest:
        raise Refused("score_altered", "重新计算的结果与复核时不一致，请退回复核。", status=409, clause="2.3")
    own.approved_by, own.approval_number, own.approved_on = given.approved_by, given.number, given.approved_on
    own.save(update_fields=["approved_by", "approval_number", "approved_on"])


def publish(attempt: Attempt) -> None:
    """Raises Refused `day_in_future`, `published_before_approved`."""
    given: data.PublishResult = attempt.data
    own = own_of(attempt)
    if given.published_on > local_date(attempt.recorded_at):
        raise wrong("published_on", "day_in_future", "公布日期还没有到，请核对。")
    if own.approved_on and given.published_on < own.approved_on:
        raise wrong("published_on", "published_before_approved", "公布日期早于审定日期，次序不对。")
    own.address, own.published_on = str(given.address), given.published_on
    own.save(update_fields=["address", "published_on"])


def deliver(attempt: Attempt) -> None:
    """To the organisation department, which sees the whole letter from now on. Raises Refused `no_user`."""
    users = queries.users(local_date(attempt.recorded_at))
    if not users:
        raise Refused("no_user", "规则书没有写明送哪个组织人事部门，请联系管理员。", status=422, clause="23.1")
    for body in users:
        add_party(attempt.subject, body, PartyRole.COPY, attempt.occurred_at)
        text = "考核结果已送达，请在用于实绩考评、奖惩任免时登记。"
        telling.tell_body(attempt, body.pk, f"考核结果：{attempt.subject.title}", text, ("personnel_clerk",))


def register_use(attempt: Attempt) -> None:
    """Who used it, for what (clause 23.1). Raises Refused `unknown_choice`, `day_in_future`."""
    given: data.RegisterUse = attempt.data
    on = local_date(attempt.recorded_at)
    if given.sort not in dict(queries.use_sorts(on)):
        raise wrong("sort", "unknown_choice", "没有这种用途，请从所列的用途中选。")
    if given.used_on > on:
        raise wrong("used_on", "day_in_future", "日期还没有到，请核对。")
    Use.objects.create(
        letter=own_of(attempt), body_id=attempt.actor.body_id or 0, sort=given.sort, on=given.used_on, number=given.number,
        note=given.note, by=attempt.actor.title,
    )  # fmt: skip


def own_of(attempt: Attempt) -> TargetLetter:
    """The letter of the attempt's matter."""
    own: TargetLetter = attempt.subject.target_letter
    return own


def _readable(own: TargetLetter, field: str) -> None:
    """Raises Refused with the code of a formula, or `figure_unknown`."""
    try:
        known = formulas(queries.lines(own))
    except FormulaError as error:
        raise (
            wrong(field, error.code, error.sentence, clause="2.3")
            if field
            else Refused(error.code, error.sentence, status=422, clause="2.3")
        ) from error
    missing = sorted({key for one in known.values() for key in one.figures} - set(registry.figures()))
    if missing:
        raise wrong(field, "formula_unknown_figure", f"没有“{missing[0]}”这个平台数据，请核对公式。", clause="2.3")
