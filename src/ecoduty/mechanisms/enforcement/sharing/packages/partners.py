"""The list of partners that are trusted, kept by acts: who is on it may seal and sign, who was taken off no more."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Subject, Who
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.flow.table import START
from ecoduty.kernel.sealing import boxes, signing
from ecoduty.mechanisms.enforcement.sharing.packages import states
from ecoduty.mechanisms.enforcement.sharing.packages.models import ADMINISTRATOR, ExchangePartner
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import SECURITY_ADMINISTRATOR

KIND = "exchange_partner"
_LINE = re.compile(r"(s[0-9a-f]{8}\$[A-Za-z0-9_=-]{43,44})\s+(b[0-9a-f]{8}\$[A-Za-z0-9_=-]{43,44})")
_COLUMNS = ("name", "bodies", "state", "version", "last_occurred_at")


class TrustPartner(ActData):
    """The other installation's line, got on another way than its packages."""

    name: str = Field(title="对方名称", min_length=2, max_length=100, description="例如：市公安局专网平台")
    bodies: tuple[str, ...] = Field(
        title="代表哪些机关", min_length=1, max_length=100, json_schema_extra={"widget": "choice"},
        description="它只能以这些机关的名义发来案卷和答复",
    )  # fmt: skip
    line: str = Field(
        title="对方公钥", min_length=80, max_length=300,
        description="对方执行 ecoduty exchange keys 显示的一行；请另行（当面、电话）核对，不要只信随包送来的",
    )  # fmt: skip


class WithdrawPartner(ActData):
    """Why its packages are taken no more."""

    reason: str = Field(title="原因", min_length=2, max_length=200)


def own_line() -> str:
    """This installation's public keys, to be given to a partner. Raises SealingError."""
    return f"{signing.public_key()} {boxes.public_key()}"


def trusted() -> list[ExchangePartner]:
    """Partners on the list."""
    return list(ExchangePartner.objects.filter(state=states.TRUSTED))


def speaking_for(body: str) -> ExchangePartner | None:
    """The partner that stands for a body, the latest where there are several; None where nobody does."""
    return ExchangePartner.objects.filter(state=states.TRUSTED, bodies__contains=[body]).order_by("-pk").first()


def _trust(attempt: Attempt) -> None:
    """Raises Refused `bad_key`, `own_key`, `key_known`, `unknown_choice`."""
    given: TrustPartner = attempt.data
    found = _LINE.fullmatch(given.line.strip())
    if found is None or not all(_is_point(key) for key in found.groups()):
        raise wrong("line", "bad_key", "这不是一行完整的公钥，请请对方重新执行 ecoduty exchange keys，整行复制。")
    sign_key, box_key = found.groups()
    if sign_key == signing.public_key():
        raise wrong("line", "own_key", "这是本机自己的公钥，请填对方的。")
    if ExchangePartner.objects.filter(state=states.TRUSTED, sign_key=sign_key).exists():
        raise wrong("line", "key_known", "这个公钥已经在信任名单里；要改代表的机关，请先取消原来的一条。")
    known = set(
        directory.bodies(on=attempt.recorded_at.date()).filter(key__in=given.bodies).values_list("key", flat=True)
    )
    unknown = [key for key in given.bodies if key not in known]
    if unknown:
        raise wrong("bodies", "unknown_choice", f"机构目录里没有{'、'.join(unknown)}，请从所列的机构中选。")
    attempt.subject = ExchangePartner(
        name=given.name, bodies=sorted(known), sign_key=sign_key, box_key=box_key, state=states.TRUSTED
    )


def _is_point(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key.partition("$")[2])) == 32
    except ValueError:
        return False


class PartnerStore:
    """Partners by number; new ones get theirs when they are written."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by number."""
        rows = ExchangePartner.objects.filter(pk__in=refs).values_list("pk", flat=True)
        return {pk: f"exchange-partner:{pk}" for pk in rows}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Partners: one query."""
        return {row.pk: row for row in ExchangePartner.objects.filter(pk__in=refs)}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for the new ones, one for the others."""
        known = [one for one in subjects if one.pk is not None]
        if known:
            ExchangePartner.objects.bulk_update(known, _COLUMNS)
        ExchangePartner.objects.bulk_create([one for one in subjects if one.pk is None])


_PLATFORM = Who("system", (), "平台")
_KEEPER = Who(ADMINISTRATOR, (SECURITY_ADMINISTRATOR,), "安全管理员")
PARTNERS = ActTable(
    kind=KIND,
    label="案卷交换对方",
    states=states.PARTNER,
    acts=(
        Act("trust_partner", "登记对方公钥", (START,), states.TRUSTED,
            (_PLATFORM, Who(IN_OFFICE, (SECURITY_ADMINISTRATOR,), "安全管理员")), ("18.5",),
            data=TrustPartner, effect=_trust, main=True, fresh_factor=True),
        Act("withdraw_partner", "取消信任", (states.TRUSTED,), states.WITHDRAWN, (_PLATFORM, _KEEPER), ("18.5",),
            data=WithdrawPartner, fresh_factor=True),
    ),
    store=PartnerStore(),
    clauses=("18.5",),
)  # fmt: skip


def bodies() -> list[Body]:
    """The bodies that a partner can speak for."""
    return list(directory.bodies().order_by("order", "key"))


__all__ = ["KIND", "PARTNERS", "TrustPartner", "bodies", "own_line", "speaking_for", "trusted"]
