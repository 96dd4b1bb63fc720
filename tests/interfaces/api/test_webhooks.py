"""Events reach whoever subscribed and may see the matter, signed, in order, without content, until they are taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest

from ecoduty.interfaces.channels.webhook import telling
from ecoduty.kernel.clock import allow_rehearsal, forbid_rehearsal
from ecoduty.kernel.flow import perform
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.drainer import drain
from ecoduty.kernel.outbox.models import Message
from ecoduty.organisation.tokens.flow import TOKEN
from tests.interfaces.api.calling import SYSTEM, Program, issued, program
from tests.mechanisms.reports.writing import Writer


@dataclass
class Hearer:
    """Another system's address: what it heard, and what it answers."""

    url: str = ""
    status: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def acts(self) -> list[str]:
        return [json.loads(body)["act"] for _, body in self.heard]


@pytest.fixture
def hearer(settings) -> Iterator[Hearer]:
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    found = Hearer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            found.heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/hook?x=1"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def subscribe(known: Program, hearer: Hearer, **more):
    answer = known.post("/webhooks", {"url": hearer.url, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_act_is_told_signed_and_without_content(city, report, hearer):
    made = subscribe(program("committee-office", "committee-office-clerk"), hearer)
    Writer(city, report).write()
    drain()
    drain()
    ((headers, body),) = hearer.heard
    told = json.loads(body)
    assert told == {
        "type": "matter.act", "event": told["event"], "occurred_at": told["occurred_at"], "act": "save_draft",
        "state": "drafting", "version": told["version"],
        "matter": {"number": report.number, "kind": report.kind, "href": f"/api/v1/matters/{report.number}"},
    }  # fmt: skip
    assert report.title not in body.decode()
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{right}"


def test_only_what_the_post_may_see_and_asked_for_is_told(scene, hearer):
    subscribe(program("ocean-bureau"), hearer)  # sees nothing of the water bureau's
    subscribe(program(), hearer, acts=["record_receipt"], kinds=["annual_report"])
    subscribe(program(), hearer, kinds=["half_year_report"])
    perform_secretly(scene)
    scene.writer.do("liaison", "edit_public_version", {"sections": {}})
    drain()
    assert hearer.acts == []
    assert not Message.objects.filter(payload__matter=scene.secret.pk).exists()


def perform_secretly(scene):
    from tests.toy.toys import RESTRICTED_TOYS  # noqa: PLC0415 -- one act

    insider = scene.city.actor("water-bureau.principal")
    perform(RESTRICTED_TOYS, "submit", scene.secret.pk, actor=insider)


def test_an_ended_token_hears_nothing_more(city, report, hearer):
    token, shown = issued()
    subscribe(Program(shown), hearer)
    perform(TOKEN, "revoke", token.pk, actor=SYSTEM)
    Writer(city, report).write()
    drain()
    assert hearer.heard == []


def test_what_is_not_taken_is_tried_again_given_up_and_sent_again(city, report, hearer):
    known = program()
    made = subscribe(known, hearer)
    hearer.status = 500
    Writer(city, report).write()
    for _ in range(drainer.ATTEMPTS + 4):
        drain()
        city.clock.advance(timedelta(hours=3))
    assert len(hearer.heard) == drainer.ATTEMPTS
    address = f"/webhooks/{made['id']}"
    (gone,) = known.get(f"{address}/deliveries", state="dead").json()["items"]
    assert (gone["act"], gone["matter"], gone["attempts"]) == ("save_draft", report.number, drainer.ATTEMPTS)
    assert "500" in gone["last_error"]
    hearer.status = 200
    assert known.post(f"{address}/send-again").json() == {"messages": 1}
    drain()
    (sent,) = known.get(f"{address}/deliveries").json()["items"]
    assert (sent["state"], sent["id"], hearer.heard[-1][0]["webhook-id"]) == ("sent", gone["id"], gone["id"])


@pytest.fixture
def rehearsal():
    allow_rehearsal()
    yield
    forbid_rehearsal()


@pytest.mark.usefixtures("rehearsal")
def test_rehearsal_tells_nobody_outside(city, report, hearer):
    known = program()
    made = subscribe(known, hearer)
    Writer(city, report).write()
    drain()
    telling.drain()
    assert hearer.heard == []
    (told,) = known.get(f"/webhooks/{made['id']}/deliveries").json()["items"]
    assert (told["state"], told["last_error"]) == ("sent", drainer.SUNK)


def test_ending_withdraws_what_waits(city, report, hearer):
    known = program()
    made = subscribe(known, hearer)
    hearer.status = 500
    Writer(city, report).write()
    drain()
    drain()
    answer = known.client.delete(f"/api/v1/webhooks/{made['id']}", headers=known.headers)
    assert (answer.status_code, answer.json()["active"]) == (200, False)
    assert [one["state"] for one in known.get(f"/webhooks/{made['id']}/deliveries").json()["items"]] == ["cancelled"]
    assert "secret" not in known.get("/webhooks").json()[0]


def test_subscriptions_of_others_are_not_there(city, hearer):
    made = subscribe(program(), hearer)
    other = program("ocean-bureau")
    assert other.get("/webhooks").json() == []
    assert other.get(f"/webhooks/{made['id']}/deliveries").json()["code"] == "not_found"
    assert other.post(f"/webhooks/{made['id']}/send-again").json()["code"] == "not_found"
    assert other.post("/webhooks/99999999999999999999/send-again").status_code == 404


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://169.254.1.1/"]
)
def test_nothing_is_sent_into_networks_that_were_not_opened(city, report, url):
    known = program()
    made = known.post("/webhooks", {"url": url}).json()
    Writer(city, report).write()
    drain()
    drain()
    (told,) = known.get(f"/webhooks/{made['id']}/deliveries").json()["items"]
    assert told["state"] == "waiting"
    assert "内部地址" in told["last_error"]


@pytest.mark.parametrize(
    "url", ["http://example.com/x", "ftp://example.com/", "javascript:alert(1)", "", "https://a b/"]
)
def test_addresses_that_are_not_taken(city, url):
    assert program().post("/webhooks", {"url": url}).status_code in {409, 422}
