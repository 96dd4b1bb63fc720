"""The act table of complaint channels: registered, corrected, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError
from pydantic import Field, JsonValue

from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Refused, State, Subject, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.complaints.channels import queries
from ecoduty.mechanisms.complaints.channels.models import ENDED, IN_USE, OWN_BODY, ComplaintChannel
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_CHOICE: dict[str, JsonValue] = {"widget": "choice"}
_LONG: dict[str, JsonValue] = {"widget": "long_text"}
_POSTS = ("liaison", "deputy", "principal", "hotline")
_OFFICE_POSTS = ("clerk", "director")
_WHO = "各单位联络员、负责人登记本单位的，市环委办可以代各单位登记"
ENTERERS = (Who("anyone", (*_POSTS, *_OFFICE_POSTS), _WHO),)
KEEPERS = (Who(OWN_BODY, _POSTS, "本单位联络员、负责人"), Who(COMMITTEE_OFFICE, _OFFICE_POSTS, "市环委办"))


class ChannelData(ActData):
    """What somebody who wants to complain has to know."""

    way: str = Field(title="方式", min_length=1, max_length=40, json_schema_extra=_CHOICE)
    place: str = Field(title="号码、地址或网址", min_length=2, max_length=200)
    hours: str = Field(default="", title="受理时间", max_length=100, description="例如：工作日8:00—12:00、14:30—17:30")
    rules: str = Field(
        default="", title="受理规则", max_length=500, description="受理什么、多久答复、规则在哪里公开", json_schema_extra=_LONG
    )  # fmt: skip
    public: bool = Field(default=True, title="可以向社会公开")


class RegisterChannel(ChannelData):
    """A new one."""

    body: str = Field(default="", title="单位", max_length=80, description="不选为本单位", json_schema_extra=_CHOICE)
    valid_from: date = Field(title="启用日期")


class EndChannel(ActData):
    """From when it is no longer used, and why."""

    valid_to: date = Field(title="停用日期", description="从这天起不再使用")
    reason: str = Field(title="理由", min_length=2, max_length=300, json_schema_extra=_LONG)


def register(attempt: Attempt) -> None:
    """Enter one for the actor's own body, or, by the committee office, for any.

    Raises Refused `channel_of_whom` or `unknown_way`.
    """
    given: RegisterChannel = attempt.data
    actor = attempt.actor
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    key = given.body or actor.body
    if key != actor.body and not office:
        raise Refused(
            "channel_of_whom", "只能登记本单位的举报渠道；别的单位的由它自己登记，或请市环委办代登。", status=403
        )
    body = Body.objects.filter(key=key).first()
    if body is None:
        raise Refused("channel_of_whom", "没有这个单位，请重新选。", status=422)
    _check_way(attempt, given.way)
    attempt.subject = ComplaintChannel(
        body=body, way=given.way, place=given.place, hours=given.hours, rules=given.rules, public=given.public,
        valid_from=given.valid_from,
    )  # fmt: skip
    attempt.record(body=body.key)


def correct(attempt: Attempt) -> None:
    """Other words for the same way. Raises Refused `unknown_way`."""
    given: ChannelData = attempt.data
    _check_way(attempt, given.way)
    one: ComplaintChannel = attempt.subject
    attempt.record(before={"place": one.place, "hours": one.hours, "rules": one.rules, "public": one.public})
    one.way, one.place, one.hours, one.rules, one.public = (
        given.way,
        given.place,
        given.hours,
        given.rules,
        given.public,
    )


def end(attempt: Attempt) -> None:
    """It is used no more from that day on. Raises Refused `channel_ends_too_early`."""
    one: ComplaintChannel = attempt.subject
    if attempt.data.valid_to <= one.valid_from:
        raise Refused("channel_ends_too_early", "停用日期应晚于启用日期。登记错了的，按“更正”。", status=422)
    one.valid_to = attempt.data.valid_to


def _check_way(attempt: Attempt, way: str) -> None:
    if way not in dict(queries.ways(local_date(attempt.recorded_at))):
        raise Refused("unknown_way", "没有这种方式，请从所列的方式中选。", status=422)


class ChannelStore:
    """Channels by their public ids; each method one statement however many there are."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by public id."""
        found = ComplaintChannel.objects.filter(public_id__in=refs).values_list("public_id", flat=True)
        return {ref: f"complaint-channel:{ref}" for ref in found}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The channels with their bodies."""
        found = ComplaintChannel.objects.filter(public_id__in=refs).select_related("body")
        return {one.public_id: one for one in found}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for new ones, one for the others. Raises Refused `channel_known` where two clash."""
        known = [one for one in subjects if one.pk is not None]
        names = [field.name for field in ComplaintChannel._meta.fields if not field.unique]  # noqa: SLF001 -- Django's way
        try:
            if known:
                ComplaintChannel.objects.bulk_update(known, names)
            ComplaintChannel.objects.bulk_create([one for one in subjects if one.pk is None])
        except IntegrityError as error:
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "complaints_channel_once":
                raise
            raise Refused("channel_known", "这个渠道已经登记过了，需要改动的请按“更正”。") from error


COMPLAINT_CHANNEL = ActTable(
    kind="complaint_channel",
    label="举报渠道",
    states=(State(IN_USE, "在用", open=False), State(ENDED, "停用", open=False)),
    acts=(
        Act(
            "register",
            "登记渠道",
            (START,),
            IN_USE,
            ENTERERS,
            ("24.2",),
            data=RegisterChannel,
            effect=register,
            main=True,
        ),
        Act("correct", "更正", (IN_USE,), None, KEEPERS, ("24.2",), data=ChannelData, effect=correct),
        Act("end", "停用", (IN_USE,), ENDED, KEEPERS, ("24.2",), data=EndChannel, effect=end),
    ),
    store=ChannelStore(),
    clauses=("24.2",),
)


def install() -> None:
    """Register the table."""
    flow.register(COMPLAINT_CHANNEL)


__all__ = ["COMPLAINT_CHANNEL", "install"]
