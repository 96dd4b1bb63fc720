"""To whom a complaint goes: dispatched, given back, decided in conferral, or nobody's. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, hand_over
from ecoduty.casework.ports.responsible import Responsible
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.complaints import data, queries, suggesting
from ecoduty.mechanisms.complaints.models import Complaint, Dispatch, Return
from ecoduty.mechanisms.complaints.states import CONFERRAL
from ecoduty.organisation.directory import queries as directory

_DETERMINATION = "lead_determination"


def dispatch(attempt: Attempt) -> None:
    """Send it to the lead of a row of a list in force, or to another body with a reason.

    Raises Refused `row_unknown`, `dispatch_needs_reason`, `dispatch_to_whom` or `unknown_body`.
    """
    given: data.DispatchComplaint = attempt.data
    matter: Matter = attempt.subject
    on = _day(attempt)
    row = _row(given.responsibility, on) if given.responsibility else None
    key = given.body or (row.body_key if row else "")
    if not key:
        raise Refused("dispatch_to_whom", "请选清单中的一条，或选派给哪个单位。", status=422)
    if (row is None or row.body_key != key) and not given.reason:
        raise Refused("dispatch_needs_reason", "不按清单派的，须写明派给该单位的理由。", status=422)
    body = next((one for one in queries.handlers(matter.complaint.district, on) if one.key == key), None)
    if body is None:
        raise Refused("unknown_body", "所选的单位不在可派的单位之中，请重新选。", status=422)
    own: Complaint = matter.complaint
    own.row, own.row_name = (row.responsibility_key, row.name) if row and row.body_key == key else (None, "")
    own.save(update_fields=["row", "row_name"])
    Dispatch.objects.create(
        complaint=own, to=body, row=own.row, row_name=own.row_name, reason=given.reason,
        at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip
    hand_over(matter, body, attempt.occurred_at)
    attempt.record(dispatched_to=body.short_name, row=own.row_name)


def decide_conferral(attempt: Attempt) -> None:
    """Send it to whom the conferral found, for good. Raises what `dispatch` raises."""
    dispatch(attempt)
    own: Complaint = attempt.subject.complaint
    own.final = True
    own.save(update_fields=["final"])


def give_back(attempt: Attempt) -> None:
    """退单: the row that is another's, or that there is none. The second one of a complaint leads to a conferral.

    Raises Refused `return_names_no_row`, `row_unknown` or `row_is_ours`.
    """
    given: data.ReturnComplaint = attempt.data
    matter: Matter = attempt.subject
    if bool(given.responsibility) == given.nobodys:
        raise Refused(
            "return_names_no_row",
            "退单须指明现行清单中由别的部门牵头的一条；确实没有的，勾选没有哪一条涵盖此事，二者选一。",
            status=422,
        )
    row = _row(given.responsibility, _day(attempt)) if given.responsibility else None
    if row is not None and row.body_id in {matter.holder_id, *attempt.actor.bodies}:
        raise Refused("row_is_ours", f"“{row.name}”是本单位牵头的事项，不能以它退单。", status=422)
    Return.objects.create(
        complaint=matter.complaint,
        body=matter.holder,
        row=row.responsibility_key if row else None,
        row_name=row.name if row else "",
        row_body=row.body_short_name if row else "",
        reason=given.reason,
        at=attempt.occurred_at,
        by=attempt.actor.title,
    )
    own: Complaint = matter.complaint
    own.returned += 1
    own.save(update_fields=["returned"])
    if own.returned > 1:
        attempt.lead_to(CONFERRAL.code)
    attempt.record(
        times=own.returned, returned_to=row.body_short_name if row else "无牵头部门", row=row.name if row else ""
    )


def open_determination(attempt: Attempt) -> None:
    """Nobody leads it: a lead determination begins, and the complaint waits for it with whoever registered it (article 5)."""
    given: data.NobodysComplaint = attempt.data
    matter: Matter = attempt.subject
    hand_over(matter, directory.answering(matter.complaint.registered_by, _day(attempt)), attempt.occurred_at)
    content = {**given.model_dump(), "place": _place(matter), "origin_note": f"群众反映{matter.number}"}
    hand_off(_DETERMINATION, attempt, content)


def _place(matter: Matter) -> str:
    district = matter.complaint.district
    return district.name if district else ""


def _row(key: str, on: date) -> Responsible:
    found = suggesting.row(key, on)
    if found is None:
        raise Refused("row_unknown", "现行清单里没有这一条，请重新选。", status=422)
    return found


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
