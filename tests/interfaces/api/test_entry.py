"""Who gets in, and how the API says no: always a problem document in Chinese, never a bare page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from ecoduty.interfaces.api import rates
from ecoduty.interfaces.api.models import Rate
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import perform
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from tests.interfaces.api.calling import SYSTEM, Program, issued, program


def problem(answer, status: int, code: str) -> dict[str, str]:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    found = answer.json()
    assert (answer.status_code, found["status"], found["code"]) == (status, status, code)
    assert found["detail"].endswith("。")
    assert found["request_id"] == answer["X-Request-ID"]
    assert found["type"] == f"urn:ecoduty:problem:{code}"
    return found


def test_a_token_says_who_it_is(city):
    token, shown = issued()
    found = Program(shown).get("/me").json()
    assert (found["id"], found["body"]["key"], found["post_kind"]) == (token.pk, "water-bureau", "liaison")


@pytest.mark.parametrize("text", ["", "x", "ecoduty_" + "A" * 43, "ecoduty_\u4f60"])
def test_without_a_token_nobody_gets_in(city, text):
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"} if text else {})
    problem(answer, 401, "token_missing" if not text else "token_unknown")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_expired_revoked_and_scopeless_tokens_are_told_apart(city):
    token, shown = issued()
    Token.objects.filter(pk=token.pk).update(expires_on=wall_now().date() - timedelta(days=1))
    problem(Program(shown).get("/me"), 401, "token_expired")
    token, shown = issued()
    perform(TOKEN, "revoke", token.pk, actor=SYSTEM)
    problem(Program(shown).get("/me"), 401, "token_unknown")
    told = problem(program(scopes=("figures:read",)).get("/matters"), 403, "token_scope")
    assert "matters:read" in told["detail"]


def test_a_post_that_ended_ends_its_tokens(city):
    token, shown = issued()
    token.post.until = wall_now().date() - timedelta(days=400)
    token.post.since = None
    token.post.save()
    problem(Program(shown).get("/me"), 403, "token_post_ended")


def test_addresses_and_methods_that_do_not_exist(city):
    known = program()
    for address in ("/nowhere", "/matters/", "/matters/x/y/z"):
        problem(known.get(address), 404, "no_such_address")
    problem(Client().get("/api/"), 404, "no_such_address")
    problem(Client(enforce_csrf_checks=True).post("/api/v2/matters"), 404, "no_such_address")
    answer = known.client.delete("/api/v1/matters", headers=known.headers)
    problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD"


def test_head_is_answered_as_get_without_the_body(city, report):
    known = program()
    for address in ("/me", "/matters", f"/matters/{report.number}"):
        whole = known.get(address)
        head = known.client.head(f"/api/v1{address}", headers=known.headers)
        assert (head.status_code, head.content) == (200, b""), address
        assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], str(len(whole.content)))
        known.headers["If-None-Match"] = whole["ETag"]
        assert known.client.head(f"/api/v1{address}", headers=known.headers).status_code == 304
        del known.headers["If-None-Match"]
    head = Client().head("/api/v1/me")
    assert (head.status_code, head.content) == (401, b"")
    refused = known.client.head("/api/v1/matters/x/acts/y", headers=known.headers)
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert Client().head("/api/openapi.json").status_code == 200


def test_what_is_too_large_is_refused_unread(city, settings):
    answer = program().client.post("/api/v1/files", b"", content_type="text/plain", CONTENT_LENGTH=str(10**10))
    problem(answer, 413, "too_large")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(program().act("2026-0000001", "save_draft", {"sections": {"x": "长" * 200}}), 404, "not_found")


def test_a_failure_of_ours_is_a_problem_with_a_request_number(city, monkeypatch):
    def broken(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("ecoduty.casework.matters.conditions.seen_by", broken)
    problem(program().get("/matters"), 500, "server_error")


def test_without_the_database_it_says_so(fresh_city):
    known = program()
    fresh_city.database.drop()
    answer = known.get("/me")
    problem(answer, 503, "unavailable")
    assert answer["Retry-After"] == "60"


def test_a_call_too_many_is_told_when_to_come_back(city, settings):
    settings.API_RATE = 3
    known = program()
    assert [known.get("/me").status_code for _ in range(3)] == [200, 200, 200]
    answer = known.get("/me")
    problem(answer, 429, "rate_limited")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert program().get("/me").status_code == 200  # another token has its own count


def test_calls_are_counted_over_all_slots_and_forgotten(city):
    minute = int(wall_now().timestamp()) // 60
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid() % 32")
        (own,) = cursor.fetchone()
    Rate.objects.create(token=1, minute=minute - 10, slot=0, calls=5)
    for slot in {0, 1, 2} - {own}:
        Rate.objects.create(token=7, minute=minute, slot=slot, calls=10**6)
    with pytest.raises(rates.TooOften):
        rates.count(7)
    assert rates.forget() == 1


def test_the_document_is_open_to_everybody(city):
    answer = Client().get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
    again = Client().get("/api/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
