"""Items that nobody leads, until somebody does: raised, talked over, agreed or referred, approved, published (article 5)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.interfaces.console.simulation import pace, papers, people
from ecoduty.interfaces.console.simulation.stories import Steps, responsibilities, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.lead_departments.flow import DETERMINATION
from ecoduty.mechanisms.lead_departments.models import Determination
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import Opinion, Responsibility
from ecoduty.organisation.directory.models import Body

_LIAISON = ("liaison",)
_HEADS = ("deputy", "principal")


@story("lead_determinations", a_year=6)
def determination(town: Town, rng: Random, number: int) -> Steps:
    """A department or a district puts forward something that it keeps running into."""
    every = words("determinations")["items"]
    item = every[number % len(every)]
    if Determination.objects.filter(item=item["item"]).exists():
        return
    concerned = [key for key in item["concerned"] if people.there_is(key)]
    given = {
        "item": item["item"], "field": item["field"], "impact": item["impact"], "words": item["words"], "concerned": concerned,
    }  # fmt: skip
    raiser = rng.choice(people.departments())
    done = town.do(DETERMINATION, "raise", by=people.somebody(raiser, _LIAISON), data=given)
    if rng.random() < 0.15:
        yield from _sent_back(town, rng, done.subject.pk, given, people.somebody(raiser, _LIAISON))
    yield from settled(town, rng, done.subject.pk, concerned)


def _sent_back(town: Town, rng: Random, pk: int, given: dict[str, object], raiser: str) -> Steps:
    yield pace.in_days(rng, 1, 4)
    by = people.somebody(Matter.objects.select_related("holder").get(pk=pk).holder, _LIAISON)
    town.do(
        DETERMINATION, "return_for_supplement", pk, by=by, data={"note": "影响范围不清，请补充反映件数和涉及的区。"}
    )
    yield pace.in_days(rng, 2, 6)
    more = {**given, "impact": f"{given['impact']}涉及三个区，全年反映二十余件。"}
    town.do(DETERMINATION, "supplement", pk, by=raiser, data=more)


def settled(town: Town, rng: Random, pk: int, concerned: Sequence[str]) -> Steps:
    """The whole road from acceptance to publication; two in five need the staffing office."""
    ecology = Matter.objects.select_related("holder").get(pk=pk).holder
    by = people.somebody(ecology, _LIAISON)
    yield pace.before_due(rng, pk, "lead-department.acceptance", late=0.05)
    town.do(
        DETERMINATION,
        "accept",
        pk,
        by=by,
        data={"why_not_covered": "清单里相近的事项写的是别的对象和环节，没有写到这一项。"},
    )
    yield pace.in_days(rng, 1, 4)
    town.do(DETERMINATION, "convene", pk, by=by, data={"concerned": list(concerned), "note": "请写明依据。"})
    agreed = rng.random() < 0.6
    lead, supporters = concerned[0], list(concerned[1:])
    for key in concerned:
        yield pace.in_days(rng, 1, 5)
        stance = ("lead" if key == lead else "support") if agreed else "not_ours"
        given = {"stance": stance, "reason": _REASONS[stance], "basis": "本单位三定规定"}
        town.do(DETERMINATION, "give_position", pk, by=people.somebody(people.body(key), _LIAISON), data=given)
    yield pace.in_days(rng, 1, 2)
    named = {"lead": lead, "supporters": supporters}
    if agreed:
        given = {**named, "opinion": "各部门一致同意由其牵头，其余配合。"}
        town.do(DETERMINATION, "record_agreement", pk, by=by, data=given)
    else:
        yield from _referred(town, rng, pk, by, named)
    yield from _approved(town, rng, pk, by, named)


_REASONS = {
    "lead": "日常监管对象在本行业，愿意牵头。",
    "support": "可在本单位职责内配合。",
    "not_ours": "法律没有写明由本单位负责，人员和手段也不具备。",
}


def _referred(town: Town, rng: Random, pk: int, by: str, named: dict[str, object]) -> Steps:
    town.do(
        DETERMINATION,
        "record_disagreement",
        pk,
        by=by,
        data={"note": "各部门都认为不属本单位职责，对法律依据理解不一。"},
    )
    yield pace.in_days(rng, 2, 8)
    town.do(
        DETERMINATION,
        "refer_to_staffing_office",
        pk,
        by=by,
        data={"note": "提请协调明确牵头部门。", "number": papers.number(rng, "函")},
    )
    yield pace.before_due(rng, pk, "lead-department.coordination", late=0.1)
    staffing = people.somebody(people.bodies("staffing_office")[0], _LIAISON)
    given = {**named, "opinion": "一件事情原则上由一个部门负责，建议由其牵头。", "number": papers.number(rng, "编"),
             "decided_on": today().isoformat()}  # fmt: skip
    town.do(DETERMINATION, "propose", pk, by=staffing, data=given)


def _approved(town: Town, rng: Random, pk: int, by: str, named: dict[str, object]) -> Steps:
    yield pace.before_due(rng, pk, "lead-department.submission", late=0.05)
    town.do(DETERMINATION, "submit_for_approval", pk, by=by, data={"number": papers.number(rng, "请")})
    yield pace.in_days(rng, 6, 20)
    given = {
        **named,
        "number": papers.number(rng, "批"),
        "decided_on": today().isoformat(),
        "file": papers.scan(town, by, "审定文件"),
    }
    town.do(DETERMINATION, "record_approval", pk, by=by, data=given)
    yield pace.in_days(rng, 1, 3)
    town.do(
        DETERMINATION, "clear_public_version", pk, by=people.somebody(people.body(by.split(".", maxsplit=1)[0]), _HEADS)
    )
    yield pace.before_due(rng, pk, "lead-department.publication", late=0.05)
    given = {"own_url": f"https://simulated.example/lead/{pk}.html", "published_on": today().isoformat()}
    town.do(DETERMINATION, "register_publication", pk, by=by, data=given)
    yield from _listed(town, rng, pk)


def _listed(town: Town, rng: Random, pk: int) -> Steps:
    """The new lead's list takes the row in and is published: from then on such complaints find their way by themselves.

    Where the list goes on without this story, for another item came into it meanwhile, it is left to that one.
    """
    made = Link.objects.select_related("target__holder").filter(source=pk, target__kind="specific_list").first()
    if made is None:
        return
    book, lead = made.target_id, made.target.holder
    by, head = people.somebody(lead, _LIAISON), people.somebody(lead, ("deputy",))
    yield pace.in_days(rng, 1, 4)
    if not _stands(book, "drafting"):
        return
    _completed(town, pk, book, by)
    town.do(SPECIFIC_TABLE, "submit_for_check", book, by=by)
    yield pace.in_days(rng, 1, 3)
    if not _stands(book, "checking"):
        return
    town.do(SPECIFIC_TABLE, "start_consultation", book, by=head)
    for asked in Opinion.objects.select_related("body").filter(in_list=book, answer="asked").order_by("pk"):
        yield pace.in_days(rng, 0, 2)
        if not _stands(book, "consulting"):
            return
        town.do(SPECIFIC_TABLE, "answer_consultation", book, by=people.somebody(asked.body), data={"answer": "agree"})
    yield pace.in_days(rng, 1, 3)
    if _stands(book, "consulting"):
        town.do(SPECIFIC_TABLE, "submit_for_approval", book, by=by)
        yield from _published(town, rng, book, lead)


def _stands(book: int, state: str) -> bool:
    return Matter.objects.filter(pk=book, state=state).exists()


def _completed(town: Town, pk: int, book: int, by: str) -> None:
    """The row says which unit it is and on what it rests."""
    for row in Responsibility.objects.filter(in_list=book, decision=pk):
        given = {
            "row": str(row.key), "name": row.name, "field": row.field, "unit": row.unit or "责任处室", "words": row.words,
            "bases": words("determinations")["basis"],
            "supporters": [support.body.key for support in row.supports.select_related("body")],
        }  # fmt: skip
        town.do(SPECIFIC_TABLE, "edit_row", book, by=by, data=given)


def _published(town: Town, rng: Random, book: int, lead: Body) -> Steps:
    by = people.somebody(lead, _LIAISON)
    yield pace.in_days(rng, 1, 6)
    if not _stands(book, "approving"):
        return
    given = {"meeting": "党组会", "number": papers.number(rng, "纪"), "approved_on": today().isoformat()}
    town.do(SPECIFIC_TABLE, "approve", book, by=people.somebody(lead, ("principal",)), data=given)
    yield pace.in_days(rng, 1, 4)
    if not _stands(book, "approved"):
        return
    given = {"own_url": f"https://simulated.example/list/{book}.html", "published_on": today().isoformat()}
    town.do(SPECIFIC_TABLE, "register_publication", book, by=by, data=given)
    yield pace.in_days(rng, 1, 5)
    yield from responsibilities.filed(responsibilities.List(town, rng, lead, book))


__all__ = ["determination", "settled"]
