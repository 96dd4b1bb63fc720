"""What drafts under review and filings add to the generic pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.legal_review import queries
from ecoduty.mechanisms.legal_review.filing.flow import FILING_REVIEW
from ecoduty.mechanisms.legal_review.filing.models import FilingReview
from ecoduty.mechanisms.legal_review.reviewing import states
from ecoduty.mechanisms.legal_review.reviewing.flow import DRAFT_REVIEW
from ecoduty.mechanisms.legal_review.reviewing.models import DraftReview
from ecoduty.organisation.directory import queries as directory

_SHOWN = 20_000  # characters of a draft on its page; the whole is in the file that was submitted


def _own(matter: Matter) -> DraftReview:
    own: DraftReview = matter.draft_review  # kept on the matter: read once a page
    return own


def _draft(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it
    own, on = _own(matter), today()
    pieces = list(own.papers.filter(taken_out_at=None).select_related("file"))
    asked = [(paper, [one for one in pieces if one.code == paper.code]) for paper in queries.asked_papers(own.sort)]
    known = {paper.code for paper, _ in asked}
    lead = directory.bodies().filter(key=own.lead).first() if own.lead else None
    return {
        "own": own, "matter": matter, "asked": asked, "others": [one for one in pieces if one.code not in known],
        "sort": dict(queries.sorts(on)).get(own.sort, own.sort), "lead": lead,
        "text": own.text[:_SHOWN], "cut": len(own.text) > _SHOWN, "length": len(own.text),
        "may_change": matter.state in (states.PREPARING.code, states.RETURNED.code),
    }  # fmt: skip


def _opinions(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = _own(matter)
    reviewing = matter.holder_id in actor.bodies
    rows = list(own.opinions.all())
    return {
        "matter": matter, "rows": [row for row in rows if row.sent or reviewing], "open": matter.state == states.ANSWERING.code,
        "may_answer": own.drafted_by_id in actor.bodies,
    }  # fmt: skip


def _sentences(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = _own(matter)
    rows = [row for row in own.sentences.all() if row.round == own.round]
    may = matter.state in (states.REVIEWING.code, states.ANSWERING.code, states.CONCLUDED.code)
    return {"matter": matter, "rows": rows, "undecided": sum(not row.verdict for row in rows), "may": may}


def _current_sentences(matter: Matter) -> int:
    own = _own(matter)
    return own.sentences.filter(round=own.round, verdict="").count()


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    number = [Fact("文号", own.number)] if own.number else []
    return [Fact("起草", own.drafted_by.short_name), *number]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the shape of every prefill
    on = today()
    if act.code == "prepare_draft":
        return Prefill(choices={"sort": list(queries.sorts(on)), "lead": _leads()})
    own = _own(subject)
    listed: dict[str, Callable[[], dict[str, Choices]]] = {
        "change_draft": lambda: {"sort": list(queries.sorts(on)), "lead": _leads()},
        "add_paper": lambda: {
            "paper": [*((one.code, one.label) for one in queries.asked_papers(own.sort)), ("other", "其他材料")]
        },
        "take_out_paper": lambda: {"paper": [(str(one.pk), one.title) for one in own.papers.filter(taken_out_at=None)]},
        "take_out_opinion": lambda: {"opinion": [(str(one.pk), one.place) for one in own.opinions.filter(sent=False)]},
        "answer_opinion": lambda: {
            "opinion": [
                (str(one.pk), f"{one.place}：{one.text[:40]}") for one in own.opinions.filter(sent=True, answer="")
            ]
        },
        "judge_sentence": lambda: {
            "sentence": [(str(one.pk), f"{one.place}{one.text[:40]}") for one in own.sentences.filter(round=own.round)]
        },
    }
    values: dict[str, Any] = {}
    if act.code == "change_draft":
        values = {
            "name": subject.title, "sort": own.sort, "grounds": own.grounds, "text": own.text,
            "ecology": "yes" if own.ecology else "no", "ecology_note": own.ecology_note, "lead_said": own.lead_said,
            "lead": own.lead, "duties": own.duties,
        }  # fmt: skip
    if act.code == "send_answers":
        values = {"text": own.text}
    return Prefill(choices=listed[act.code]() if act.code in listed else {}, values=values)


def _leads() -> Choices:
    return [(body.key, body.short_name) for body in directory.bodies(on=today()).filter(kind="department")]


def _filing(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = FilingReview.objects.select_related("file").get(pk=matter.pk)
    on = today()
    return {
        "own": own, "sort": queries.issued_sorts(on).get(own.sort, own.sort),
        "published": words.day(own.published_on, on), "filed": words.day(own.filed_on, on) if own.filed_on else "",
        "from": words.day(own.valid_from, on), "until": words.day(own.valid_until, on) if own.valid_until else "",
        "over": bool(own.valid_until and own.valid_until < on and matter.open),
    }  # fmt: skip


def _filing_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- as above
    if act.code == "register_for_filing":
        on = today()
        filed = [(code, word) for code, word in queries.issued_sorts(on).items() if queries.filing_limit(code, on)]
        return Prefill(choices={"sort": filed})
    return Prefill()


def may_prepare(actor: Actor) -> bool:
    """Whether this post submits drafts."""
    return may_create(DRAFT_REVIEW.by_code["prepare_draft"], actor)


def may_register(actor: Actor) -> bool:
    """Whether this post enters documents that are to be filed."""
    return may_create(FILING_REVIEW.by_code["register_for_filing"], actor)


register(
    queries.DRAFT,
    Parts(
        tabs=(
            Tab("draft", "草案", "desk/legal_review/draft.html", _draft),
            Tab("opinions", "审查意见", "desk/legal_review/opinions.html", _opinions, lambda matter: _own(matter).opinions.filter(sent=True).count()),
            Tab("sentences", "所标语句", "desk/legal_review/sentences.html", _sentences, _current_sentences),
        ),
        facts=_facts,
        prefill=_prefill,
        about=lambda act, subject, said: dict(said),  # noqa: ARG005
        inline=frozenset({"take_out_paper", "take_out_opinion", "answer_opinion", "judge_sentence"}),
        pages=(PageLink("登记送审稿", "desk:new-draft-review", may_prepare, begins=True),),
        filters=(
            Filter("sort", "种类", lambda: queries.sorts(today()), lambda value: Q(draft_review__sort=value)),
        ),
    ),
)  # fmt: skip
register(
    queries.FILING,
    Parts(
        tabs=(Tab("filing", "备案", "desk/legal_review/filing.html", _filing),),
        facts=lambda matter: [Fact("文号", matter.filing_review.number)],
        prefill=_filing_prefill,
        pages=(PageLink("登记应报备文件", "desk:new-filing-review", may_register, begins=True),),
        filters=(
            Filter("sort", "种类", lambda: list(queries.issued_sorts(today()).items()), lambda value: Q(filing_review__sort=value)),
        ),
    ),
)  # fmt: skip
