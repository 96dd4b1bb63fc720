"""What the acts on tokens ask for. The token leaves no trace in the ledger, not even its digest."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field

from ecoduty.kernel.flow import ActData
from ecoduty.organisation.tokens.states import Scope


class IssueToken(ActData):
    """发放令牌。`body` and `post` are keys of the directory; `digest` is the SM3 of the token in hexadecimal."""

    secrets: ClassVar[frozenset[str]] = frozenset({"digest"})

    body: str = Field(title="机构", max_length=80)
    post: str = Field(title="岗位", max_length=80)
    purpose: str = Field(title="用途", min_length=2, max_length=60, description="哪个系统用来做什么，例如“OA报送”")
    scopes: tuple[Scope, ...] = Field(title="权限", min_length=1)
    expires_on: date = Field(title="有效期至")
    digest: str = Field(title="令牌摘要", pattern=r"^[0-9a-f]{64}$", json_schema_extra={"widget": "hidden"})


class RevokeToken(ActData):
    """吊销令牌。"""

    note: str = Field(default="", title="吊销原因", max_length=200)
