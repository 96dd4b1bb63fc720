"""What the sweep watches beside deadlines: departments without a coordinator, rungs nobody decides about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ecoduty.casework.duties import instances
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees, office_seats
from ecoduty.casework.escalation.states import NoticeKind, RungState
from ecoduty.kernel.clock import local_date
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.states import PRINCIPAL


def vacancies(moment: datetime) -> int:
    """Alarm the principal and the committee office where a body that needs a coordinator has none (clause 10.2).

    At most once a week for each vacancy: a default of this platform.
    """
    on = local_date(moment)
    vacant = list(queries.vacant_coordinators(on))
    if not vacant:
        return 0
    office = office_seats(on)
    addressees = Addressees({(body.pk, PRINCIPAL) for body in vacant}, on)
    year, week, _ = on.isocalendar()
    drafts = []
    for body in vacant:
        seats = addressees.of(body.pk, [PRINCIPAL]) + office
        text = f"{body.name}现在没有在任的统筹负责同志，请尽快明确并登记。"
        once = f"vacancy:{body.key}:{year}-{week:02d}"
        drafts += [
            Draft(seat, NoticeKind.VACANCY, f"{body.short_name}统筹负责同志空缺", text, once=once, statutory=True)
            for seat in seats
        ]
    return notices.write(drafts, moment)


def undecided(moment: datetime) -> int:
    """Remind the releasing post, once, of a prepared rung whose own limit is over."""
    late = list(
        Rung.objects.filter(state=RungState.PREPARED, release_due_at__lte=moment).select_related("deadline__matter")
    )
    addressees = Addressees(
        {(rung.release_body_id, rung.release_role) for rung in late if rung.release_body_id is not None},
        local_date(moment),
    )
    drafts = []
    for rung in late:
        if rung.release_body_id is None:
            continue
        matter = rung.deadline.matter
        text = f"“{rung.label}”等待您的岗位决定，已过规定时间。请发出、并入或写明暂不发的理由。"
        drafts += [
            Draft(
                seat,
                NoticeKind.RELEASE,
                f"超时未决定：{matter.title}",
                text,
                matter.pk,
                rung.deadline_id,
                once=f"release:{rung.pk}",
            )
            for seat in addressees.of(rung.release_body_id, [rung.release_role])
        ]
    return notices.write(drafts, moment)


def orphaned_duties(moment: datetime) -> int:
    """Tell the committee office, once a month, of duties that the rulebook lays on bodies that are no more and have no
    successor: nothing opens for them until somebody is named.
    """
    on = local_date(moment)
    found = instances.orphaned(on)
    if not found:
        return 0
    seats = office_seats(on)
    drafts = [
        Draft(
            seat, NoticeKind.OTHER, f"无人承担：{body.short_name}的“{duty.label}”",
            f"规则书仍由{body.name}承担“{duty.label}”，它已撤销，没有登记承接单位，不再自动立项。"
            "请在其机构页登记承接单位，或者修订规则书。",
            once=f"orphaned:{duty.key}:{body.key}:{on:%Y-%m}", statutory=True,
        )
        for duty, body in found
        for seat in seats
    ]  # fmt: skip
    return notices.write(drafts, moment)


WATCHERS: dict[str, Callable[[datetime], int]] = {
    "vacancies": vacancies,
    "undecided_rungs": undecided,
    "orphaned_duties": orphaned_duties,
}
