"""Conditions of the acts of the directory: a code, a sentence, and on which clause. Pure looks at what is loaded."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.organisation.directory.dated import on_day
from ecoduty.organisation.directory.models import Appointment, Body, Post
from ecoduty.organisation.directory.rows import Rows, lasts_beyond, rows_of, under_way
from ecoduty.organisation.directory.states import (
    COMMITTEE_OFFICE,
    LEADING_KINDS,
    OWN_KINDS,
    SYSTEM_ADMINISTRATOR,
    Level,
)


def _rows(attempt: Attempt) -> Rows:
    body: Body = attempt.subject
    return rows_of(body)


def _today(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)


# ------------------------------------------------------------------ bodies


def _keeps_the_directory(attempt: Attempt) -> bool:
    actor = attempt.actor
    if actor.is_system or actor.post_kind == SYSTEM_ADMINISTRATOR:
        return True
    return COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY


def _since_not_ahead(attempt: Attempt) -> bool:
    return bool(attempt.data.since <= _today(attempt))


def _until_not_ahead(attempt: Attempt) -> bool:
    return bool(attempt.data.until <= _today(attempt))


def _after_present_name(attempt: Attempt) -> bool:
    present = _rows(attempt).names[-1]
    return present.since is None or bool(attempt.data.since > present.since)


def _bodies_known(attempt: Attempt) -> bool:
    data, lookup = attempt.data, _rows(attempt).lookup
    named = [getattr(data, name, None) for name in ("parent", "host", "enforcement_to", "successor")]
    named += [*getattr(data, "superiors", ()), *getattr(data, "counterparts", ())]
    return all(lookup.body(key) is not None for key in named if key)


def _something_given(attempt: Attempt) -> bool:
    return any(value is not None for value in attempt.data.model_dump().values())


def _not_above_itself(attempt: Attempt) -> bool:
    """Neither part of itself nor of one of its own parts."""
    lookup, own, data = _rows(attempt).lookup, attempt.subject.pk, attempt.data
    if attempt.subject.key in {data.host, *data.superiors, *data.counterparts}:
        return False
    above = lookup.body(data.parent) if data.parent else None
    by_id = {body.pk: body for body in lookup.bodies()}
    while above is not None:
        if above.pk == own:
            return False
        above = by_id.get(above.parent_id) if above.parent_id else None
    return True


keeps_the_directory = Guard("keeper_only", "设立机构由市环委办办理。", _keeps_the_directory)
since_not_ahead = Guard("date_ahead", "日期还没有到，到日子再登记。", _since_not_ahead, asks_data=True)
until_not_ahead = Guard("date_ahead", "日期还没有到，到日子再登记。", _until_not_ahead, asks_data=True)
after_present_name = Guard(
    "before_present_name", "更名日期不能早于或等于现用名称的启用日期。", _after_present_name, asks_data=True
)
bodies_known = Guard("unknown_body", "所填机构不在名录中，请先设立或重新选择。", _bodies_known, asks_data=True)
something_given = Guard("nothing_to_change", "没有填任何要更正的项目。", _something_given, asks_data=True)
not_above_itself = Guard("above_itself", "机构不能隶属于自己或自己的下级。", _not_above_itself, asks_data=True)

# ------------------------------------------------------------------ units and posts


def _unit_open(attempt: Attempt) -> bool:
    data = attempt.data
    return all(unit.name != data.name or not unit.overlaps(data.since, None) for unit in _rows(attempt).units)


def _unit_there(attempt: Attempt) -> bool:
    return _rows(attempt).unit(attempt.data.name, attempt.data.until) is not None


def _unit_of_post_there(attempt: Attempt) -> bool:
    data = attempt.data
    return not data.unit or _rows(attempt).unit(data.unit, data.since or _today(attempt)) is not None


def _unit_empty(attempt: Attempt) -> bool:
    data = attempt.data
    rows = _rows(attempt)
    unit = rows.unit(data.name, data.until)
    return unit is None or not any(post.unit_id == unit.pk and lasts_beyond(post, data.until) for post in rows.posts)


def _post_key_free(attempt: Attempt) -> bool:
    return _rows(attempt).post(attempt.data.key) is None


def _post_open(attempt: Attempt) -> bool:
    return _open_post(attempt, attempt.data.until) is not None


def _nobody_in_post(attempt: Attempt) -> bool:
    data = attempt.data
    return not any(lasts_beyond(row, data.until) for row in _rows(attempt).of_post(data.post))


def _post_on(attempt: Attempt) -> bool:
    return _open_post(attempt, attempt.data.since) is not None


def _open_post(attempt: Attempt, on: date) -> Post | None:
    post = _rows(attempt).post(attempt.data.post)
    return post if post is not None and post.holds_on(on) else None


unit_open = Guard("unit_twice", "本单位已有同名内设机构。", _unit_open, asks_data=True)
unit_there = Guard("no_such_unit", "本单位当日没有这个内设机构。", _unit_there, asks_data=True)
unit_of_post_there = Guard("no_such_unit", "本单位当日没有这个内设机构。", _unit_of_post_there, asks_data=True)
unit_empty = Guard("unit_in_use", "这个内设机构还有岗位，请先撤销或调整其岗位。", _unit_empty, asks_data=True)
post_key_free = Guard("post_key_taken", "本单位已有同一代码的岗位，请换一个。", _post_key_free, asks_data=True)
post_to_close = Guard("no_such_post", "本单位当日没有这个岗位。", _post_open, asks_data=True)
nobody_in_post = Guard("post_taken", "这个岗位当日起还有人任职，请先登记免职。", _nobody_in_post, asks_data=True)
post_to_fill = Guard("no_such_post", "本单位当日没有这个岗位。", _post_on, asks_data=True)

# ------------------------------------------------------------------ appointments


def _someone_named(attempt: Attempt) -> bool:
    data = attempt.data
    return (data.person is None) != (not data.name)


def _person_known(attempt: Attempt) -> bool:
    return attempt.data.person is None or _rows(attempt).lookup.person(attempt.data.person) is not None


def _span_forward(attempt: Attempt) -> bool:
    return attempt.data.until is None or bool(attempt.data.until > attempt.data.since)


def _post_vacant(attempt: Attempt) -> bool:
    """Nobody holds a single post on any day of the new span, the one being replaced aside."""
    data, rows = attempt.data, _rows(attempt)
    post = rows.post(data.post)
    if post is None or not post.single:
        return True
    outgoing = replaced(attempt)
    return not any(row.overlaps(data.since, data.until) for row in rows.of_post(data.post) if row is not outgoing)


def replaced(attempt: Attempt) -> Appointment | None:
    """The holder whom an appointment replaces: the one in office the day the new one begins, if he began before."""
    data, rows = attempt.data, _rows(attempt)
    post = rows.post(data.post)
    if not data.replaces or post is None or not post.single:
        return None
    return next((row for row in on_day(rows.of_post(data.post), data.since) if row.since != data.since), None)


def _not_yet_in_it(attempt: Attempt) -> bool:
    data = attempt.data
    return data.person is None or not any(
        row.person_id == data.person and row.overlaps(data.since, data.until)
        for row in _rows(attempt).of_post(data.post)
    )


def _one_to_end(attempt: Attempt) -> bool:
    return ending(attempt) is not None


def ending(attempt: Attempt) -> Appointment | None:
    """The appointment that ends: in office the day before the end or on its first day, and only one such."""
    data = attempt.data
    rows = [
        row
        for row in _rows(attempt).of_post(data.post)
        if (data.person is None or row.person_id == data.person) and under_way(row, data.until)
    ]
    return rows[0] if len(rows) == 1 else None


someone_named = Guard("name_or_person", "请选择人员，或填写姓名，二者只填其一。", _someone_named, asks_data=True)
person_known = Guard("unknown_person", "名录中没有这个人，请重新选择。", _person_known, asks_data=True)
span_forward = Guard("dates_reversed", "截止日期须晚于起始日期。", _span_forward, asks_data=True)
post_vacant = Guard(
    "post_taken",
    "这个岗位在这段时间已有人任职，一岗只能一人。请先登记免职，或勾选“同时免去现任”。",
    _post_vacant,
    asks_data=True,
)
not_yet_in_it = Guard("already_appointed", "这个人在这段时间已经任这个岗位。", _not_yet_in_it, asks_data=True)
one_to_end = Guard("not_in_post", "当日没有可以免去的任职，或有多人任此岗位而没有选人。", _one_to_end, asks_data=True)

# ------------------------------------------------------------------ coordinators, clause 10.2


def _coordinator_asked_for(attempt: Attempt) -> bool:
    return bool(attempt.subject.coordinator_required)


def _in_office(attempt: Attempt) -> bool:
    data = attempt.data
    return _rows(attempt).appointment(data.post, data.person, data.since) is not None


def _leading_official(attempt: Attempt) -> bool:
    post = _rows(attempt).post(attempt.data.post)
    return post is not None and post.kind in LEADING_KINDS


def _coordinator_vacant(attempt: Attempt) -> bool:
    """Nobody is coordinator from that day on; with `replaces` the one in office steps back."""
    data = attempt.data
    return not any(
        row.overlaps(data.since, None) and not (data.replaces and row.holds_on(data.since) and row.since != data.since)
        for row in _rows(attempt).coordinators
    )


def _coordinator_there(attempt: Attempt) -> bool:
    return any(under_way(row, attempt.data.until) for row in _rows(attempt).coordinators)


coordinator_asked_for = Guard(
    "no_coordinator_needed", "本单位不在须确定统筹负责同志之列。", _coordinator_asked_for, clause="10.2"
)
in_office = Guard(
    "not_in_office", "所选岗位当日无人在任，或有多人在任而没有选人。", _in_office, clause="10.2", asks_data=True
)
leading_official = Guard(
    "not_leading",
    "统筹负责同志须是本单位负责同志（主要负责人或分管负责人）。",
    _leading_official,
    "10.2",
    asks_data=True,
)
coordinator_vacant = Guard(
    "coordinator_taken",
    "本单位当日起已有统筹负责同志，只能有一名。请先结束现任，或勾选“同时结束现任统筹负责同志”。",
    _coordinator_vacant,
    clause="10.2",
    asks_data=True,
)
coordinator_there = Guard(
    "no_coordinator", "本单位当日没有在任的统筹负责同志。", _coordinator_there, clause="10.2", asks_data=True
)

# ------------------------------------------------------------------ leaders in charge


def _leader_known(attempt: Attempt) -> bool:
    return _rows(attempt).lookup.leader(attempt.data.leader) is not None


def _leader_not_yet(attempt: Attempt) -> bool:
    data = attempt.data
    return not any(
        reference(row.leader) == data.leader and row.overlaps(data.since, None) for row in _rows(attempt).leaders
    )


def _leader_there(attempt: Attempt) -> bool:
    data = attempt.data
    return any(reference(row.leader) == data.leader and under_way(row, data.until) for row in _rows(attempt).leaders)


def reference(post: Post) -> str:
    """A leader's post as forms and rulebooks write it."""
    return f"{post.body.key}/{post.key}"


leader_known = Guard("unknown_leader", "没有这个领导岗位，请重新选择。", _leader_known, asks_data=True)
leader_not_yet = Guard("leader_twice", "这位领导在这段时间已经分管本单位。", _leader_not_yet, asks_data=True)
leader_there = Guard("no_such_leader", "这位领导当日没有分管本单位。", _leader_there, asks_data=True)

# ------------------------------------------------------------------ contact


def _person_of_the_body(attempt: Attempt) -> bool:
    """In office here today or later; who holds a post elsewhere too may be reached through either body."""
    on = _today(attempt)
    rows = _rows(attempt).appointments
    return any(row.person_id == attempt.data.person and lasts_beyond(row, on) for row in rows)


person_of_the_body = Guard(
    "not_of_the_body", "只能登记本单位在任人员的联系方式，请重新选择人员。", _person_of_the_body, asks_data=True
)


def _contact_given(attempt: Attempt) -> bool:
    data = attempt.data
    return bool(data.mobile or data.mail or data.remove)


contact_given = Guard("no_contact", "请填写手机号码或电子邮箱，至少一项。", _contact_given, asks_data=True)

# ------------------------------------------------------------------ delegation


def _acts_in_person(attempt: Attempt) -> bool:
    return not attempt.actor.delegated_from


def _own_post_or_principal(attempt: Attempt) -> bool:
    actor = attempt.actor
    post = _rows(attempt).post(attempt.data.post)
    if actor.is_system or COMMITTEE_OFFICE in actor.capacities or actor.post_kind in OWN_KINDS:
        return True
    return post is not None and post.pk == actor.post and attempt.data.holder in {None, actor.person}


def _holder_in_office(attempt: Attempt) -> bool:
    data = attempt.data
    return _rows(attempt).appointment(data.post, data.holder, data.since) is not None


def _delegate_of_the_body(attempt: Attempt) -> bool:
    """The delegate holds a post here on the first day, and is not the one who is absent."""
    data, rows = attempt.data, _rows(attempt)
    absent = rows.appointment(data.post, data.holder, data.since)
    present = {row.person_id for row in on_day(rows.appointments, data.since)}
    return data.delegate in present and (absent is None or absent.person_id != data.delegate)


def _not_delegated(attempt: Attempt) -> bool:
    data, rows = attempt.data, _rows(attempt)
    absent = rows.appointment(data.post, data.holder, data.since)
    return absent is None or not any(
        row.post.key == data.post and row.holder_id == absent.person_id and row.overlaps(data.since, data.until)
        for row in rows.delegations
    )


def _delegation_there(attempt: Attempt) -> bool:
    data = attempt.data
    return _rows(attempt).delegation(data.post, data.holder, data.until) is not None


acts_in_person = Guard("delegate_passes_on", "代行期间不能再转托他人，请由本人或主要负责人办理。", _acts_in_person)
own_post_or_principal = Guard(
    "not_own_post", "只能委托自己的岗位；其他岗位由主要负责人或机构管理员登记。", _own_post_or_principal, asks_data=True
)
holder_in_office = Guard(
    "not_in_office", "所选岗位当日无人在任，或有多人在任而没有选人。", _holder_in_office, asks_data=True
)
delegate_of_the_body = Guard(
    "delegate_outside", "代行人须是本单位当日在任的另一人。", _delegate_of_the_body, asks_data=True
)
not_delegated = Guard("already_delegated", "这个岗位在这段时间已经委托他人代行。", _not_delegated, asks_data=True)
delegation_there = Guard(
    "no_delegation", "这个岗位当日没有在办的委托，或有多人委托而没有选人。", _delegation_there, asks_data=True
)
