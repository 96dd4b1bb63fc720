"""From a click to a verified subject: authorization code with state, nonce and PKCE; the token checked in every part."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ecoduty.interfaces.channels.oidc import provider as outside
from ecoduty.interfaces.channels.oidc.provider import BadAnswerError, Provider

ALGORITHMS = ("RS256", "PS256", "ES256")  # signatures by the provider's private key; nothing shared, nothing unsigned
LEEWAY = 60  # seconds that the provider's clock may differ


@dataclass(frozen=True, slots=True)
class Ticket:
    """What this session remembers of the way out, to know the way back by."""

    state: str
    nonce: str
    verifier: str
    wanted: str

    def kept(self) -> dict[str, str]:
        """As a session keeps it."""
        return asdict(self)


def way_out(provider: Provider, back: str, wanted: str) -> tuple[str, Ticket]:
    """Where the browser goes, and what the session keeps. Raises Refused, BadAnswerError."""
    ticket = Ticket(*(secrets.token_urlsafe(32) for _ in range(3)), wanted)
    known = outside.asking(provider, lambda: outside.discovered(provider))
    with _session(provider, back) as client:
        address, _ = client.create_authorization_url(
            known["authorization_endpoint"], state=ticket.state, nonce=ticket.nonce, code_verifier=ticket.verifier
        )
    return str(address), ticket


def claims_of(provider: Provider, back: str, code: str, ticket: Ticket) -> dict[str, Any]:
    """What the provider's token says of the person, verified. Raises Refused `oidc_down`, BadAnswerError."""
    return outside.asking(provider, lambda: _exchange(provider, back, code, ticket))


def _exchange(provider: Provider, back: str, code: str, ticket: Ticket) -> dict[str, Any]:
    known = outside.discovered(provider)
    with _session(provider, back) as client:
        try:
            answer = client.fetch_token(
                known["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=ticket.verifier,
                timeout=provider.seconds, allow_redirects=False,
            )  # fmt: skip
        except (AuthlibBaseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadAnswerError(f"token endpoint: {type(error).__name__}") from error
    token = answer.get("id_token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise BadAnswerError("no id_token")
    return verified(provider, token, ticket.nonce)


def verified(provider: Provider, token: str, nonce: str) -> dict[str, Any]:
    """The claims of a token whose signature, issuer, audience, times and nonce are right. Raises BadAnswerError."""
    try:
        decoded = _decoded(provider, token)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {"iss": {"value": provider.issuer}, "aud": {"value": provider.client_id}, "nonce": {"essential": True}},
            {"nonce": nonce, "client_id": provider.client_id},
        )
        claims.validate(leeway=LEEWAY)
    except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as error:
        raise BadAnswerError(f"token: {type(error).__name__}") from error
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise BadAnswerError("no subject")
    return dict(claims)


def _decoded(provider: Provider, token: str) -> jwt.Token:
    """The signature by the keys as remembered; by fresh ones where the provider changed them meanwhile."""
    try:
        return jwt.decode(token, KeySet.import_key_set(outside.keys(provider)), algorithms=ALGORITHMS)
    except (JoseError, ValueError):
        return jwt.decode(token, KeySet.import_key_set(outside.keys(provider, again=True)), algorithms=ALGORITHMS)


def _session(provider: Provider, back: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id, provider.client_secret, scope="openid profile", redirect_uri=back,
        code_challenge_method="S256",
    )  # fmt: skip
