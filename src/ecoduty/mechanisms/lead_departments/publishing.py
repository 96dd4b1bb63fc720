"""The public side of a determination, and the row it puts into the new lead's list (clauses 5.6, 5.7)."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, receiver_kinds
from ecoduty.casework.publications import effects
from ecoduty.casework.publications.data import Registration
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.lead_departments import acts, bodies, queries, showing
from ecoduty.mechanisms.lead_departments.models import Outcome

_LIST = "specific_list"


def record_approval(attempt: Attempt) -> None:
    """The decision, and the words that will go before the public."""
    acts.record_approval(attempt)
    _prepare(attempt)


def edit_public_version(attempt: Attempt) -> None:
    """Take out what the public should not read."""
    _prepare(attempt)


def clear_public_version(attempt: Attempt) -> None:
    """Another post looks at it before it goes out."""
    effects.clear(attempt, _publication(attempt.subject))


def register_publication(attempt: Attempt) -> None:
    """Registered as published on the ecology bureau's own website; the row goes into the new lead's next list.

    Raises Refused `published_before_approval`, or whatever the list refuses.
    """
    given: Registration = attempt.data
    decided = _approved(attempt.subject)
    if given.published_on < decided.decided_on:
        raise Refused(
            "published_before_approval",
            f"公开日期{spoken_date(given.published_on)}早于审定日期{spoken_date(decided.decided_on)}，次序不对。",
            status=422,
            clause="5.6",
        )
    effects.register(attempt, _publication(attempt.subject), sent_at=None)
    showing.end(attempt)
    _into_the_list(attempt, decided)


def withdraw_publication(attempt: Attempt) -> None:
    """Take it down with a reason: the decision stands and has to go before the public anew; until then nobody is told of a lead.

    The row that it put into a list is marked there (`publications.queries.taken_down`), never taken out.
    """
    effects.withdraw(attempt, _publication(attempt.subject))
    _prepare(attempt)
    showing.show(attempt, since=local_date(attempt.recorded_at))


def sections(matter: Matter) -> list[dict[str, str]]:
    """What the public reads: the item, who leads, who supports, by which decision."""
    decided = _approved(matter)
    supporters = "、".join(body.name for body in decided.supporters.all()) or "无"
    told = [
        ("事项", matter.lead_determination.item),
        ("牵头部门", decided.lead.name),
        ("配合部门", supporters),
        ("审定", f"{decided.authority}，{decided.decided_on:%Y-%m-%d}，{decided.number}"),
    ]
    return [{"title": title, "text": text} for title, text in told]


def _prepare(attempt: Attempt) -> None:
    matter = attempt.subject
    title = f"关于明确“{matter.lead_determination.item}”牵头部门的公告"
    effects.prepare(attempt, sections(matter), year=_approved(matter).decided_on.year, title=title)


def _into_the_list(attempt: Attempt, decided: Outcome) -> None:
    """The list's next version gets the row, marked with this decision (articles 4, 5)."""
    matter = attempt.subject
    if _LIST not in receiver_kinds():
        attempt.record(handed_to="没有接收清单的模块")
        return
    own = matter.lead_determination
    lead, supporters = bodies.answering(decided.lead, decided.supporters.all(), local_date(attempt.recorded_at))
    row = {
        "name": own.item,
        "field": own.field,
        "description": decided.opinion,
        "level": matter.body_level,
        "supporters": [body.pk for body in supporters],
        "words": list(own.words),
    }
    reason = f"{decided.authority}{spoken_date(decided.decided_on)}审定（{decided.number}）"
    hand_off(_LIST, attempt, {"body": lead.pk, "rows": [row], "decision": matter.pk, "reason": reason})


def _approved(matter: Matter) -> Outcome:
    found = queries.approval(matter)
    if found is None:
        raise Refused("not_approved", "还没有登记审定结果。", clause="5.5")
    return found


def _publication(matter: Matter) -> Publication:
    found = publication_of(matter)
    if found is None:
        raise Refused("public_version_missing", "还没有公开版：请先编公开版。")
    return found
