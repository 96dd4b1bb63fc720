"""What the acts on accounts ask for. Passwords leave no trace in the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field, SecretStr, StringConstraints
from pydantic.config import JsonDict

from ecoduty.kernel.flow import ActData

Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=80)]
_PASSWORD: JsonDict = {"widget": "password"}


class OpenAccount(ActData):
    """开通账号。Without a password nobody can sign in until one is set by a reset."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password"})

    username: Username = Field(title="用户名", description="小写英文和数字，可用点、横线相连")
    person: int = Field(title="人员", json_schema_extra={"widget": "choice"})
    password: SecretStr | None = Field(default=None, title="初始口令", json_schema_extra=_PASSWORD)


class OpenHashed(OpenAccount):
    """The same with a password already hashed, for opening many accounts at once; no form reads this."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password", "hashed"})

    hashed: SecretStr


class OpenInvited(OpenAccount):
    """The same with the word of an invitation, for opening many accounts at once; no form reads this."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password", "invitation", "valid_for"})

    invitation: SecretStr
    valid_for: timedelta | None = None


class SetPassword(ActData):
    """修改口令。"""

    secrets: ClassVar[frozenset[str]] = frozenset({"old", "password", "session"})

    old: SecretStr = Field(title="原口令", json_schema_extra=_PASSWORD)
    password: SecretStr = Field(title="新口令", json_schema_extra=_PASSWORD)
    session: SecretStr = Field(default=SecretStr(""), json_schema_extra={"widget": "hidden"})  # stays open, others end


class ResetPassword(ActData):
    """重置口令: the person changes it at the next sign-in."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password"})

    password: SecretStr = Field(title="新口令", json_schema_extra=_PASSWORD)
