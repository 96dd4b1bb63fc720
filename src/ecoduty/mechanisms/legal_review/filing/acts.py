"""What the acts of a filing do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.legal_review import queries
from ecoduty.mechanisms.legal_review.filing import data, states
from ecoduty.mechanisms.legal_review.filing.models import FilingReview
from ecoduty.mechanisms.legal_review.filing.states import Evaluation, Finding
from ecoduty.organisation.directory.models import Body

POSTS = ("liaison", "deputy", "principal")
MAKERS = ("supervision_clerk", *POSTS)  # a government has its own post for it


def register(attempt: Attempt) -> None:
    """A document that came out and has to be filed.

    Raises Refused `no_reviewer`, `not_filed_sort`, `day_in_future`, `valid_backward`, `number_registered`.
    """
    given: data.RegisterForFiling = attempt.data
    on = _day(attempt)
    reviewer = queries.reviewer(on)
    if reviewer is None:
        raise Refused("no_reviewer", "机构目录里没有备案审查机关，请联系管理员核对规则书。", status=422, clause="22.2")
    if not queries.filing_limit(given.sort, on):
        raise wrong("sort", "not_filed_sort", "这种文件不实行备案，请从所列的种类中选。")
    if given.published_on > on:
        raise wrong("published_on", "day_in_future", "还没有公布：公布之后才报备。", clause="22.2")
    if given.valid_from < given.published_on or (
        given.valid_until is not None and given.valid_until < given.valid_from
    ):
        raise wrong("valid_from", "valid_backward", "施行日期、有效期的次序不对，请核对。")
    made_by = Body.objects.select_related("region").get(key=given.made_by or attempt.actor.body)
    if FilingReview.objects.filter(matter__holder=made_by, number=given.number).exists():
        raise wrong("number", "number_registered", f"文号“{given.number}”已经登记过，请核对。")
    matter = open_matter(attempt, title=given.name, holder=made_by, state=states.TO_FILE.code)
    if reviewer.pk != made_by.pk:
        add_party(matter, reviewer, PartyRole.SUPERVISOR, attempt.occurred_at)
    matter.filing_review = FilingReview.objects.create(
        matter=matter, sort=given.sort, number=given.number, registration=given.registration,
        published_on=given.published_on, valid_from=given.valid_from, valid_until=given.valid_until,
    )  # fmt: skip


def file(attempt: Attempt) -> None:
    """It is filed. Raises what `claim_file` raises."""
    given: data.FileDocument = attempt.data
    own = own_of(attempt)
    own.filing_number, own.filed_on = given.number, local_date(attempt.occurred_at)
    own.file = claim_file(attempt, attempt.subject, given.file)
    own.save(update_fields=["filing_number", "filed_on", "file"])
    _tell_reviewer(attempt, f"报备：{given.number}。")


def accept(attempt: Attempt) -> None:
    """Registered. Raises Refused `number_registered` for a number given twice."""
    number: str = attempt.data.number
    own = own_of(attempt)
    if FilingReview.objects.filter(registered_number=number).exclude(pk=own.pk).exists():
        raise wrong("number", "number_registered", f"备案登记号“{number}”已经用过，请核对。")
    own.registered_number = number
    own.save(update_fields=["registered_number"])


def ask_completion(attempt: Attempt) -> None:
    """Something is missing."""
    telling.tell_holder(attempt, f"备案材料请补正：{attempt.subject.title}", attempt.data.text, MAKERS)


def find(attempt: Attempt) -> None:
    """In order, or to be corrected. Raises Refused `reason_missing`."""
    given: data.ConcludeFiling = attempt.data
    own = own_of(attempt)
    if given.finding is Finding.TO_CORRECT:
        if not given.opinion.strip():
            raise wrong("opinion", "reason_missing", "须纠正的，请写明哪一条、为什么、怎么改。", clause="22.2")
        attempt.lead_to(states.CORRECTING.code)
    own.finding, own.opinion = given.finding, given.opinion
    own.save(update_fields=["finding", "opinion"])
    telling.tell_holder(attempt, f"备案审查结论：{attempt.subject.title}", given.finding.label, MAKERS)


def correct(attempt: Attempt) -> None:
    """What was done about the opinion."""
    own = own_of(attempt)
    own.correction = attempt.data.text
    own.save(update_fields=["correction"])
    _tell_reviewer(attempt, "已报送纠正情况。")


def evaluate(attempt: Attempt) -> None:
    """Before it ends somebody says what becomes of it. Raises Refused `valid_until_missing`, `not_longer`."""
    given: data.EvaluateDocument = attempt.data
    own = own_of(attempt)
    if given.result is not Evaluation.KEEP:
        attempt.lead_to(states.ENDED.code)
        return
    if given.valid_until is None:
        raise wrong("valid_until", "valid_until_missing", "继续有效的，请写明有效期延到哪一天。")
    if own.valid_until is not None and given.valid_until <= own.valid_until:
        raise wrong("valid_until", "not_longer", f"原来的有效期到{spoken_date(own.valid_until)}，延长须在这一天之后。")
    own.valid_until = given.valid_until
    own.save(update_fields=["valid_until"])


def own_of(attempt: Attempt) -> FilingReview:
    """The filing of the attempt's matter."""
    own: FilingReview = attempt.subject.filing_review
    return own


def _tell_reviewer(attempt: Attempt, text: str) -> None:
    matter: Matter = attempt.subject
    reviewer = queries.reviewer(_day(attempt))
    if reviewer is not None:
        telling.tell_body(attempt, reviewer.pk, f"备案审查：{matter.title}", text, POSTS)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
