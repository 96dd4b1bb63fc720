"""Unified log-in against a real provider: a server of its own, real signatures; good and bad in every way."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from ecoduty.interfaces.channels.oidc import provider as outside
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts.flow import ACCOUNT
from tests.city import PASSWORD, City
from tests.organisation.accounts.factors import bind
from tests.organisation.towns import SYSTEM

NAME = "water-bureau.liaison"
SUBJECT = "gov-000117"
KEY, OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Provider:
    """A small provider of OpenID Connect: it checks what a real one checks; `mischief` spoils what it answers."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"
    mischief: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer + ("/other" if self.mischief == "issuer" else ""),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, query: dict[str, str]) -> str:
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, posted: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(posted.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(posted.get("code_verifier", "").encode()).digest())
        basic = "Basic " + base64.b64encode(b"ecoduty:a client secret").decode()
        if asked is None or authorization != basic or asked["redirect_uri"] != posted["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(wall_now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": "ecoduty",
            "sub": SUBJECT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        header = {"alg": self.algorithm, "kid": "one"}
        token = jwt.encode(header, {**claims, **self.claims}, self.key, algorithms=[self.algorithm])
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token}


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *arguments: object) -> None:
        """Quiet."""

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        self.provider.asked.append(split.path)
        if self.provider.mischief == "slow":
            time.sleep(1.5)
        if self.provider.mischief == "garbage":
            self.answer(200, b"<html>\xff no json")
        elif self.provider.mischief == "huge":
            self.answer(200, b"[" + b"1," * 300_000)
        elif split.path == "/.well-known/openid-configuration":
            self.answer(200, json.dumps(self.provider.discovery()).encode())
        elif split.path == "/keys":
            self.answer(200, json.dumps({"keys": [KEY.as_dict(private=False)]}).encode())
        else:
            query = {name: values[0] for name, values in parse_qs(split.query).items()}
            self.answer(302, b"", Location=self.provider.authorize(query))

    def do_POST(self) -> None:
        posted = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(posted).items()}
        status, body = self.provider.token(fields, self.headers.get("Authorization", ""))
        if self.provider.mischief == "token-garbage":
            self.answer(200, b"what?", **{"Content-Type": "application/json"})
        else:
            self.answer(status, json.dumps(body).encode(), **{"Content-Type": "application/json"})


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    found = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"provider": found}))
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = found.issuer, "ecoduty"
    settings.OIDC_CLIENT_SECRET, settings.OIDC_SECONDS = "a client secret", 5.0
    outside.forget()
    yield found
    server.shutdown()
    server.server_close()
    outside.forget()


def link(city: City, username: str = NAME, subject: str = SUBJECT) -> None:
    perform(ACCOUNT, "link_subject", city.account(username).pk, actor=SYSTEM, data={"subject": subject})


def go(client: Client, wanted: str = "/plan/"):
    """Out to the provider and back again, as a browser goes; the answer of our way back."""
    away = client.get("/login/oidc/", {"next": wanted})
    assert away.status_code == 302, away.content.decode()[:2000]
    home = requests.get(away["Location"], allow_redirects=False, timeout=10).headers["Location"]
    split = urlsplit(home)
    return client.get(f"{split.path}?{split.query}")


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def said(answer) -> tuple[int, str]:
    entry = Entry.objects.filter(stream="entrance").order_by("-seq").first()
    return answer.status_code, entry.facts["why"] if entry else ""


def test_a_linked_subject_gets_in_and_where_he_wanted_to_go(city, provider):
    link(city)
    client = Client()
    answer = go(client)

    assert (answer.status_code, answer["Location"], is_in(client)) == (302, "/plan/", True)
    assert Entry.objects.filter(stream=city.account(NAME).stream, act="sign_in").get().facts["method"] == "oidc"
    assert SUBJECT not in str([entry.facts for entry in Entry.objects.all()])


def test_nothing_is_asked_of_the_provider_before_somebody_chooses_it(city, provider):
    page = Client().get("/login/").content.decode()

    assert "用统一身份认证登录" in page
    assert provider.asked == []


def test_a_stranger_is_told_so_and_written_down(city, provider):
    client = Client()
    answer = go(client)

    assert said(answer) == (403, "stranger")
    assert "没有与之对应的账号" in answer.content.decode()
    assert not is_in(client)


def test_a_name_is_enough_where_the_provider_vouches_for_names_and_only_there(city, provider, settings):
    provider.claims = {"preferred_username": NAME}
    assert go(Client()).status_code == 403
    settings.OIDC_USERNAME_CLAIM = "preferred_username"
    assert go(Client()).status_code == 302
    link(city, subject="somebody else")
    assert go(Client()).status_code == 403


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"aud": "another"}, "audience"),
        ({"aud": ["another", "third"]}, "audiences"),
        ({"iss": "http://another"}, "issuer"),
        ({"exp": int(wall_now().timestamp()) - 600}, "expired"),
        ({"sub": ""}, "nobody"),
        ({"sub": 17}, "number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_token_that_is_not_for_this_log_in_lets_nobody_in(city, provider, claims, name):
    link(city)
    provider.claims = claims
    client = Client()

    assert said(go(client)) == (502, "bad_token")
    assert not is_in(client)


def test_a_token_signed_by_another_key_or_by_a_shared_secret_lets_nobody_in(city, provider):
    link(city)
    provider.key = OTHER_KEY
    assert said(go(Client())) == (502, "bad_token")
    provider.key, provider.algorithm = OctKey.import_key(b"a client secret that is long enough!"), "HS256"
    assert said(go(Client())) == (502, "bad_token")


def test_the_way_back_is_good_once_and_only_in_the_session_it_began_in(city, provider):
    link(city)
    client = Client()
    away = client.get("/login/oidc/")
    home = urlsplit(requests.get(away["Location"], allow_redirects=False, timeout=10).headers["Location"])
    path = f"{home.path}?{home.query}"

    assert Client().get(path).status_code == 422  # somebody else's browser
    assert client.get(path.replace("state=", "state=x")).status_code == 502
    assert client.get(path).status_code == 422  # one try


def test_a_closed_account_stays_closed(city, provider):
    link(city)
    perform(ACCOUNT, "close", city.account(NAME).pk, actor=SYSTEM)

    assert said(go(Client())) == (403, "closed")


def test_the_second_factor_is_asked_all_the_same(city, provider):
    phone = bind(city.account(NAME))
    link(city)
    client = Client()

    assert go(client)["Location"] == "/login/code/"
    assert not is_in(client)
    assert client.post("/login/code/", {"_code": phone.code(1)})["Location"] == "/plan/"


@pytest.mark.parametrize("mischief", ["garbage", "huge", "issuer"])
def test_a_provider_that_talks_nonsense_is_told(city, provider, mischief):
    provider.mischief = mischief

    assert Client().get("/login/oidc/").status_code == 502


def test_a_token_endpoint_that_talks_nonsense_is_told(city, provider):
    provider.mischief = "token-garbage"

    assert said(go(Client())) == (502, "bad_token")


def test_a_provider_that_is_down_or_slow_never_keeps_anybody_from_local_log_in(city, provider, settings):
    settings.OIDC_SECONDS = 0.3
    provider.mischief = "slow"
    slow = Client().get("/login/oidc/")
    assert (slow.status_code, "请直接用用户名和口令登录" in slow.content.decode()) == (503, True)
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    outside.forget()
    down = Client().get("/login/oidc/")
    assert (down.status_code, "连不上" in down.content.decode()) == (503, True)

    client = Client()
    assert client.post("/login/", {"username": NAME, "password": PASSWORD}).status_code == 302
    assert is_in(client)


def test_off_by_default(city):
    assert "统一身份认证" not in Client().get("/login/").content.decode()
    assert Client().get("/login/oidc/")["Location"] == "/login/"
    with pytest.raises(Refused) as refused:
        link(city)
    assert refused.value.code == "oidc_off"


def test_a_subject_is_linked_to_one_account(city, provider):
    link(city)
    for username, code in ((NAME, "already_linked"), ("ocean-bureau.liaison", "subject_taken")):
        with pytest.raises(Refused) as refused:
            link(city, username)
        assert refused.value.code == code
    perform(ACCOUNT, "unlink_subject", city.account(NAME).pk, actor=SYSTEM)
    link(city, "ocean-bureau.liaison")
