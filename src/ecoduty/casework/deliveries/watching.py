"""Alarm when messages do not leave: told to whoever looks after the platform, in the inbox, once a day and channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ecoduty.casework.deliveries import outside, rules
from ecoduty.casework.escalation import notices, reaching, sweep
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.reaching import Unreached
from ecoduty.casework.escalation.recipients import Addressees, Seat
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.kernel.clock import local_date, spoken_moment
from ecoduty.kernel.clock.time import as_local
from ecoduty.kernel.outbox import health
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, Level

_INSIDE = "平台内部"
_NAMED = 6


def install() -> None:
    """Let the sweep look in every run."""
    sweep.register("undelivered", alarm)


def alarm(moment: datetime) -> int:
    """Tell the keepers of channels whose messages should have left long ago, or failed for good, and once a week of people
    without an account for whom notices lie that nobody reads. Three queries when well.
    """
    on = local_date(moment)
    minutes = rules.current(on).alarm_minutes
    late = health.backlog(moment - timedelta(minutes=minutes))
    dead = health.dead()
    nobody = reaching.unreached(_NAMED)
    if not late and not dead and not nobody:
        return 0
    seats = keepers(on)
    drafts = []
    for one in late:
        since = spoken_moment(as_local(one.since))
        text = f"{label(one.channel)}自{since}起有{one.waiting}条消息没有发出，超过{minutes}分钟。请在“系统·外发”查看原因。"
        drafts += [
            _draft(seat, f"外发受阻：{label(one.channel)}", text, f"undelivered:{one.channel}:{on}") for seat in seats
        ]
    for channel, count in dead.items():
        text = f"{label(channel)}有{count}条消息多次发送失败，等待人工处理。请在“系统·外发”查看原因，改正后重发。"
        drafts += [_draft(seat, f"发送失败：{label(channel)}", text, f"dead:{channel}:{on}") for seat in seats]
    if nobody:
        drafts += _unread(nobody, seats, on)
    return notices.write(drafts, moment)


def _unread(nobody: Sequence[Unreached], seats: Sequence[Seat], on: date) -> list[Draft]:
    able = reaching.who_sign_in(seat.person for seat in seats)
    named = "、".join(f"{one.body}{one.name}（{one.count}条）" for one in nobody[:5])
    more = "等" if len(nobody) > 5 else ""
    text = f"{named}{more}没有可以登录的账号，通知没有本人读到，已另告其单位能登录的人。请开通账号，或改任岗位。"
    year, week, _ = on.isocalendar()
    return [
        _draft(seat, "有人没有账号，通知没有送达", text, f"unreached:{year}-{week:02d}")
        for seat in seats
        if seat.person in able
    ]


def label(channel: str) -> str:
    """What people call a channel."""
    return outside.label(channel) or _INSIDE


def keepers(on: date) -> list[Seat]:
    """Who looks after the channels, each person once: the system administrators, or where there is none who keeps the
    city's directory.
    """
    administrators = Account.objects.filter(office=SYSTEM_ADMINISTRATOR, is_active=True, person__isnull=False)
    people = sorted(set(administrators.values_list("person_id", flat=True)))
    if people:
        return [Seat(0, person) for person in people]
    office = Body.objects.filter(kind=COMMITTEE_OFFICE, level=Level.CITY).values_list("pk", flat=True)
    places = {(body, kind) for body in office for kind in OFFICE_KINDS}
    addressees = Addressees(places, on)
    found = {(seat.person or -seat.post): seat for body in sorted(office) for seat in addressees.of(body, OFFICE_KINDS)}
    return list(found.values())


def _draft(seat: Seat, title: str, text: str, once: str) -> Draft:
    return Draft(seat, NoticeKind.SYSTEM, title, text, once=once)
