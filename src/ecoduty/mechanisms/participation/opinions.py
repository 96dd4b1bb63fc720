"""What the acts of a collection of opinions do beyond their table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.intakes import telling
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.intakes.telling import Told
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import open_matter
from ecoduty.casework.publications.models import PublishedOpinion
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.participation import data, queries
from ecoduty.mechanisms.participation.models import Comment, Group, Opinion
from ecoduty.mechanisms.participation.states import CANCELLED, COLLECTING, DRAFTING, PUBLISHED, SORTING, Verdict
from ecoduty.organisation.directory.models import Body

RECEIVED, ASIDE = "received", "aside"


def draft(attempt: Attempt) -> None:
    """A text of the actor's own body."""
    given: data.OpinionText = attempt.data
    body = Body.objects.get(key=attempt.actor.body)
    matter = open_matter(attempt, title=given.title, holder=body, state=DRAFTING.code)
    Opinion.objects.create(matter=matter, background=given.background, text=given.text)


def amend(attempt: Attempt) -> None:
    """Another text, as long as nobody was asked."""
    opinion: Opinion = attempt.subject.opinion
    opinion.background, opinion.text = attempt.data.background, attempt.data.text
    opinion.save(update_fields=["background", "text"])
    attempt.subject.title = attempt.data.title


def open_collection(attempt: Attempt) -> None:
    """Ask the public from today on. Raises Refused `collection_too_short`."""
    given: data.OpenCollection = attempt.data
    opinion: Opinion = attempt.subject.opinion
    on = local_date(attempt.occurred_at)
    days = queries.shortest_days(on)
    if given.closes_on <= on or (given.closes_on < on + timedelta(days=days) and not given.short_reason):
        raise Refused(
            "collection_too_short",
            f"征集一般不少于{days}天，即不早于{spoken_date(on + timedelta(days=days))}截止；缩短的请写明理由。",
            status=422,
        )
    opinion.opens_on, opinion.closes_on, opinion.short_reason = on, given.closes_on, given.short_reason
    opinion.save(update_fields=["opens_on", "closes_on", "short_reason"])
    show(attempt.subject, COLLECTING.code, attempt)


def prolong(attempt: Attempt) -> None:
    """A later last day. Raises Refused `not_later`."""
    opinion: Opinion = attempt.subject.opinion
    if opinion.closes_on is None or attempt.data.closes_on <= opinion.closes_on:
        raise Refused("not_later", "延长后的日期应晚于现在的截止日期。", status=422)
    opinion.closes_on = attempt.data.closes_on
    opinion.save(update_fields=["closes_on"])
    show(attempt.subject, COLLECTING.code, attempt)


def close(attempt: Attempt) -> None:
    """No more opinions are taken."""
    show(attempt.subject, SORTING.code, attempt)


def take_comment(attempt: Attempt) -> None:
    """Keep an opinion as it came. Raises Refused `collection_over` or `opinion_too_long`."""
    given: data.TakeComment = attempt.data
    opinion: Opinion = attempt.subject.opinion
    on = local_date(attempt.recorded_at)
    if opinion.closes_on is None or on > opinion.closes_on:
        raise Refused("collection_over", "征集已经截止，没有收下这条意见。")
    if len(given.text) > queries.most_characters(on):
        raise Refused(
            "opinion_too_long", f"意见不能超过{queries.most_characters(on)}字，请精简或分几条提。", status=422
        )
    comment = Comment.objects.create(
        opinion=opinion, reference=given.reference, text=given.text, organisation=given.organisation,
        received_at=attempt.recorded_at,
    )  # fmt: skip
    said = "征集截止后整理研究，采纳情况会公布在门户，凭编号和查询码也可看到。"
    telling.tell([_told(opinion, comment, RECEIVED, "已收到", said)])
    show(attempt.subject, attempt.subject.state, attempt)


def sort(attempt: Attempt) -> None:
    """Put opinions that say the same together. Raises Refused `unknown_comment`."""
    given: data.SortComments = attempt.data
    opinion: Opinion = attempt.subject.opinion
    group, _ = Group.objects.get_or_create(opinion=opinion, name=given.group)
    chosen = _chosen(opinion, given.comments)
    opinion.comments.filter(pk__in=[one.pk for one in chosen]).update(group=group, aside="")
    said = f"归入“{group.name}”，正在研究。"
    telling.tell(_told(opinion, one, RECEIVED, "已归类", said) for one in chosen)
    _drop_empty(opinion)


def set_aside(attempt: Attempt) -> None:
    """Not an opinion on this text; who wrote it reads why. Raises Refused `unknown_comment`."""
    opinion: Opinion = attempt.subject.opinion
    chosen, reason = _chosen(opinion, attempt.data.comments), attempt.data.reason
    opinion.comments.filter(pk__in=[one.pk for one in chosen]).update(group=None, aside=reason)
    telling.tell(_told(opinion, one, ASIDE, "未作为意见", reason) for one in chosen)
    _drop_empty(opinion)


def _chosen(opinion: Opinion, numbers: tuple[str, ...]) -> list[Comment]:
    found = list(opinion.comments.filter(pk__in=[int(one) for one in numbers]))
    if len(found) != len(set(numbers)):
        raise Refused("unknown_comment", "所选的意见有的不在这一件里，请刷新页面后重选。", status=422)
    return found


def _drop_empty(opinion: Opinion) -> None:
    opinion.groups.annotate(n=Count("comments")).filter(n=0).delete()


def answer_group(attempt: Attempt) -> None:
    """How a group was taken up. Raises Refused `unknown_group`."""
    given: data.AnswerGroup = attempt.data
    if not Group.objects.filter(opinion=attempt.subject.pk, pk=int(given.group)).update(
        verdict=given.verdict, answer=given.answer
    ):
        raise Refused("unknown_group", "没有所选的这一组，请刷新页面后重选。", status=422)


def last_day_is_over(attempt: Attempt) -> bool:
    """Whether the collection's last day lies before today."""
    last = attempt.subject.opinion.closes_on
    return last is not None and local_date(attempt.recorded_at) > last


def everything_sorted(attempt: Attempt) -> bool:
    """Whether every opinion is in a group or set aside, and every group has an answer."""
    opinion = attempt.subject.opinion
    loose = opinion.comments.filter(group=None, aside="").exists()
    return not loose and not opinion.groups.filter(verdict="").exists()


def publish_result(attempt: Attempt) -> None:
    """Tell the public, and each who wrote, how opinions were taken up (clause 24.5)."""
    opinion: Opinion = attempt.subject.opinion
    opinion.result, opinion.published_on = attempt.data.result, local_date(attempt.occurred_at)
    opinion.save(update_fields=["result", "published_on"])
    telling.tell(
        _told(opinion, one, verdict.value, verdict.label, f"“{one.group.name}”：{one.group.answer}")
        for one in opinion.comments.filter(aside="").select_related("group")
        if one.group is not None and (verdict := Verdict(one.group.verdict))
    )
    show(attempt.subject, PUBLISHED.code, attempt)


def cancel(attempt: Attempt) -> None:
    """Stop asking; where the public was asked, it reads why."""
    opinion: Opinion = attempt.subject.opinion
    opinion.reason = attempt.data.reason
    opinion.save(update_fields=["reason"])
    if opinion.opens_on is not None:
        show(attempt.subject, CANCELLED.code, attempt)


def show(matter: Matter, state: str, attempt: Attempt) -> None:
    """The collection as it stands once the running act is done."""
    opinion: Opinion = matter.opinion
    assert opinion.opens_on is not None  # nothing is shown before it is opened
    assert opinion.closes_on is not None
    due = Deadline.objects.filter(matter=matter, key=data.RESULT).order_by("-pk").first()
    PublishedOpinion.objects.update_or_create(
        pk=opinion.public_id,
        defaults={
            "title": matter.title, "body_key": matter.holder.key, "body_short_name": matter.holder.short_name,
            "background": opinion.background, "text": opinion.text, "opens_on": opinion.opens_on,
            "closes_on": opinion.closes_on, "short_reason": opinion.short_reason, "state": state, "reason": opinion.reason,
            "received": opinion.comments.filter(aside="").count(), "result": opinion.result,
            "published_on": opinion.published_on, "result_due_on": due.due_on if due else None,
            "groups": _taken_up(opinion) if state == PUBLISHED.code else [],
            "changed_at": attempt.recorded_at,
        },
    )  # fmt: skip


def _taken_up(opinion: Opinion) -> list[dict[str, Any]]:
    """The groups as the public reads them, the largest first."""
    rows = opinion.groups.annotate(n=Count("comments")).order_by("-n", "pk")
    return [
        {"name": name, "count": n, "verdict": Verdict(verdict).label, "answer": answer}
        for name, n, verdict, answer in rows.values_list("name", "n", "verdict", "answer")
    ]


def _told(opinion: Opinion, comment: Comment, state: str, label: str, sentence: str) -> Told:
    """What number and code of an opinion answer with from now on."""
    return Told(comment.reference, IntakeKind.OPINION, state, label, sentence, opinion.public_id)
