"""What the acts of a joint meeting do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ecoduty.casework.documents import numbers, texts
from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, end_party, hand_off, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import Problem, Refused, wrong
from ecoduty.mechanisms.enforcement.entered_for import entered_for
from ecoduty.mechanisms.enforcement.meetings import data, minutes, queries
from ecoduty.mechanisms.enforcement.meetings.models import JointAgendaItem, JointAttendance, JointMeeting, JointPaper
from ecoduty.mechanisms.enforcement.meetings.states import PREPARING
from ecoduty.organisation.directory.models import Body

_PARTED = re.compile(r"[｜|\t]")


def convene(attempt: Attempt) -> None:
    """Open a joint meeting at whoever called it. Raises Refused `not_a_convener`, `unknown_body`, `nobody_invited`, `not_in_the_circle`,
    `agenda_unreadable`, and what `entered_for` raises.
    """
    given: data.ConveneJointMeeting = attempt.data
    on = _day(attempt)
    convener = next((body for body in queries.conveners(on) if body.key == given.convener), None)
    if convener is None:
        raise wrong(
            "convener",
            "not_a_convener",
            "联席会议由法院牵头召集，或由规则书所列的单位召集，请从所列单位中选。",
            clause="20.3",
        )
    bodies = _bodies((*given.invited, *given.others), on)
    recorder = Body.objects.get(key=attempt.actor.body)
    if recorder.pk not in {convener.pk, *(body.pk for body in bodies)}:
        raise wrong(
            "invited", "not_in_the_circle", f"您的单位（{recorder.short_name}）不在参加单位里，不能登记这次会议。"
        )
    matter = open_matter(attempt, title=given.title, holder=convener, state=PREPARING.code)
    notice = entered_for(attempt, matter, convener, given.scan)
    own = matter.joint_meeting = JointMeeting.objects.create(
        matter=matter, recorded_by=recorder, planned_on=given.planned_on, place=given.place, notice=notice
    )
    _write_agenda(own, given.agenda)
    _invite(attempt, own, bodies)


def revise(attempt: Attempt) -> None:
    """Another day, place, agenda or circle. Raises Refused `unknown_body`, `agenda_unreadable`."""
    given: data.ReviseJointMeeting = attempt.data
    own = own_of(attempt)
    own.planned_on, own.place = given.planned_on, given.place
    own.save(update_fields=["planned_on", "place"])
    own.agenda.all().delete()
    _write_agenda(own, given.agenda)
    _invite(attempt, own, _bodies((*given.invited, *given.others), _day(attempt)))


def _bodies(keys: Iterable[str], on: date) -> list[Body]:
    known = {body.key: body for body in queries.partners(on)}
    strange = [key for key in keys if key not in known]
    if strange:
        raise wrong("invited", "unknown_body", "所选的有不能参加联席会议的单位，请从所列单位中选。")
    found = [known[key] for key in dict.fromkeys(keys)]
    if not found:
        raise wrong("invited", "nobody_invited", "请勾选参加单位，至少一个。")
    return found


def _write_agenda(own: JointMeeting, lines: Iterable[str]) -> None:
    rows = []
    for order, line in enumerate(lines, 1):
        title, presenter = [*(part.strip() for part in _PARTED.split(line, 1)), ""][:2]
        if not title or len(title) > 200 or len(presenter) > 120:
            raise wrong("agenda", "agenda_unreadable", f"第{order}行太长或没有议题，请写成：议题｜汇报单位。")
        rows.append(JointAgendaItem(meeting=own, order=order, title=title, presenter=presenter))
    JointAgendaItem.objects.bulk_create(rows)


def _invite(attempt: Attempt, own: JointMeeting, bodies: list[Body]) -> None:
    """Whoever is asked takes part from now on, whoever is asked no more does not; the new ones are told."""
    matter: Matter = attempt.subject
    known = {row.body_id: row for row in own.attendance.select_related("body")}
    wanted = {body.pk: body for body in bodies if body.pk != matter.holder_id}
    kept = {own.recorded_by_id}  # who enters it goes on reading it
    for pk, row in known.items():
        if pk not in wanted:
            row.delete()
            if pk not in kept:
                end_party(matter, row.body, PartyRole.SUPPORTER, attempt.occurred_at)
    new = [body for pk, body in wanted.items() if pk not in known]
    for body in new:
        add_party(matter, body, PartyRole.SUPPORTER, attempt.occurred_at)
    JointAttendance.objects.bulk_create(JointAttendance(meeting=own, body=body) for body in new)
    told = {body.pk for body in new} | {matter.holder_id}
    telling.tell_bodies(
        attempt, sorted(told - set(attempt.actor.bodies)), f"联席会议：{matter.title}",
        f"{spoken_date(own.planned_on)}，{matter.holder.short_name}召集。", queries.TOLD,
    )  # fmt: skip


def add_paper(attempt: Attempt) -> None:
    """Keep a document laid before the meeting."""
    given: data.AddMeetingPaper = attempt.data
    file = claim_file(attempt, attempt.subject, given.file)
    JointPaper.objects.create(meeting=own_of(attempt), title=given.title, file=file)


def hold(attempt: Attempt) -> None:
    """It took place. Raises Refused `in_future`, `not_in_the_circle`."""
    given: data.HoldJointMeeting = attempt.data
    own = own_of(attempt)
    if given.held_on > _day(attempt):
        raise wrong("held_on", "in_future", f"{spoken_date(given.held_on)}还没有到，开过了再登记。")
    came = {body.pk for body in queries.circle(own) if body.key in given.attended}
    if len(came) < len(set(given.attended)):
        raise wrong("attended", "not_in_the_circle", "所选的有没有列入参加单位的，请先修改会议，再登记召开。")
    own.held_on, own.chair = given.held_on, given.chair
    own.save(update_fields=["held_on", "chair"])
    own.attendance.filter(body__in=came).update(attended=True)
    own.attendance.exclude(body__in=came).update(attended=False)


def cancel(attempt: Attempt) -> None:
    """It does not take place; whoever was asked hears it."""
    own, matter = own_of(attempt), attempt.subject
    bodies = [body.pk for body in queries.circle(own) if body.pk not in attempt.actor.bodies]
    telling.tell_bodies(attempt, bodies, f"联席会议取消：{matter.title}", attempt.data.note, queries.TOLD)


def decide(attempt: Attempt) -> None:
    """A decision becomes a matter of the responsible body. Raises Refused `not_in_the_circle`, `due_before_meeting`,
    `supporter_is_responsible`.
    """
    given: data.RecordJointDecision = attempt.data
    own = own_of(attempt)
    known = {body.key: body for body in queries.circle(own)}
    if given.responsible not in known:
        raise wrong(
            "responsible", "not_in_the_circle", "责任单位应是召集单位或参加单位，请从所列单位中选。", clause="20.3"
        )
    if any(key not in known for key in given.supporters):
        raise wrong("supporters", "not_in_the_circle", "配合单位应是召集单位或参加单位，请从所列单位中选。")
    if given.responsible in given.supporters:
        raise wrong(
            "supporters",
            "supporter_is_responsible",
            f"{known[given.responsible].short_name}是责任单位，不能又作配合单位。",
        )
    held = own.held_on or own.planned_on
    if given.due_on < max(held, _day(attempt)):
        raise wrong(
            "due_on", "due_before_meeting", f"完成时限{spoken_date(given.due_on)}已经过去或早于会议，请写今后的一天。"
        )
    made = hand_off(queries.DECISION, attempt, {"meeting": own.pk, **given.model_dump(mode="json")})
    attempt.record(decision=made.number)


def issue_minutes(attempt: Attempt) -> None:
    """The minutes, put together from what was entered, numbered and sent to whoever took part (clause 20.3).

    Raises Refused `number_missing`, and what `numbers.sign` raises.
    """
    matter: Matter = attempt.subject
    own = own_of(attempt)
    if attempt.data.signed_on and own.held_on and attempt.data.signed_on < own.held_on:
        raise wrong(
            "signed_on", "minutes_before_meeting", f"印发日期早于会议召开的{spoken_date(own.held_on)}，次序不对。"
        )
    if matter.holder_id not in attempt.actor.bodies:
        entered_for(attempt, matter, matter.holder, attempt.data.scan)
    document = texts.start(matter, queries.MEETING, f"{matter.title}纪要")
    texts.save(document, minutes.sections(own), attempt.actor, attempt.recorded_at)
    numbers.sign(attempt, document)
    if not document.number:
        sentence = "纪要须有编号：请照录召集单位的编号，如“×法环联〔2026〕2号”。"
        raise Refused("number_missing", sentence, status=422, problems=(Problem("number", "number_missing", sentence),))
    document.sent_at = attempt.occurred_at
    document.save(update_fields=["sent_at"])
    bodies = [body.pk for body in queries.circle(own) if body.pk not in attempt.actor.bodies]
    telling.tell_bodies(
        attempt, bodies, f"会议纪要：{matter.title}", f"纪要{document.number}已印发，请打开阅看。", queries.TOLD
    )


def own_of(attempt: Attempt) -> JointMeeting:
    """The meeting acted on. Who enters it for the convener says so in the entry."""
    matter: Matter = attempt.subject
    if matter.holder_id not in attempt.actor.bodies:
        attempt.on_behalf_of = attempt.on_behalf_of or matter.holder.short_name
    own: JointMeeting = matter.joint_meeting
    return own


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
