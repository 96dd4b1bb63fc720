"""Who the token is."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from ecoduty.interfaces.api.answers.matters import BodyName
from ecoduty.interfaces.api.entry import Bearer, caller_of

router = Router(tags=["token"])


class TokenAnswer(BaseModel):
    """当前令牌：代谁办、能办什么、到哪天。"""

    id: int
    purpose: str
    body: BodyName
    post_kind: str = Field(description="岗位类别，动作表据此判断")
    title: str = Field(description="留痕上的署名")
    scopes: list[str]
    expires_on: date


@router.get("/me", response=TokenAnswer, auth=Bearer(), operation_id="get_me", summary="当前令牌")
def me(request: HttpRequest) -> TokenAnswer:
    """令牌所属机构、岗位、权限和有效期。"""
    caller = caller_of(request)
    token = caller.token
    return TokenAnswer(
        id=token.pk,
        purpose=token.purpose,
        body=BodyName(key=token.post.body.key, name=token.post.body.short_name),
        post_kind=token.post.kind,
        title=caller.actor.title,
        scopes=token.scopes,
        expires_on=token.expires_on,
    )
