"""What the acts of a meeting do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

import re
from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_off, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.leadership import bodies, data, queries
from ecoduty.mechanisms.leadership.models import AgendaItem, Decision, Hearing, Meeting, MeetingPaper
from ecoduty.mechanisms.leadership.states import PREPARING
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE

_PARTED = re.compile(r"[｜|\t]")
_TASK, _SOURCE, _NAME = "task", "meeting", 200


def convene(attempt: Attempt) -> None:
    """Open a meeting at whoever records it. Raises Refused `unknown_meeting_kind` or `not_its_meeting`."""
    given: data.ConveneMeeting = attempt.data
    on = local_date(attempt.recorded_at)
    held_by = next((one for one in bodies.recorded_by(attempt.actor, on) if one.key == given.held_by), None)
    if given.kind not in bodies.kinds(on):
        raise wrong("kind", "unknown_meeting_kind", "没有这种会议，请从所列的会议类型中选。")
    if held_by is None or not bodies.holds(given.kind, held_by, on):
        raise wrong(
            "held_by",
            "not_its_meeting",
            f"{bodies.kinds(on)[given.kind]}不由所选单位召开，或不由您的单位登记。请改选召开单位。",
        )
    recorder = bodies.own(attempt.actor)
    matter = open_matter(attempt, title=given.title, holder=recorder, state=PREPARING.code)
    if held_by.pk != recorder.pk:
        attempt.on_behalf_of = attempt.on_behalf_of or held_by.short_name
        add_party(matter, held_by, PartyRole.COPY, attempt.occurred_at)  # its own people read what was recorded for it
    _let_the_office_in(attempt, matter, held_by, recorder)
    matter.meeting = Meeting.objects.create(
        matter=matter, kind=given.kind, held_by=held_by, planned_on=given.planned_on, place=given.place
    )
    _write_agenda(matter, given.agenda)
    attempt.record(held_by=held_by.short_name)


def _let_the_office_in(attempt: Attempt, matter: Matter, held_by: Body, recorder: Body) -> None:
    """A secretary records the meeting; the committee office turns its decisions into tasks."""
    if held_by.kind in bodies.ABOVE and recorder.kind != COMMITTEE_OFFICE:
        office = bodies.committee_office(held_by, local_date(attempt.recorded_at))
        add_party(matter, office, PartyRole.SUPERVISOR, attempt.occurred_at)


def revise(attempt: Attempt) -> None:
    """Another day, place or agenda; topics that were put on it stay."""
    given: data.Agenda = attempt.data
    own = own_of(attempt)
    own.planned_on, own.place = given.planned_on, given.place
    own.save(update_fields=["planned_on", "place"])
    own.agenda.filter(topic=None).delete()
    _write_agenda(attempt.subject, given.agenda)


def _write_agenda(matter: Matter, lines: tuple[str, ...]) -> None:
    rows = []
    for order, line in enumerate(lines, 1):
        title, presenter = [*(part.strip() for part in _PARTED.split(line, 1)), ""][:2]
        if len(title) > 200 or len(presenter) > 120 or not title:
            raise wrong(
                "agenda", "agenda_unreadable", f"“{queries.short(line)}”太长或没有议题，请写成：议题｜汇报单位。"
            )
        rows.append(AgendaItem(meeting_id=matter.pk, order=order, title=title, presenter=presenter))
    AgendaItem.objects.bulk_create(rows)


def add_paper(attempt: Attempt) -> None:
    """Keep a document that was laid before the meeting."""
    given: data.AddPaper = attempt.data
    file = claim_file(attempt, attempt.subject, given.file)
    MeetingPaper.objects.create(meeting=own_of(attempt), title=given.title, file=file)


def hold(attempt: Attempt) -> None:
    """It took place. Raises Refused `in_future`."""
    given: data.HoldMeeting = attempt.data
    own = own_of(attempt)
    if given.held_on > local_date(attempt.recorded_at):
        raise wrong("held_on", "in_future", f"{spoken_date(given.held_on)}还没有到，开过了再登记。")
    own.held_on, own.presided = given.held_on, given.presided
    own.chair, own.attendees = given.chair, given.attendees
    own.save(update_fields=["held_on", "presided", "chair", "attendees"])


def record_hearing(attempt: Attempt) -> None:
    """Keep which leader reported on which bodies, by the portfolios of that day (clause 13.1).

    Raises Refused `nobody_reported` or `not_in_portfolio`.
    """
    given: data.RecordHearing = attempt.data
    reported = list(dict.fromkeys((*given.reported, *given.again)))
    if not reported:
        raise wrong("reported", "nobody_reported", "请勾选谁汇报了哪个分管单位，至少一个。")
    own = own_of(attempt)
    on = day_of(own)
    known = dict(queries.portfolios(own, on))
    strange = [one for one in reported if one not in known]
    if strange:
        raise wrong(
            "reported",
            "not_in_portfolio",
            f"所选的有不属{spoken_date(on)}领导分工的，或这次会议已登记过。请刷新后重选。",
        )
    pairs = [tuple(int(part) for part in one.split(":")) for one in reported]
    people = queries.people_in({leader for leader, _ in pairs}, on)
    Hearing.objects.bulk_create(
        Hearing(meeting=own, leader_id=leader, body_id=body, person=people.get(leader, ""), gist=given.gist)
        for leader, body in pairs
    )
    attempt.record(heard=[known[one] for one in reported])


def strike_hearing(attempt: Attempt) -> None:
    """What was entered by mistake counts no more. Raises Refused `hearing_unknown`."""
    found = own_of(attempt).hearings.filter(pk=attempt.data.hearing, struck="").first()
    if found is None:
        raise wrong("hearing", "hearing_unknown", "这次会议没有所选的汇报，请刷新页面后重选。")
    found.struck = attempt.data.note
    found.save(update_fields=["struck"])


def task_from_decision(attempt: Attempt) -> None:
    """A decision becomes a draft task of the recording body, in one step (clause 13.1)."""
    given: data.DecisionToTask = attempt.data
    own = own_of(attempt)
    decision = _decision(attempt, given.decision)
    content = {
        "name": decision.text[:_NAME], "goal": decision.text[:2000], "source": _SOURCE,
        "source_note": f"{attempt.subject.title}（{day_of(own)}）决定第{decision.order}项"[:200],
        "lead": given.lead, "supporters": list(given.supporters), "limit_on": given.limit_on.isoformat(),
        "measures": given.measures, "requirements": given.requirements,
    }  # fmt: skip
    decision.task = hand_off(_TASK, attempt, content)
    decision.save(update_fields=["task"])
    attempt.record(decision=decision.order)


def no_task(attempt: Attempt) -> None:
    """Why a decision needs no task."""
    decision = _decision(attempt, attempt.data.decision)
    decision.no_task = attempt.data.note
    decision.save(update_fields=["no_task"])


def register_minutes(attempt: Attempt) -> None:
    """Keep number, day and copy of the minutes. Raises Refused `minutes_before_meeting` or `number_taken`."""
    given: data.RegisterMinutes = attempt.data
    own = own_of(attempt)
    if given.on < day_of(own):
        raise wrong("on", "minutes_before_meeting", f"印发日期早于会议召开的{spoken_date(day_of(own))}，次序不对。")
    same = Meeting.objects.filter(held_by=own.held_by_id, minutes_number=given.number, kind=own.kind).exclude(pk=own.pk)
    if same.exists():
        raise wrong("number", "number_taken", f"编号“{given.number}”已用于{own.held_by.short_name}另一次会议，请核对。")
    own.minutes_number, own.minutes_on = given.number, given.on
    if given.file:
        own.minutes_file = claim_file(attempt, attempt.subject, given.file)
    own.save(update_fields=["minutes_number", "minutes_on", "minutes_file"])


def own_of(attempt: Attempt) -> Meeting:
    """The meeting acted on."""
    own: Meeting = attempt.subject.meeting
    return own


def day_of(own: Meeting) -> date:
    """The day it was held; before that, the day announced."""
    return own.held_on or own.planned_on


def _decision(attempt: Attempt, number: int) -> Decision:
    found = own_of(attempt).decisions.filter(pk=number, task=None, no_task="").first()
    if found is None:
        raise wrong("decision", "decision_unknown", "所选的决定不在这次会议里，或已经转任务。请刷新页面后重选。")
    return found
