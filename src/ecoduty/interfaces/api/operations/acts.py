"""Acts: what a token does goes through the same gate, by the same table, as what a person does at the desk."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.api import problems
from ecoduty.interfaces.api.access import matter_for, table_of
from ecoduty.interfaces.api.answers.matters import EntryPlace, Performed
from ecoduty.interfaces.api.entry import Bearer, Caller, caller_of
from ecoduty.interfaces.api.words import Code, Number
from ecoduty.kernel.flow import ActTable, Done, Refused, perform
from ecoduty.kernel.flow.data import bad_data
from ecoduty.kernel.flow.refusal import Problem, refuse
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["acts"])
WRITE = Bearer(Scope.ACTS_WRITE)
KEY = r"^[\x21-\x7e]{1,255}$"
_VERSION = re.compile(r'"(\d{1,9})(?:\.[0-9a-f]+)?"')
_FIRST_YEAR, _LAST_YEAR = 1949, 2999

IdempotencyKey = Annotated[
    str | None,
    Header(
        None,
        alias="Idempotency-Key",
        pattern=KEY,
        description="办理凭据：同一凭据的重复提交只办一次，答复第一次的结果；内容不同则 409。建议每次办理生成一个 UUID",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(None, alias="If-Match", max_length=200, description="看到的 ETag；办件已被他人办过则 412，什么也不写入"),
]


class Entered(BaseModel):
    """What is sent for an act: its own data, and what every act may carry."""

    model_config = ConfigDict(extra="forbid")

    data: dict[str, Any] = Field(default_factory=dict, description="动作所需的内容，见各动作")
    occurred_at: AwareDatetime | None = Field(None, description="发生时间，默认现在；须带时区，不得晚于现在")
    reason: str = Field("", max_length=2000, description="补录原因及凭证")
    on_behalf_of: str = Field("", max_length=200, description="代谁登记")


@router.post(
    "/matters/{number}/acts/{act}",
    response=Performed,
    auth=WRITE,
    operation_id="perform_act",
    summary="办一个动作",
)
def act_on(
    request: HttpRequest,
    response: HttpResponse,
    number: Annotated[Number, Path()],
    act: Annotated[Code, Path()],
    idempotency_key: IdempotencyKey,
    if_match: IfMatch,
) -> Performed:
    """对一个办件办一个动作。能不能办由动作表决定，与人办理时完全相同；留痕写明是哪个令牌。"""
    caller = caller_of(request)
    found = Matter.objects.filter(number=number).values_list("pk", "kind").first()
    if found is None:
        raise refuse("not_found")
    pk, kind = found
    table = table_of(kind)
    if act not in table.by_code or table.by_code[act].creates:
        matter_for(caller, number)  # a stranger is not told which acts there are
        raise refuse("unknown_act", act=act)
    done = _perform(request, caller, table, act, pk, idempotency_key, _version(if_match))
    return _answer(response, table, act, done)


@router.post(
    "/kinds/{kind}/acts/{act}",
    response={201: Performed},
    auth=WRITE,
    operation_id="create_matter",
    summary="立项",
)
def create(
    request: HttpRequest,
    response: HttpResponse,
    kind: Annotated[Code, Path()],
    act: Annotated[Code, Path()],
    idempotency_key: IdempotencyKey,
) -> Performed:
    """办一个立项的动作，产生一个新的办件。"""
    table = table_of(kind)
    if act not in table.by_code or not table.by_code[act].creates:
        raise refuse("unknown_act", act=act)
    done = _perform(request, caller_of(request), table, act, None, idempotency_key, None)
    answer = _answer(response, table, act, done)
    response["Location"] = answer.href
    return answer


def _perform(
    request: HttpRequest,
    caller: Caller,
    table: ActTable,
    act: str,
    ref: int | None,
    key: str | None,
    version: int | None,
) -> Done:
    entered = read(request)
    return perform(
        table,
        act,
        ref,
        actor=caller.actor,
        data=entered.data,
        occurred_at=entered.occurred_at,
        reason=entered.reason,
        on_behalf_of=entered.on_behalf_of,
        expected_version=version,
        key=None if key is None else f"api:{caller.token.pk}:{sm3(key.encode()).hex()[:48]}",
    )


def read(request: HttpRequest) -> Entered:
    """The body of an act. Raises Refused `bad_json` (400), or `bad_data` (422) naming what is wrong around the data."""
    try:
        given = json.loads(request.body or b"{}", parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python will read
        raise Refused("bad_json", problems.SENTENCES["bad_json"], status=400) from error
    try:
        entered = Entered.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        names = [".".join(str(part) for part in item["loc"]) for item in found]
        raise bad_data(
            [Problem(name, "not_understood", f"“{name or '请求体'}”的写法不对") for name in names]
        ) from error
    moment = entered.occurred_at
    if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise bad_data([Problem("occurred_at", "datetime_parsing", "“发生时间”不是有效时间")])
    return entered


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _version(if_match: str | None) -> int | None:
    """The version in an ETag of a matter. Raises Refused `bad_etag` for what is none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _VERSION.fullmatch(if_match.strip().removeprefix("W/"))
    if found is None:
        raise Refused("bad_etag", "If-Match 须是办件详情给出的 ETag。", status=412)
    return int(found[1])


def _answer(response: HttpResponse, table: ActTable, act: str, done: Done) -> Performed:
    matter = done.subject
    if matter is None:  # a repeated creation: its entry names the stream of what it created
        matter = Matter.objects.get(public_id=UUID(done.entry.stream.partition(":")[2]))
    state = table.by_state[matter.state]
    response["ETag"] = f'"{matter.version}"'
    return Performed(
        act=act,
        matter=matter.number,
        kind=matter.kind,
        state=state.code,
        state_label=state.label,
        open=state.open,
        version=matter.version,
        entry=EntryPlace(seq=done.entry.seq, digest=done.entry.digest.hex()),
        repeated=done.repeated,
        href=f"/api/v1/matters/{matter.number}",
    )


__all__ = ["Entered", "router"]
