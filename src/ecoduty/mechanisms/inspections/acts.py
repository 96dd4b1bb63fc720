"""What the acts of a problem do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, end_party, hand_off, hand_over, open_matter
from ecoduty.kernel.clock import local_date, spoken_date, spoken_day
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.inspections import data, needs, queries, states
from ecoduty.mechanisms.inspections.keeping import file_of, keep, own_of
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.refusing import refuse
from ecoduty.mechanisms.inspections.roads import Road, road_of
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_CLUE = "clue"
_MICRODEGREE = Decimal("0.000001")


def register(attempt: Attempt) -> None:
    """Open the problem at whoever found it. Raises what `_checked` raises."""
    given: data.RegisterProblem = attempt.data
    finder = Body.objects.select_related("region").get(key=attempt.actor.body)
    district = _checked(attempt, given, finder)
    matter = open_matter(
        attempt,
        title=given.title,
        holder=finder,
        state=states.REGISTERED.code,
        origin_note=given.origin_note,
    )
    matter.problem = Problem.objects.create(
        matter=matter, found_by=finder, found_on=given.found_on, source=given.source, source_note=given.source_note,
        text=given.text, district=district, place=given.place, road=road_of(given.source, given.found_on), **_point(given.longitude, given.latitude),
    )  # fmt: skip


def edit(attempt: Attempt) -> None:
    """Write anew what was found, as long as nobody was told to put it right. Raises what `_checked` raises."""
    given: data.ProblemContent = attempt.data
    own = own_of(attempt)
    own.district = _checked(attempt, given, own.found_by)
    for name in ("found_on", "source", "source_note", "text", "place"):
        setattr(own, name, getattr(given, name))
    attempt.subject.title = given.title
    own.road = road_of(given.source, given.found_on)
    own.save()


def _checked(attempt: Attempt, given: data.ProblemContent, finder: Body) -> Body | None:
    """The district. Raises Refused `found_in_future`, `unknown_source`, `unknown_district`, `other_district` or `place_missing`."""
    day = local_date(attempt.recorded_at)
    if given.found_on > day:
        raise refuse("found_in_future", f"{spoken_date(given.found_on)}还没有到，请核对发现日期。", field="found_on")
    if given.source not in queries.sources(day):
        raise refuse("unknown_source", "没有所选的来源，请从所列的来源中选。", field="source")
    found = queries.district(given.district)
    if found is None and not given.place:
        raise refuse("place_missing", "请选所在区，或写明地点：没有地点，谁也找不到这个问题。", field="place")
    if finder.level == Level.DISTRICT and found is not None and found.pk != finder.region_id:
        raise refuse("other_district", "区里登记的问题只能在本区；别区的，请告知市环委办。", field="district")
    return found if finder.level != Level.DISTRICT else finder.region


def mark_place(attempt: Attempt) -> None:
    """Keep the point, and the district it lies in. Raises Refused `half_a_point`, `unknown_district` or `other_district`."""
    given: data.MarkPlace = attempt.data
    own = own_of(attempt)
    if (given.longitude is None) != (given.latitude is None):
        raise Refused("half_a_point", "经度和纬度要么都填，要么都不填。", status=422)
    district = queries.district(given.district)
    if district is not None and own.found_by.level == Level.DISTRICT and district.pk != own.found_by.region_id:
        raise Refused("other_district", "所标的位置不在本区，请重新标。", status=422)
    for name, value in _point(given.longitude, given.latitude).items():
        setattr(own, name, value)
    own.district = district or own.district
    own.save(update_fields=["longitude", "latitude", "district"])


def assign(attempt: Attempt) -> None:
    """The responsible body has it from now on, who found it watches over it, the district's committee office knows of it.

    What a body finds in its own house goes the plain road. Raises Refused `not_responsible`, `limit_in_past` or
    `statement_first`.
    """
    given: data.AssignProblem = attempt.data
    matter: Matter = attempt.subject
    own = own_of(attempt)
    day = local_date(attempt.recorded_at)
    body = next((one for one in queries.responsible_bodies(own.found_by, day) if one.key == given.responsible), None)
    if body is None:
        raise refuse("not_responsible", "所选单位不能做责任单位，请从所列的单位中选。", field="responsible")
    if given.limit_on < local_date(attempt.occurred_at):
        raise refuse(
            "limit_in_past", f"整改期限{spoken_date(given.limit_on)}已经过去，请改为今天或以后。", field="limit_on"
        )
    if attempt.before == states.REGISTERED.code:
        if own.road == Road.FULL and body.pk != own.found_by_id:
            sentence = "督查检查发现的问题，定性之前要先听取被检查单位陈述：请先点“听取陈述”。"
            raise Refused("statement_first", sentence, status=409, clause="14.2")
        own.road = Road.PLAIN
    own.responsible, own.limit_on, own.requirements = body, given.limit_on, given.requirements
    own.closing_needs = list(dict.fromkeys(given.closing_needs))
    own.save(update_fields=["road", "responsible", "limit_on", "requirements", "closing_needs"])
    hand_over(matter, body, attempt.occurred_at)
    if own.found_by_id != body.pk:
        add_party(matter, own.found_by, PartyRole.SUPERVISOR, attempt.occurred_at)
    _tell_the_district(attempt, own, day)
    attempt.record(responsible=body.short_name, limit=given.limit_on.isoformat())
    telling.tell_holder(
        attempt, f"新问题待整改：{matter.title}", f"{attempt.actor.title}交办，{spoken_day(given.limit_on)}前整改到位。"
    )


def _tell_the_district(attempt: Attempt, own: Problem, day: date) -> None:
    office = queries.office_of(own.district, day) if own.district else None
    if office is not None and office.pk not in {own.found_by_id, own.responsible_id}:
        add_party(attempt.subject, office, PartyRole.COPY, attempt.occurred_at)


def give_back(attempt: Attempt) -> None:
    """It is not this body's to put right; who found it has it again, with the reason."""
    matter: Matter = attempt.subject
    own = own_of(attempt)
    if own.road == Road.FULL:
        attempt.lead_to(states.DETERMINED.code)
    keep(attempt, attempt.data.note)
    end_party(matter, own.found_by, PartyRole.SUPERVISOR, attempt.occurred_at)
    hand_over(matter, own.found_by, attempt.occurred_at)
    telling.tell_holder(attempt, f"问题被退回：{matter.title}", f"{attempt.actor.title}：{attempt.data.note}")


def plan_measures(attempt: Attempt) -> None:
    """Keep what will be done, by which unit and person."""
    given: data.PlanMeasures = attempt.data
    own = own_of(attempt)
    own.measures, own.unit, own.person = given.measures, given.unit, given.person
    own.save(update_fields=["measures", "unit", "person"])


def report(attempt: Attempt) -> None:
    """Keep what was done, and what shows it."""
    given: data.ReportRectification | data.ApplyClosing = attempt.data
    keep(attempt, given.text, given.evidence, file_of(attempt, given.file))


def send_back(attempt: Attempt) -> None:
    """It is not put right; the responsible body goes on."""
    own = own_of(attempt)
    own.returned += 1
    own.save(update_fields=["returned"])
    keep(attempt, attempt.data.note)
    telling.tell_holder(attempt, f"未予销号：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}")


def strike_off(attempt: Attempt) -> None:
    """Every closing need is met, or it is not struck off. Raises Refused as `needs.all_met`."""
    given: data.StrikeOff = attempt.data
    needs.all_met(own_of(attempt).closing_needs, given.covered)
    keep(attempt, given.text, file=file_of(attempt, given.file))
    telling.tell_holder(attempt, f"已销号：{attempt.subject.title}", f"{attempt.actor.title}：{given.text}")


def cancel(attempt: Attempt) -> None:
    """It is followed no longer; whoever has it is told why."""
    given: data.CancelProblem = attempt.data
    keep(attempt, f"{given.note}（{given.authority}）")
    telling.tell_holder(attempt, f"问题已撤销：{attempt.subject.title}", f"{attempt.actor.title}：{given.note}")


def pass_to_task(attempt: Attempt) -> None:
    """What one rectification does not settle goes on as a task of whoever assigned it. Raises Refused as the tasks do."""
    given: data.ProblemToTask = attempt.data
    own = own_of(attempt)
    content = {
        "name": given.name,
        "goal": given.goal,
        "source": queries.task_source(local_date(attempt.recorded_at)),
        "source_note": f"问题{attempt.subject.number}",
        "measures": own.measures,
        "requirements": own.requirements,
        "lead": own.responsible.key if own.responsible else "",
    }
    hand_off("task", attempt, {name: value for name, value in content.items() if value})


def clue_from_problem(attempt: Attempt) -> None:
    """Pass the breach behind a problem to the body that has the power (clause 18.2); the problem is put right all the same.

    Raises Refused as clues do, such as `own_power` where it is this body's own to act.
    """
    given: data.ClueFromProblem = attempt.data
    own = own_of(attempt)
    content = {
        "conduct": given.conduct, "text": given.text, "place": given.place, "to": given.to, "reason": given.reason,
        "district": own.district.key if own.district else "", "seen_on": own.found_on,
    }  # fmt: skip
    hand_off(_CLUE, attempt, content)


def _point(longitude: float | None, latitude: float | None) -> dict[str, Decimal | None]:
    if longitude is None or latitude is None:
        return {"longitude": None, "latitude": None}
    return {
        "longitude": Decimal(str(longitude)).quantize(_MICRODEGREE),
        "latitude": Decimal(str(latitude)).quantize(_MICRODEGREE),
    }
