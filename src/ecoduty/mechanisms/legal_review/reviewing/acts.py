"""What the acts of a review do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_off, open_matter
from ecoduty.casework.ports.registry import ask, asked
from ecoduty.casework.ports.settled import LEAD_SETTLED
from ecoduty.kernel.clock import local_date, spoken_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.legal_review import queries
from ecoduty.mechanisms.legal_review.reviewing import data, states
from ecoduty.mechanisms.legal_review.reviewing.models import DraftReview, Opinion, Submitted
from ecoduty.mechanisms.legal_review.reviewing.states import Answer, Conclusion
from ecoduty.mechanisms.legal_review.sentences.marking import marks
from ecoduty.mechanisms.legal_review.sentences.models import Sentence
from ecoduty.organisation.directory.models import Body

_EFFECTIVE = "rule-making.effective"
HEADS = ("deputy", "principal")
POSTS = ("liaison", *HEADS)


def prepare(attempt: Attempt) -> None:
    """Enter a draft for review. Raises Refused `no_reviewer`, `own_reviewer`, `unknown_sort`, or what the register of policy documents says."""
    given: data.PrepareDraft = attempt.data
    on = _day(attempt)
    reviewer = queries.reviewer(on)
    if reviewer is None:
        raise Refused("no_reviewer", "机构目录里没有审查机关，请联系管理员核对规则书。", status=422, clause="22.1")
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    if body.pk == reviewer.pk:
        raise Refused(
            "own_reviewer", "审查机关自己起草的，由市政府另行指定审查，不在这里送审。", status=422, clause="22.1"
        )
    matter = open_matter(attempt, title=given.name, holder=reviewer, state=states.PREPARING.code)
    add_party(matter, body, PartyRole.SUPPORTER, attempt.occurred_at)
    own = DraftReview(matter=matter, drafted_by=body)
    matter.draft_review = own
    _write(attempt, own, given)
    own.save(force_insert=True)


def change(attempt: Attempt) -> None:
    """Write it anew before it goes. Raises as `prepare`."""
    own = own_of(attempt)
    _write(attempt, own, attempt.data)
    own.sentences.filter(
        round=own.round
    ).delete()  # of a text that is no more; nobody has judged them before it is taken in
    attempt.subject.title = attempt.data.name
    own.save()


def add_paper(attempt: Attempt) -> None:
    """A paper of the submission. Raises Refused `unknown_choice` or what `claim_file` raises."""
    given: data.AddDraftPaper = attempt.data
    own = own_of(attempt)
    labels = {paper.code: paper.label for paper in queries.asked_papers(own.sort)} | {"other": "其他材料"}
    if given.paper not in labels:
        raise wrong("paper", "unknown_choice", "没有这种材料，请从所列的种类中选。")
    file = claim_file(attempt, attempt.subject, given.file)
    Submitted.objects.create(draft=own, code=given.paper, title=given.title or labels[given.paper], file=file)


def take_out_paper(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` for what does not stand there."""
    found = own_of(attempt).papers.filter(pk=attempt.data.paper, taken_out_at=None)
    if not found.update(taken_out_at=attempt.recorded_at):
        raise wrong("paper", "unknown_choice", "没有这一件材料，请刷新后重选。")


def submit(attempt: Attempt) -> None:
    """It goes: papers, comments, marks. Raises Refused `papers_missing`, `comment_missing`, `comment_too_short`."""
    given: data.SubmitDraft = attempt.data
    own = own_of(attempt)
    found = queries.missing_papers(own)
    if found:
        raise Refused(
            "papers_missing", f"还缺{len(found)}种材料：{'、'.join(found)}。请补齐后再报送。", status=422, clause="22.1"
        )
    _comments(own, given, _day(attempt))
    own.comment_from, own.comment_to, own.comment_note = given.comment_from, given.comment_to, given.comment_note
    own.save(update_fields=["comment_from", "comment_to", "comment_note"])
    if not own.sentences.filter(round=own.round).exists():  # sent again without a change after a completion
        _mark(own, _day(attempt))
    telling.tell_holder(attempt, f"送审：{attempt.subject.title}", f"{own.drafted_by.short_name}报送审查。", POSTS)


def ask_completion(attempt: Attempt) -> None:
    """Back for what is missing."""
    _tell_drafter(attempt, f"请补正送审材料：{attempt.data.missing}")


def add_opinion(attempt: Attempt) -> None:
    """One opinion on one place."""
    given: data.AddReviewOpinion = attempt.data
    own = own_of(attempt)
    Opinion.objects.create(draft=own, round=own.round, place=given.place, text=given.text, basis=given.basis)


def take_out_opinion(attempt: Attempt) -> None:
    """Only before it was sent. Raises Refused `unknown_choice`."""
    deleted, _ = own_of(attempt).opinions.filter(pk=attempt.data.opinion, sent=False).delete()
    if not deleted:
        raise wrong("opinion", "unknown_choice", "没有这一条意见，或者已经发出；发出的意见不能取出。")


def send_opinions(attempt: Attempt) -> None:
    """To the drafting body. Raises Refused `no_opinions`."""
    own = own_of(attempt)
    places = [one.place for one in own.opinions.filter(sent=False)]
    if not places:
        raise Refused("no_opinions", "还没有写审查意见。没有意见的，直接出审查结论。", status=422, clause="22.1")
    count = own.opinions.filter(sent=False).update(sent=True)
    attempt.record(opinions=count, places="、".join(places))
    _tell_drafter(attempt, f"审查意见{count}条，请逐条答复。")


def answer_opinion(attempt: Attempt) -> None:
    """Adopted or not. Raises Refused `unknown_choice`, `answered_already`, `reason_missing`."""
    given: data.AnswerReviewOpinion = attempt.data
    opinion = own_of(attempt).opinions.filter(pk=given.opinion, sent=True).first()
    if opinion is None:
        raise wrong("opinion", "unknown_choice", "没有这一条意见，请从所列的意见中选。")
    if opinion.answer:
        raise wrong(
            "opinion",
            "answered_already",
            f"“{opinion.place}”的意见已经答复过（{opinion.get_answer_display()}），不能再答复。",
        )
    if given.answer is not Answer.ADOPTED and not given.why.strip():
        raise wrong("why", "reason_missing", "没有全部采纳的，请写明理由。", clause="22.1")
    opinion.answer, opinion.why, opinion.answered_at = given.answer, given.why, attempt.occurred_at
    opinion.save(update_fields=["answer", "why", "answered_at"])
    attempt.record(place=opinion.place)


def send_answers(attempt: Attempt) -> None:
    """Every opinion is answered, and the text is changed accordingly. Raises Refused `opinions_unanswered`."""
    own = own_of(attempt)
    open_ = [one.place for one in own.opinions.filter(sent=True, answer="")]
    if open_:
        raise Refused(
            "opinions_unanswered",
            f"还有{len(open_)}条意见没有答复：{'、'.join(open_[:5])}。",
            status=422,
            clause="22.1",
        )
    own.text, own.round = attempt.data.text, own.round + 1
    own.save(update_fields=["text", "round"])
    _mark(own, _day(attempt))
    telling.tell_holder(
        attempt, f"意见已逐条答复：{attempt.subject.title}", f"{own.drafted_by.short_name}已答复并修改。", POSTS
    )


def judge_sentence(attempt: Attempt) -> None:
    """A person's word on a marked sentence. Raises Refused `unknown_choice`."""
    given: data.JudgeSentence = attempt.data
    found = own_of(attempt).sentences.filter(pk=given.sentence)
    if not found.update(verdict=given.verdict, note=given.note):
        raise wrong("sentence", "unknown_choice", "没有这一句，请刷新后重选。")


def conclude(attempt: Attempt) -> None:
    """What it came to. Unlawful leads back to the drafting body. Raises Refused `opinions_unsent`."""
    given: data.ConcludeReview = attempt.data
    own = own_of(attempt)
    if own.opinions.filter(sent=False).exists():
        raise Refused("opinions_unsent", "还有写好没有发出的意见：请先发出，或者取出。", status=422, clause="22.1")
    own.conclusion, own.conclusion_number = given.conclusion, given.number
    own.concluded_on = local_date(attempt.occurred_at)
    own.save(update_fields=["conclusion", "conclusion_number", "concluded_on"])
    if given.conclusion is Conclusion.UNLAWFUL:
        attempt.lead_to(states.REJECTED.code)
    _tell_drafter(attempt, f"审查结论：{given.conclusion.label}（{given.number}）。")


def decide(attempt: Attempt) -> None:
    """The collective decision, after the review. Raises Refused `day_in_future`, `decided_before_review`."""
    given: data.RecordDraftDecision = attempt.data
    if given.decided_on > _day(attempt):
        raise wrong("decided_on", "day_in_future", "审议日期还没有到，请核对。")
    own = own_of(attempt)
    if own.concluded_on and given.decided_on < own.concluded_on:
        raise wrong(
            "decided_on",
            "decided_before_review",
            f"审议日期早于审查结论（{spoken_date(own.concluded_on)}）：先审查，后审议。",
            clause="22.1",
        )
    own.decided_on, own.decided_by = given.decided_on, given.meeting
    own.save(update_fields=["decided_on", "decided_by"])


def issue(attempt: Attempt) -> None:
    """It comes out, and where its sort is filed the filing begins.

    Raises Refused `day_in_future`, `issued_before_decided`, `valid_backward`, `too_early`, `registration_missing`,
    `number_registered`.
    """
    given: data.IssueDraft = attempt.data
    own = own_of(attempt)
    _days(own, given, _day(attempt))
    filing = queries.filing_limit(own.sort, _day(attempt))
    if (
        own.sort in rulebooks.current().words("legal-review.registered-sorts", on=_day(attempt))
        and not given.registration
    ):
        raise wrong("registration", "registration_missing", "这种文件实行统一登记编号，请填写登记编号。", clause="22.2")
    if given.registration and DraftReview.objects.filter(registration=given.registration).exclude(pk=own.pk).exists():
        raise wrong("registration", "number_registered", f"登记编号“{given.registration}”已经用过，请核对。")
    if DraftReview.objects.filter(drafted_by=own.drafted_by, number=given.number).exclude(pk=own.pk).exists():
        raise wrong("number", "number_registered", f"文号“{given.number}”已经用过，请核对。")
    own.number, own.registration, own.issued_on = given.number, given.registration, given.issued_on
    own.valid_from, own.valid_until = given.valid_from, given.valid_until
    own.address = str(given.address or "")
    own.save()
    if filing:
        hand_off(queries.FILING, attempt, {
            "name": attempt.subject.title, "sort": own.sort, "made_by": own.drafted_by.key, "number": own.number,
            "registration": own.registration, "published_on": own.issued_on.isoformat(),
            "valid_from": own.valid_from.isoformat(), "valid_until": own.valid_until.isoformat() if own.valid_until else None,
        })  # fmt: skip


def own_of(attempt: Attempt) -> DraftReview:
    """The draft of the attempt's matter."""
    own: DraftReview = attempt.subject.draft_review
    return own


def _write(attempt: Attempt, own: DraftReview, given: data.PrepareDraft) -> None:
    on = _day(attempt)
    if given.sort not in dict(queries.sorts(on)):
        raise wrong("sort", "unknown_sort", "没有这个种类，请从所列的种类中选。")
    if asked(LEAD_SETTLED):
        ask(LEAD_SETTLED)(
            own.drafted_by, given.name, ecology=given.ecology, ecology_note=given.ecology_note, lead_said=given.lead_said,
            lead=given.lead, duties=given.duties, on=on,
        )  # fmt: skip
    own.sort, own.grounds, own.text = given.sort, given.grounds, given.text
    own.ecology, own.ecology_note = given.ecology == "yes", given.ecology_note
    own.lead_said, own.lead, own.duties = given.lead_said or "", given.lead, given.duties


def _mark(own: DraftReview, on: date) -> None:
    found = marks(own.text, queries.marking_words(on))
    Sentence.objects.bulk_create(
        Sentence(draft=own, round=own.round, place=one.place, text=one.text, words=list(one.words), why=one.why)
        for one in found
    )


def _comments(own: DraftReview, given: data.SubmitDraft, on: date) -> None:
    limit = queries.comment_limit(own.sort, on)
    if not limit or given.comment_note.strip():
        return
    if given.comment_from is None or given.comment_to is None:
        raise wrong(
            "comment_from",
            "comment_missing",
            "这种草案须公开征求意见：请填起止日期；没有公开征求意见的写明理由。",
            clause="22.1",
        )
    due = reckon_limit(rulebooks.current(), limit, start_of_day(given.comment_from), current_calendar()).due_on
    if due is not None and given.comment_to < due:
        raise wrong(
            "comment_to", "comment_too_short",
            f"从{spoken_date(given.comment_from)}起征求意见，至少到{spoken_date(due)}；缩短的写明理由。", clause="22.1",
        )  # fmt: skip
    if given.comment_to >= on:
        raise wrong(
            "comment_to", "comment_running", f"公开征求意见到{spoken_date(given.comment_to)}才结束，请结束后再报送。"
        )


def _days(own: DraftReview, given: data.IssueDraft, on: date) -> None:
    if given.issued_on > on:
        raise wrong("issued_on", "day_in_future", "公布日期还没有到，请核对。")
    if own.decided_on and given.issued_on < own.decided_on:
        raise wrong(
            "issued_on", "issued_before_decided", f"公布日期早于审议日期（{spoken_date(own.decided_on)}），次序不对。"
        )
    if given.valid_from < given.issued_on:
        raise wrong("valid_from", "valid_backward", "施行日期早于公布日期，请核对。")
    if given.valid_until is not None and given.valid_until < given.valid_from:
        raise wrong("valid_until", "valid_backward", "有效期的最后一天早于施行日期，请核对。")
    if own.sort in rulebooks.current().words("legal-review.waiting-sorts", on=on) and not given.early_note.strip():
        first = reckon_limit(rulebooks.current(), _EFFECTIVE, start_of_day(given.issued_on), current_calendar()).due_on
        if first is not None and given.valid_from < first:
            raise wrong(
                "valid_from",
                "too_early",
                f"公布后至少三十日才施行，最早{spoken_date(first)}；须提前施行的写明理由。",
                clause="22.1",
            )


def _tell_drafter(attempt: Attempt, text: str) -> None:
    matter: Matter = attempt.subject
    telling.tell_body(attempt, own_of(attempt).drafted_by_id, f"合法性审查：{matter.title}", text, POSTS)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
