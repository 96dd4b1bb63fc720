"""From a token to the actor it acts as: its post, without any person. The only place where a token becomes somebody."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access.actors import by_body, inherited_by, title_of
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE, LINKAGE_SYSTEM, Scope

_UNKNOWN = "没有这个令牌，或它已被吊销。请核对 Authorization 头，或请系统管理员重新发放。"


def token_of(text: str) -> Token:
    """The token behind the text of an Authorization header: one query.

    Raises Refused `token_unknown`, also for a revoked one, and `token_expired` (both 401).
    """
    if not secrets.looks_like_one(text):
        raise Refused("token_unknown", _UNKNOWN, status=401)
    rows = Token.objects.select_related("post__body", "post__unit").annotate(inherited=inherited_by("post__body"))
    found = rows.filter(digest=secrets.digest(text), state=ACTIVE).first()
    if found is None:
        raise Refused("token_unknown", _UNKNOWN, status=401)
    if found.expires_on < wall_now().date():
        raise Refused(
            "token_expired",
            f"这个令牌的有效期到{found.expires_on:%Y-%m-%d}为止，已经过期。请系统管理员发放新的令牌。",
            status=401,
        )
    return found


def actor_of(token: Token, on: date) -> Actor:
    """The actor: post, body and what the body is for. No person, so nothing restricted, unless its scopes make it a linkage
    system; no designation of a person.

    Raises Refused `token_post_ended` (403) once post or body is no more.
    """
    post, body = token.post, token.post.body
    if not post.holds_on(on) or not body.exists_on(on):
        raise Refused("token_post_ended", "令牌所属的机构或岗位已经撤销，不能再用它办理。", status=403)
    return Actor(
        name=token.purpose,
        title=f"{title_of(post)}（接口令牌{token.pk}）",
        post_kind=post.kind,
        token=token.pk,
        post=post.pk,
        body=body.key,
        body_id=body.pk,
        inherits=frozenset(getattr(token, "inherited", ())),
        unit_id=post.unit_id,
        region_id=body.region_id,
        capacities=frozenset(by_body(post)) | ({LINKAGE_SYSTEM} if Scope.LINKAGE_READ in token.scopes else set()),
        level=body.level,
    )
