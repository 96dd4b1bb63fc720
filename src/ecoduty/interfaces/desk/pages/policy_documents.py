"""What policy documents add to the generic pages: the entry of one document, filters, what their forms offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.policy_documents import queries
from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from ecoduty.mechanisms.policy_documents.models import PolicyDocument
from ecoduty.mechanisms.policy_documents.queries import KIND
from ecoduty.mechanisms.policy_documents.states import Lead
from ecoduty.organisation.directory.models import Body

ENDING = (("soon", "快到期和已到期"), ("over", "已过有效期"))
_LEADING = {"issue_document", "issue_revision", "register_document", "name_lead"}


def own_row(matter: Matter) -> PolicyDocument:
    """The document of a matter, with what its pages name."""
    return PolicyDocument.objects.select_related("lead", "file", "replaced_by__matter").get(pk=matter.pk)


def lead_words(own: PolicyDocument) -> str:
    """Who leads, in the few words of a list (clause 5.8)."""
    if own.ecology is None:
        return "出台时明确"
    if not own.ecology:
        return "不涉及生态环境"
    return own.lead.short_name if own.lead else "无需明确"


def ending_condition(value: str) -> Q:
    """The condition behind one of `ENDING`."""
    return queries.ended(today()) if value == "over" else queries.ending(today())


def _entry(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = own_row(matter)
    sorts = dict(queries.sorts(today()))
    replaces = PolicyDocument.objects.filter(replaced_by=own).select_related("matter")
    kept = list(Matter.objects.filter(visible_to(actor), policy_document__in=[*replaces, own.replaced_by_id or 0]))
    shown = {one.pk for one in kept}
    return {
        "own": own,
        "matter": matter,
        "sort": sorts.get(own.sort, own.sort),
        "lead": lead_words(own),
        "said": dict(Lead.choices).get(own.lead_said, ""),
        "over": bool(own.valid_until and own.valid_until < today() and matter.open),
        "replaces": [one.matter for one in replaces if one.pk in shown],
        "replaced_by": own.replaced_by.matter if own.replaced_by and own.replaced_by.pk in shown else None,
        "editions": [(words.day(row.until, today()), row) for row in own.editions.select_related("lead", "file")],
    }


def _facts(matter: Matter) -> list[Fact]:
    own = own_row(matter)
    number = [Fact("文号", own.number)] if own.number else []
    until = [Fact("有效期至", words.day(own.valid_until, today()))] if own.valid_until else []
    return [*number, Fact("牵头", lead_words(own)), *until]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    choices: dict[str, Any] = {"sort": list(queries.sorts(today()))}
    if act.code in _LEADING:
        body = Body.objects.filter(key=actor.body).first() if subject is None else subject.holder
        choices["lead"] = [(one.key, one.short_name) for one in queries.leads(body, today())] if body else []
    if subject is None:
        return Prefill(choices=choices)
    if act.code == "repeal_document":
        choices["replaced_by"] = [(one.matter.number, one.matter.title) for one in queries.successors(subject)]
        return Prefill(choices=choices, values={"repealed_on": today().isoformat()})
    own = own_row(subject)
    if act.code == "edit_document":
        return Prefill(choices=choices, values={"name": subject.title, "sort": own.sort, "grounds": own.grounds})
    if act.code in {"name_lead", "issue_revision"} and own.ecology is not None:
        values = {
            "ecology": "yes" if own.ecology else "no", "ecology_note": own.ecology_note, "lead_said": own.lead_said,
            "lead": own.lead.key if own.lead else "", "duties": own.duties,
        }  # fmt: skip
        return Prefill(choices=choices, values=values)
    return Prefill(choices=choices)


def may_draft(actor: Actor) -> bool:
    """Whether this post keeps its body's register."""
    return may_create(POLICY_DOCUMENT.by_code["draft_document"], actor)


register(
    KIND,
    Parts(
        tabs=(Tab("entry", "登记内容", "desk/policies/entry.html", _entry),),
        facts=_facts,
        prefill=_prefill,
        pages=(
            PageLink("制度台账", "desk:policy-documents"),
            PageLink("登记起草", "desk:new-policy-document", may_draft, begins=True),
            PageLink("登记现行文件", "desk:register-policy-document", may_draft, begins=True),
        ),
        filters=(
            Filter("sort", "文件种类", lambda: queries.sorts(today()), lambda value: Q(policy_document__sort=value)),
            Filter("ending", "有效期", lambda: ENDING, ending_condition),
        ),
    ),
)
