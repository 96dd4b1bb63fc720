"""What the acts of a complaint do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_off, hand_over, open_matter
from ecoduty.casework.ports.responsible import Responsible
from ecoduty.casework.publications import privacy
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.complaints import data, queries, suggesting
from ecoduty.mechanisms.complaints.models import Complaint, Dispatch, Return
from ecoduty.mechanisms.complaints.states import REGISTERED
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_TITLE = 40  # characters of the text that make the title
_DETERMINATION = "lead_determination"


def register(attempt: Attempt) -> None:
    """Open the complaint at the body that registers it, with the rows that answer to its text.

    Raises Refused `received_in_future`, `unknown_district`, `unknown_channel` or `personal_data`.
    """
    given: data.RegisterComplaint = attempt.data
    on = _day(attempt)
    if given.received_on > on:
        raise Refused("received_in_future", f"收到日期{spoken_date(given.received_on)}还没有到，请核对。", status=422)
    if given.channel not in dict(queries.channels(on)):
        raise Refused("unknown_channel", "没有这个渠道，请从所列的渠道中选。", status=422)
    _refuse_personal_data(given)
    body = Body.objects.get(key=attempt.actor.body)
    district = _district(given.district) or body.region
    title = given.text if len(given.text) <= _TITLE else f"{given.text[:_TITLE]}…"
    matter = open_matter(
        attempt,
        title=" ".join(title.split()),
        holder=body,
        state=REGISTERED.code,
        clauses=list(attempt.table.clauses),
    )
    matter.region = district
    add_party(matter, body, PartyRole.SUPERVISOR, attempt.occurred_at)
    found = suggesting.rows(given.text, district.region_code if district else "", on)
    Complaint.objects.create(
        matter=matter,
        text=given.text,
        district=district,
        channel=given.channel,
        received_on=given.received_on,
        registered_by=body,
        suggested=[suggesting.kept(row) for row in found],
    )
    attempt.record(suggested=found[0].body_short_name if found else "")


def _district(key: str) -> Body | None:
    if not key:
        return None
    found = directory.districts().filter(key=key).first()
    if found is None:
        raise Refused("unknown_district", "没有这个区，请从所列的区中选。", status=422)
    return found


def _refuse_personal_data(given: data.RegisterComplaint) -> None:
    found = [] if given.checked else privacy.suspicions([{"title": "反映内容", "text": given.text}])
    if found:
        words = "、".join(f"{item.what}{item.words}" for item in found[:5])
        raise Refused(
            "personal_data",
            f"反映内容疑似含有个人信息：{words}。请删去；确属被反映单位公开的联系方式的，请勾选已核对。",
            status=422,
        )


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


def give_back(attempt: Attempt) -> None:
    """退单: the row that is another's, or that there is none.

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
    attempt.record(returned_to=row.body_short_name if row else "无牵头部门", row=row.name if row else "")


def open_determination(attempt: Attempt) -> None:
    """Nobody leads it: a lead determination begins, and the complaint waits for it with whoever registered it (article 5)."""
    given: data.NobodysComplaint = attempt.data
    matter: Matter = attempt.subject
    hand_over(matter, matter.complaint.registered_by, attempt.occurred_at)
    content = {**given.model_dump(), "place": _place(matter), "origin_note": f"群众反映{matter.number}"}
    hand_off(_DETERMINATION, attempt, content)


def _place(matter: Matter) -> str:
    district = matter.complaint.district
    return district.name if district else ""


def answer(attempt: Attempt) -> None:
    """Keep what was done and found."""
    own: Complaint = attempt.subject.complaint
    own.answer = attempt.data.answer
    own.save(update_fields=["answer"])


def _row(key: str, on: date) -> Responsible:
    found = suggesting.row(key, on)
    if found is None:
        raise Refused("row_unknown", "现行清单里没有这一条，请重新选。", status=422)
    return found


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
