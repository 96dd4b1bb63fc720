"""The act table of the entrance: what happens before anybody is known, and what concerns the keys of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, State, Subject, perform, register
from ecoduty.organisation.accounts.keepers import PLATFORM
from ecoduty.organisation.accounts.models import Entrance
from ecoduty.organisation.accounts.session_acts import address_facts
from ecoduty.organisation.accounts.states import OPEN

DOOR = Actor.system("登录入口")


class UnknownName(ActData):
    """登录未成: a name that nobody has. It is not written down: people type passwords there."""

    secrets: ClassVar[frozenset[str]] = frozenset({"address"})

    address: str = ""


class Stranger(ActData):
    """统一身份认证来人无账号: who the provider says it was, as a digest that can be erased."""

    secrets: ClassVar[frozenset[str]] = frozenset({"address", "subject"})

    why: Literal["stranger", "bad_token", "closed"]
    issuer: str = ""
    subject: str = ""
    address: str = ""
    detail: str = ""


class KeysChanged(ActData):
    """密钥: which one seals from now on, and how many values were sealed anew."""

    key: str
    resealed: int = 0


def _note(attempt: Attempt) -> None:
    attempt.record(**address_facts(attempt.data.address))


def _note_stranger(attempt: Attempt) -> None:
    given: Stranger = attempt.data
    who = address_facts(given.subject)
    attempt.record(**address_facts(given.address), **({"subject": who["from"]} if who else {}))


class EntranceStore:
    """The one row."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """The one stream."""
        return dict.fromkeys(refs, "entrance")

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The one row, whatever it is called."""
        row = Entrance.objects.get()
        return dict.fromkeys(refs, row)

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement."""
        Entrance.objects.bulk_update(subjects, ["state", "version", "last_occurred_at"])


ENTRANCE = register(
    ActTable(
        kind="entrance",
        label="登录入口",
        states=(State(OPEN, "开放", open=False),),
        acts=(
            Act("fail_sign_in", "登录未成（无此用户名）", (OPEN,), None, (PLATFORM,), data=UnknownName, effect=_note,
                aside=True),
            Act("refuse_stranger", "拒绝统一身份认证登录", (OPEN,), None, (PLATFORM,), data=Stranger,
                effect=_note_stranger, aside=True),
            Act("create_keys", "建立密钥文件", (OPEN,), None, (PLATFORM,), data=KeysChanged, aside=True),
            Act("rotate_keys", "更换密钥", (OPEN,), None, (PLATFORM,), data=KeysChanged, aside=True),
        ),
        store=EntranceStore(),
    )
)  # fmt: skip


def note(act: str, **data: Any) -> None:
    """Write down what happened at the entrance."""
    perform(ENTRANCE, act, 1, actor=DOOR, data=data)
