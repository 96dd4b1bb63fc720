"""What the acts of a site visit do beyond their table (clause 13.2). Each runs inside the gate's transaction."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_off, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.leadership import bodies, visit_data, visit_queries
from ecoduty.mechanisms.leadership.models import SiteVisit, VisitParticipant
from ecoduty.mechanisms.leadership.queries import person_in
from ecoduty.mechanisms.leadership.states import FOLLOWING
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_PARTED = re.compile(r"[｜|\t]")
_PROBLEM, _TASK = "problem", "task"
_MICRODEGREE = Decimal("0.000001")


def record(attempt: Attempt) -> None:
    """Keep a leader's visit at whoever records it, on the leader's behalf. Raises what `_whose`, `_where` and `_day` raise."""
    given: visit_data.RecordSiteVisit = attempt.data
    on = local_date(attempt.recorded_at)
    of_body, leader, title = _whose(attempt, given, on)
    _day(given.visited_on, on)
    recorder = bodies.own(attempt.actor)
    district = _where(given.district, given.place, of_body)
    matter = open_matter(attempt, title=given.title, holder=recorder, state=FOLLOWING.code)
    attempt.on_behalf_of = attempt.on_behalf_of or f"{of_body.short_name}{title}"
    if recorder.pk != of_body.pk:
        add_party(matter, of_body, PartyRole.SUPERVISOR, attempt.occurred_at)
    elif recorder.kind != COMMITTEE_OFFICE:  # a secretary records; the committee office sees to what came of it
        add_party(matter, bodies.committee_office(of_body, on), PartyRole.SUPERVISOR, attempt.occurred_at)
    own = SiteVisit.objects.create(
        matter=matter, of_body=of_body, leader=leader, leader_title=title,
        leader_name=person_in(leader.pk, given.visited_on) if leader else "", visited_on=given.visited_on,
        district=district, place=given.place, seen=given.seen, asked=given.asked,
    )  # fmt: skip
    matter.site_visit = own
    _write_participants(attempt, own, given.participants)
    attempt.record(leader=f"{of_body.short_name}{title}")


def edit(attempt: Attempt) -> None:
    """Write anew what was entered; whose visit it was stays. Raises what `_where` and `_day` raise."""
    given: visit_data.VisitContent = attempt.data
    own = own_of(attempt)
    _day(given.visited_on, local_date(attempt.recorded_at))
    own.district = _where(given.district, given.place, own.of_body)
    for name in ("visited_on", "place", "seen", "asked"):
        setattr(own, name, getattr(given, name))
    if own.leader is not None:
        own.leader_name = person_in(own.leader.pk, given.visited_on)
    own.save()
    attempt.subject.title = given.title
    own.participants.all().delete()
    _write_participants(attempt, own, given.participants)


def _whose(attempt: Attempt, given: visit_data.RecordSiteVisit, on: date) -> tuple[Body, Post | None, str]:
    """Body, post and title. Raises Refused `leader_missing`, `not_its_leader` or `leader_twice`."""
    known = visit_queries.whose(attempt.actor, on)
    if given.leader and given.leader_title:
        raise wrong("leader", "leader_twice", "带队领导选了，又另写了职务。请只留一样。")
    if given.leader:
        posts = visit_queries.leaders(known, on, visit_queries.serves(attempt.actor))
        post = next((one for one in posts if f"{one.body.key}/{one.key}" == given.leader), None)
        if post is None:
            raise wrong("leader", "not_its_leader", "所选领导的现场督导不由您的单位登记，请从所列的领导中选。")
        return post.body, post, post.title
    body = next((one for one in known if one.key == given.of_body), None)
    if body is None or not given.leader_title or visit_queries.serves(attempt.actor):
        raise wrong("leader", "leader_missing", "请选带队领导；目录里没有的，选所在机关并写明职务。")
    return body, None, given.leader_title


def _day(visited: date, on: date) -> None:
    if visited > on:
        raise wrong("visited_on", "visit_in_future", f"{spoken_date(visited)}还没有到，去过了再登记。")


def _where(key: str, place: str, of_body: Body) -> Body | None:
    """The district. Raises Refused `unknown_district`, `other_district` or `place_missing`."""
    found = directory.districts().filter(key=key).first() if key else None
    if key and found is None:
        raise wrong("district", "unknown_district", "没有所选的区，请从所列的区中选。")
    if not key and not place:
        raise wrong("place", "place_missing", "请选所在区，或写明地点。")
    if of_body.level == Level.DISTRICT and found is not None and found.pk != of_body.region_id:
        raise wrong("district", "other_district", "区领导的现场督导只登记在本区；去别区的，只写地点。")
    district: Body | None = found
    return district


def _write_participants(attempt: Attempt, own: SiteVisit, lines: tuple[str, ...]) -> None:
    """Bodies and posts that the directory knows are tied to it, others kept as words; the bodies are told by a copy."""
    on = own.visited_on
    rows = []
    for order, line in enumerate(lines, 1):
        name, title = [*(part.strip() for part in _PARTED.split(line, 1)), ""][:2]
        body = directory.find_body(name, on)
        post = Post.objects.filter(holding(on), body=body, title=title).first() if body and title else None
        rows.append(VisitParticipant(visit=own, order=order, body=body, post=post, name=name, title=title))
        if body is not None and body.pk not in {own.of_body_id, attempt.subject.holder_id}:
            add_party(attempt.subject, body, PartyRole.COPY, attempt.occurred_at)
    VisitParticipant.objects.bulk_create(rows)


def mark(attempt: Attempt) -> None:
    """Keep the point, and the district it lies in. Raises Refused `half_a_point` or what `_where` raises."""
    given: visit_data.MarkVisit = attempt.data
    own = own_of(attempt)
    if (given.longitude is None) != (given.latitude is None):
        raise Refused("half_a_point", "经度和纬度要么都填，要么都不填。", status=422)
    if given.district:
        own.district = _where(given.district, own.place, own.of_body)
    own.longitude, own.latitude = _degrees(given.longitude), _degrees(given.latitude)
    own.save(update_fields=["longitude", "latitude", "district"])


def problem(attempt: Attempt) -> None:
    """Enter a problem in the register and assign it, in this one act (clause 13.2). Raises Refused as the register does."""
    given: visit_data.ProblemFromVisit = attempt.data
    own = own_of(attempt)
    content: dict[str, Any] = {
        "title": given.title, "text": given.text, "found_on": own.visited_on,
        "source": _source(_PROBLEM, attempt), "source_note": _note(own), "district": own.district.key if own.district else "",
        "place": given.place or own.place, "responsible": given.responsible, "limit_on": given.limit_on,
        "requirements": given.requirements, "closing_needs": given.closing_needs,
    }  # fmt: skip
    if not given.place and own.longitude is not None and own.latitude is not None:
        content |= {"longitude": float(own.longitude), "latitude": float(own.latitude)}
    hand_off(_PROBLEM, attempt, content)


def task(attempt: Attempt) -> None:
    """Begin a task at the body that records (clause 13.2). Raises Refused as the tasks do."""
    given: visit_data.TaskFromVisit = attempt.data
    content = {
        "name": given.name, "source": _source(_TASK, attempt), "source_note": _note(own_of(attempt)), "lead": given.lead,
        "limit_on": given.limit_on.isoformat(), "requirements": given.requirements,
    }  # fmt: skip
    hand_off(_TASK, attempt, content)


def finish(attempt: Attempt) -> None:
    """Something came of it, or a word says why not. Raises Refused `nothing_came_of_it`."""
    if not attempt.data.note and not visit_queries.gave_rise(attempt.subject):
        raise wrong(
            "note", "nothing_came_of_it", "这次督导没有转出问题，也没有转出任务。没有发现问题的，请在说明里写一句。"
        )
    own = own_of(attempt)
    own.finish_note = attempt.data.note
    own.save(update_fields=["finish_note"])


def own_of(attempt: Attempt) -> SiteVisit:
    """The visit acted on."""
    matter: Matter = attempt.subject
    return SiteVisit.objects.select_related("of_body__region", "leader", "district").get(pk=matter.pk)


def _source(kind: str, attempt: Attempt) -> str:
    return visit_queries.sources(local_date(attempt.recorded_at))[kind]


def _note(own: SiteVisit) -> str:
    return f"{own.of_body.short_name}{own.leader_title}{spoken_date(own.visited_on)}现场督导"[:200]


def _degrees(given: float | None) -> Decimal | None:
    return None if given is None else Decimal(str(given)).quantize(_MICRODEGREE)
