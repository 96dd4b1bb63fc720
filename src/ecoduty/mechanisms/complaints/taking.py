"""How a complaint comes in: taken in from outside or registered by staff, accepted or not, and corrected later."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import IntegrityError

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.casework.publications import privacy
from ecoduty.kernel.clock import SHANGHAI, as_local, local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.complaints import data, reporters, rules, suggesting
from ecoduty.mechanisms.complaints.models import Complaint, Version
from ecoduty.mechanisms.complaints.states import RECEIVED, REGISTERED
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_TITLE = 40  # characters of the text that make the title
_DEGREES = Decimal("0.000001")
_LONGEST_AGO = timedelta(days=366)
_CLASHES = {
    "complaints_reference_once": ("known_reference", "这个编号刚刚用于另一件反映。"),
    "complaints_external_once": ("known_external", "这个来源编号刚刚收过。"),
}


def take_in(attempt: Attempt) -> None:
    """Open the complaint at the body that receives what comes by this channel; the actor's own where he is in one.

    Raises Refused `received_in_future`, `received_long_ago`, `unknown_district`, `unknown_channel`, `unknown_nature`,
    `unknown_category`, `known_reference`, `known_external` or `nobody_receives`.
    """
    given: data.TakeIn = attempt.data
    received = _moment(given.received_at or attempt.occurred_at, attempt.recorded_at)
    body = _receiver(attempt, given.channel)
    own = _complaint(attempt, given, received, body, RECEIVED.code)
    own.reference = given.reference
    if given.external is not None:
        own.external_system, own.external_number = given.external.system, given.external.number
        attempt.record(external=f"{own.external_system}：{own.external_number}")
    own.longitude, own.latitude = _degrees(given.longitude), _degrees(given.latitude)
    _save_once(own)
    reporters.keep(attempt, own, given.reporter)


def register(attempt: Attempt) -> None:
    """Open the complaint at the body that registers it, accepted at once, with the rows that answer to its text.

    Raises Refused `received_in_future`, `unknown_district`, `unknown_channel`, `unknown_nature`, `unknown_category` or
    `personal_data`.
    """
    given: data.RegisterComplaint = attempt.data
    day = datetime.combine(given.received_on, time.min, SHANGHAI)
    same_day = given.received_on == local_date(attempt.occurred_at)
    received = _moment(attempt.occurred_at if same_day else day, attempt.recorded_at)
    _refuse_personal_data(given)
    body = Body.objects.get(key=attempt.actor.body)
    own = _complaint(attempt, given, received, body, REGISTERED.code)
    own.accepted_at = attempt.occurred_at
    own.save()
    person = data.ReporterData(name=given.reporter_name, phone=given.reporter_phone, wants_sms=given.wants_sms)
    reporters.keep(attempt, own, person if person.name or person.phone else None)


def accept(attempt: Attempt) -> None:
    """It is taken up. Raises Refused `unknown_nature` or `unknown_category`."""
    given: data.AcceptComplaint = attempt.data
    own: Complaint = attempt.subject.complaint
    on = _day(attempt)
    own.nature = _known("nature", given.nature, rules.natures(on)) or own.nature
    own.category = _known("category", given.category, rules.categories(on)) or own.category
    own.accepted_at = attempt.occurred_at
    own.save(update_fields=["nature", "category", "accepted_at"])


def refuse(attempt: Attempt) -> None:
    """It is not taken up, on a ground that the rulebook names; its reporter is told where to go.

    Raises Refused `unknown_ground`.
    """
    given: data.RefuseComplaint = attempt.data
    if given.ground not in dict(rules.refusal_grounds(_day(attempt))):
        raise Refused("unknown_ground", "没有这一种法定情形，请从所列的情形中选。", status=422)
    own: Complaint = attempt.subject.complaint
    own.refusal_ground, own.go_where, own.outcome_note = given.ground, given.go_where, given.note
    own.save(update_fields=["refusal_ground", "go_where", "outcome_note"])


def correct(attempt: Attempt) -> None:
    """What it says is changed: the words so far are kept as a version, and whoever handles it is told.

    Raises Refused `unknown_district` or `nothing_corrected`.
    """
    given: data.CorrectComplaint = attempt.data
    matter = attempt.subject
    own: Complaint = matter.complaint
    district = _district(given.district) or own.district
    moved = given.longitude is not None and given.latitude is not None
    text, place = given.text or own.text, given.place or own.place
    if (text, place, district) == (own.text, own.place, own.district) and not moved:
        raise Refused("nothing_corrected", "填写的和现在的一样，没有要更正的。", status=422)
    Version.objects.create(
        complaint=own, number=own.revision, text=own.text, place=own.place, district=own.district,
        until=attempt.occurred_at, by=attempt.actor.title, reason=given.reason,
    )  # fmt: skip
    changed = [word for word, differs in (("反映内容", text != own.text), ("地点", place != own.place or moved),
                                          ("所在区", district != own.district)) if differs]  # fmt: skip
    own.text, own.place, own.district, own.revision = text, place, district, own.revision + 1
    if moved:
        own.longitude, own.latitude = _degrees(given.longitude), _degrees(given.latitude)
    own.save(update_fields=["text", "place", "district", "revision", "longitude", "latitude"])
    matter.title, matter.region = title_of(text), district
    attempt.record(revision=own.revision, changed=changed)
    said = f"{attempt.actor.title}更正了{'、'.join(changed)}：{given.reason}。请按更正后的内容办理。"
    telling.tell_holder(attempt, f"反映内容有更正：{matter.title}", said)


def title_of(text: str) -> str:
    """The title of a complaint: the beginning of its text. It stands in lists, notices, feeds and entries, so numbers of
    persons are hidden in it for everybody.
    """
    known = privacy.masked(text)
    short = known if len(known) <= _TITLE else f"{known[:_TITLE]}…"
    return " ".join(short.split())


def _complaint(
    attempt: Attempt, given: data.TakeIn | data.RegisterComplaint, received: datetime, body: Body, state: str
) -> Complaint:
    """The matter, and the complaint's own row not yet written."""
    on = _day(attempt)
    _known("channel", given.channel, rules.channels(on))
    nature = _known("nature", given.nature, rules.natures(on))
    category = _known("category", given.category, rules.categories(on))
    named = _district(given.district)
    district = named or body.region
    matter = open_matter(attempt, title=title_of(given.text), holder=body, state=state)
    matter.region = district
    add_party(matter, body, PartyRole.SUPERVISOR, attempt.occurred_at)
    found = suggesting.rows(given.text, district.region_code if district else "", on)
    attempt.record(suggested=found[0].body_short_name if found else "")
    return Complaint(
        matter=matter, text=given.text, district=district, place=given.place, channel=given.channel, nature=nature,
        category=category, received_on=local_date(received), received_at=received, registered_by=body,
        suggested=[suggesting.kept(row) for row in found],
    )  # fmt: skip


def _receiver(attempt: Attempt, channel: str) -> Body:
    """The actor's own body; for the platform itself the one that the rulebook names."""
    key = attempt.actor.body or rules.receiver(channel, _day(attempt))
    found = Body.objects.select_related("region").filter(key=key).first()
    if found is None:
        raise Refused("nobody_receives", "规则书没有写明由哪个机构收这个渠道的反映。请联系系统管理员。", status=422)
    return found


def _wrong(what: str) -> Refused:
    return {
        "channel": Refused("unknown_channel", "没有这个渠道，请从所列的渠道中选。", status=422),
        "nature": Refused("unknown_nature", "没有这种诉求类型，请从所列的类型中选。", status=422),
        "category": Refused("unknown_category", "没有这个环境类别，请从所列的类别中选。", status=422),
    }[what]


def _known(what: str, code: str, pairs: list[tuple[str, str]]) -> str:
    """The code, when there is such a one or none was given."""
    if code and code not in dict(pairs):
        raise _wrong(what)
    return code


def _moment(received: datetime, now: datetime) -> datetime:
    """Shanghai time, neither to come nor long past: a wrong year would make a limit that was over before it began.

    Raises Refused `received_in_future` or `received_long_ago`.
    """
    aware = received if received.tzinfo else received.replace(tzinfo=SHANGHAI)
    if aware > now:
        raise Refused("received_in_future", f"收到日期{spoken_date(received.date())}还没有到，请核对。", status=422)
    if aware < now - _LONGEST_AGO:
        raise Refused("received_long_ago", "收到日期早于一年前，请核对年份。", status=422)
    return as_local(aware)


def _save_once(own: Complaint) -> None:
    """Write it, unless another one has its number; a twin that was a moment faster counts, too."""
    _refuse_known(own)
    try:
        own.save()
    except IntegrityError as error:
        clash = _CLASHES.get(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")
        if clash is None:
            raise
        raise Refused(*clash) from error


def _refuse_known(own: Complaint) -> None:
    """The same number twice is the same complaint: whoever sends it again is told so."""
    if own.reference and Complaint.objects.filter(reference=own.reference).exists():
        raise Refused("known_reference", f"编号{own.reference}已经用于另一件反映。")
    if own.external_number:
        named = {"external_system": own.external_system, "external_number": own.external_number}
        known = Complaint.objects.filter(**named).select_related("matter").first()
        if known is not None:
            raise Refused("known_external", f"来源编号{own.external_number}已经收过，是{known.matter.number}。")


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(_DEGREES)


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


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
