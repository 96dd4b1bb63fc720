"""三员分立: system, security and audit administrators. An account holds one such office at most, and so does a person."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from django.contrib.auth.hashers import make_password
from pydantic import Field, SecretStr, StringConstraints
from pydantic.config import JsonDict

from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Who
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.accounts import data, guards, sessions
from ecoduty.organisation.accounts.keepers import PLATFORM, SECURITY
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.not_own import not_own
from ecoduty.organisation.accounts.states import (
    ADMINISTRATORS,
    OPEN,
    SECURITY_ADMINISTRATOR,
)
from ecoduty.organisation.directory.models import Person
from ecoduty.organisation.directory.relations import IN_OFFICE

Office = Literal["system_administrator", "security_administrator", "audit_administrator"]
_OFFICE: JsonDict = {"widget": "choice", "choices": [[code, label] for code, label in ADMINISTRATORS.items()]}


class OpenAdministrator(ActData):
    """开通管理员账号: for a person who need not hold any post."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password"})

    username: data.Username = Field(title="用户名", description="小写英文和数字，可用点、横线相连")
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(title="姓名")
    office: Office = Field(title="管理员", json_schema_extra=_OFFICE)
    password: SecretStr | None = Field(default=None, title="初始口令", json_schema_extra={"widget": "password"})


class AppointAdministrator(ActData):
    """任为管理员."""

    office: Office = Field(title="管理员", json_schema_extra=_OFFICE)


def _open(attempt: Attempt) -> None:
    given: OpenAdministrator = attempt.data
    password = given.password.get_secret_value() if given.password else None
    attempt.subject = Account(
        username=given.username,
        person=Person.objects.create(name=given.name),
        office=given.office,
        must_change_password=True,
        password=make_password(password),
    )


def _appoint(attempt: Attempt) -> None:
    attempt.subject.office = attempt.data.office
    attempt.record(username=attempt.subject.username)


def _dismiss(attempt: Attempt) -> None:
    ended = sessions.end_all(attempt.subject, "office_ended")
    attempt.record(username=attempt.subject.username, office=attempt.subject.office, sessions=ended)
    attempt.subject.office = ""


def _holds_none(attempt: Attempt) -> bool:
    return not attempt.subject.office


def _person_holds_none(attempt: Attempt) -> bool:
    """Nobody is two administrators by way of two accounts."""
    person = attempt.subject.person_id
    others = Account.objects.filter(person=person, is_active=True).exclude(pk=attempt.subject.pk).exclude(office="")
    return person is None or not others.exists()


def _holds_one(attempt: Attempt) -> bool:
    return bool(attempt.subject.office)


holds_none = Guard(
    "offices_exclude", "系统、安全、审计管理员三员分立，一人只能任其一。请先免去现任管理员，再另行任命。", _holds_none
)
person_holds_none = Guard(
    "offices_exclude",
    "系统、安全、审计管理员三员分立，一人只能任其一。请先免去现任管理员，再另行任命。",
    _person_holds_none,
)
holds_one = Guard("no_administrator", "这个账号不是管理员。", _holds_one)

_OPENERS = (PLATFORM, Who(IN_OFFICE, (SECURITY_ADMINISTRATOR,), "安全管理员"))

OFFICE_ACTS = (
    Act("open_administrator", "开通管理员账号", (START,), OPEN, _OPENERS,
        data=OpenAdministrator, effect=_open, guards=(guards.username_free, guards.good_password)),
    Act("appoint_administrator", "任为管理员", (OPEN,), None, (PLATFORM, SECURITY), data=AppointAdministrator,
        effect=_appoint, guards=(not_own, holds_none, person_holds_none)),
    Act("dismiss_administrator", "免去管理员", (OPEN,), None, (PLATFORM, SECURITY), effect=_dismiss,
        guards=(not_own, holds_one)),
)  # fmt: skip
