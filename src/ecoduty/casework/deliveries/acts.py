"""The acts of a person on his own settings, and of the keepers on channels; each in a stream of its own."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import time
from typing import Annotated, Any, ClassVar

from django.db import connection
from pydantic import Field, StringConstraints, model_validator

from ecoduty.casework.deliveries import outside, preferences, rules
from ecoduty.casework.deliveries.models import NoticeSettings, OutsideChannel
from ecoduty.casework.deliveries.states import Mode, Standing
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Guard, State, Subject, Who, register
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Channel, Message, SendState
from ecoduty.organisation.accounts.own import IN_USE, OwnStore
from ecoduty.organisation.directory import contact
from ecoduty.organisation.directory.contact import Mail, Mobile
from ecoduty.organisation.directory.models import Person

TOKEN_BYTES = 32
Words = Annotated[str, StringConstraints(min_length=2, max_length=500)]


# ------------------------------------------------------------------ settings


class SaveSettings(ActData):
    """保存通知设置: kind → channel → mode, and when one is left alone."""

    modes: dict[str, dict[str, Mode]] = Field(default_factory=dict, title="各类通知")
    digest_at: time = Field(title="每日汇总时间")
    digest_working_days: bool = Field(default=False, title="汇总只在工作日发")
    quiet: bool = Field(default=False, title="免打扰")
    quiet_from: time = Field(title="免打扰开始")
    quiet_until: time = Field(title="免打扰结束")
    rest_days_quiet: bool = Field(default=False, title="休息日不打扰")

    @model_validator(mode="after")
    def _span(self) -> SaveSettings:
        if self.quiet and self.quiet_from == self.quiet_until:
            raise ValueError("免打扰的开始和结束不能是同一时刻")
        return self

    def chosen(self) -> dict[str, Any]:
        """What is kept."""
        given = self.model_dump(mode="json")
        return {**given, **{name: given[name][:5] for name in ("digest_at", "quiet_from", "quiet_until")}}

    def facts(self) -> dict[str, Any]:
        """All of it: choices are no secret."""
        return self.chosen()


class ChooseWeekly(ActData):
    """设置每周小结."""

    weekly: bool = Field(default=False, title="我的每周小结")
    weekly_body: bool = Field(default=False, title="本单位每周小结")


class SetContact(ActData):
    """更正本人联系方式. The ledger keeps digests only."""

    secrets: ClassVar[frozenset[str]] = frozenset({"mobile", "mail"})

    mobile: Mobile = Field(default="", title="手机号码")
    mail: Mail = Field(default="", title="电子邮箱")


def _keeps_the_statutory(attempt: Attempt) -> bool:
    """A statutory kind leaves over at least one of the channels there are at once."""
    rule = rules.current(local_date(attempt.recorded_at))
    channels = preferences.in_order(outside.offered(), rule)
    given: SaveSettings = attempt.data
    return all(
        not _all_but_at_once(given.modes.get(kind, {}), channels)
        for kind, one in rule.kinds.items()
        if one.standing == Standing.STATUTORY
    )


def _all_but_at_once(chosen: dict[str, Mode], channels: Sequence[str]) -> bool:
    modes = [chosen[channel] for channel in channels if channel in chosen]
    return bool(modes) and Mode.AT_ONCE not in modes


def _save(attempt: Attempt) -> None:
    attempt.subject.chosen = {**attempt.subject.chosen, **attempt.data.chosen()}


def _choose_weekly(attempt: Attempt) -> None:
    attempt.subject.chosen = {**attempt.subject.chosen, **attempt.data.model_dump()}


def _set_contact(attempt: Attempt) -> None:
    person: Person = attempt.subject.account.person
    facts = contact.write([contact.Contact(person, attempt.data.mobile, attempt.data.mail)])[0]
    attempt.record(**facts)


def _issue_calendar(attempt: Attempt) -> None:
    settings: NoticeSettings = attempt.subject
    settings.calendar_token = secrets.token_urlsafe(TOKEN_BYTES)
    settings.calendar_digest = token_digest(settings.calendar_token)
    settings.calendar_made_at = attempt.recorded_at


def _revoke_calendar(attempt: Attempt) -> None:
    attempt.subject.calendar_digest = None
    attempt.subject.calendar_made_at = None


def token_digest(token: str) -> bytes:
    """What is kept of a calendar's address."""
    return sm3(b"calendar:" + token.encode())


_OWN = (Who("own", (), "本人"),)
keeps_the_statutory = Guard(
    "statutory_notice_off",
    "法定通知不能关闭：标有“法定”的每一类，至少保留一个渠道即时发送。",
    _keeps_the_statutory,
    asks_data=True,
)
has_calendar = Guard("no_calendar", "现在没有日历地址。", lambda attempt: attempt.subject.calendar_digest is not None)
has_person = Guard(
    "no_person",
    "这个账号没有对应的人员，不能登记联系方式。",
    lambda attempt: attempt.subject.account.person is not None,
)

SETTINGS = register(
    ActTable(
        kind="notice_settings",
        label="通知设置",
        states=(State(IN_USE, "在用", open=False),),
        acts=(
            Act(
                "save", "保存通知设置", (IN_USE,), None, _OWN, data=SaveSettings, effect=_save, main=True,
                guards=(keeps_the_statutory,),
            ),
            Act("choose_weekly", "设置每周小结", (IN_USE,), None, _OWN, data=ChooseWeekly, effect=_choose_weekly),
            Act(
                "set_contact", "更正联系方式", (IN_USE,), None, _OWN, data=SetContact, effect=_set_contact,
                guards=(has_person,),
            ),
            Act(
                "issue_calendar", "生成日历地址", (IN_USE,), None, _OWN, effect=_issue_calendar,
                hint="原来的地址随即失效。",
            ),
            Act("revoke_calendar", "作废日历地址", (IN_USE,), None, _OWN, effect=_revoke_calendar, guards=(has_calendar,)),
        ),
        store=OwnStore(NoticeSettings, "chosen", "calendar_digest", "calendar_made_at"),
    )
)  # fmt: skip


# ------------------------------------------------------------------ channels


class StopChannel(ActData):
    """暂停渠道."""

    cause: Words = Field(title="暂停原因")


class ChooseFailed(ActData):
    """What failed for good: of these persons, or everything on the channel."""

    persons: tuple[int, ...] = Field(default=(), title="收件人")


class DropFailed(ChooseFailed):
    """作废."""

    cause: Words = Field(title="作废原因")


class ChannelStore:
    """Channels by name: those of this installation and those that left something undelivered."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Their streams; a channel nobody knows has none."""
        known = set(drainer.channels()) | set(
            Message.objects.filter(channel__in=refs).values_list("channel", flat=True)
        )
        return {name: f"channel:{name}" for name in refs if name in known}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The rows; one that never sent anything is made when it is written."""
        known = {row.name: row for row in OutsideChannel.objects.filter(pk__in=refs)}
        return {name: known.get(name) or OutsideChannel(name=name) for name in refs}

    def write(self, subjects: Sequence[Any]) -> None:
        """State and version; how sending goes is the drainer's to write."""
        columns = ["state", "try_again_at", "version", "last_occurred_at"]
        OutsideChannel.objects.bulk_create(
            subjects, update_conflicts=True, unique_fields=["name"], update_fields=columns
        )


_FAILED = """
UPDATE outbox_message SET {what} WHERE channel = %(channel)s AND state = 'dead' AND (%(all)s OR id IN (
    SELECT message_id FROM deliveries_delivery WHERE person_id = ANY(%(persons)s)
))
"""
_AGAIN = _FAILED.format(what="state = 'waiting', attempts = 0, next_try_at = %(at)s, due_at = %(at)s")
_DROP = _FAILED.format(what="state = 'cancelled'")


def _change_failed(attempt: Attempt, statement: str) -> None:
    persons = list(attempt.data.persons)
    given = {
        "channel": attempt.subject.name, "all": not persons, "persons": persons, "at": attempt.recorded_at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        attempt.record(messages=cursor.rowcount, persons=len(persons))


def _retry(attempt: Attempt) -> None:
    _change_failed(attempt, _AGAIN)
    attempt.subject.try_again_at = None


def _drop(attempt: Attempt) -> None:
    _change_failed(attempt, _DROP)


def _something_failed(attempt: Attempt) -> bool:
    return Message.objects.filter(channel=attempt.subject.name, state=SendState.DEAD).exists()


_KEEPER = (Who("keeper", (), "维护外发渠道的岗位"), Who("system", (), "平台"))
something_failed = Guard("nothing_failed", "这个渠道没有发送失败的消息。", _something_failed)

CHANNEL = register(
    ActTable(
        kind="outside_channel",
        label="外发渠道",
        states=(State(Channel.WORKING, "正常", open=False), State(Channel.STOPPED, "暂停", open=False, main=False)),
        acts=(
            Act(
                "retry", "重新发送", (Channel.WORKING, Channel.STOPPED), None, _KEEPER, data=ChooseFailed, effect=_retry,
                guards=(something_failed,), main=True,
            ),
            Act(
                "drop", "作废", (Channel.WORKING, Channel.STOPPED), None, _KEEPER, data=DropFailed, effect=_drop,
                guards=(something_failed,),
            ),
            Act("stop", "暂停发送", (Channel.WORKING,), Channel.STOPPED, _KEEPER, data=StopChannel),
            Act("resume", "恢复发送", (Channel.STOPPED,), Channel.WORKING, _KEEPER),
        ),
        store=ChannelStore(),
    )
)  # fmt: skip

__all__ = ["CHANNEL", "SETTINGS", "Mode", "SendState", "token_digest"]
