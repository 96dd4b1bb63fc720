"""Clause 10.2 as people meet it: every department has exactly one coordinator in office, and a vacancy alarms."""

from __future__ import annotations

import re

import pytest

from ecoduty.casework.escalation.vigil import vacancies
from ecoduty.kernel.clock import now

BODY = "water-bureau"
PAGE = f"/directory/{BODY}/"


def html(response) -> str:
    return response.content.decode()


def vacant(client) -> list[str]:
    return re.findall(r'href="/directory/([a-z-]+)/"', html(client.get("/directory/?show=vacant")))


@pytest.mark.clause("10.2", page="/directory/")
def test_each_department_has_one_coordinator_and_a_vacancy_alarms(city) -> None:
    principal, director = city.client(f"{BODY}.principal"), city.client("committee-office.director")
    deputy = city.account(f"{BODY}.deputy").person
    assert vacant(director) == []
    assert f"统筹 {deputy.name}" in html(director.get("/directory/"))

    second = principal.post(f"{PAGE}designate_coordinator/", {"post": "principal", "since": "2026-11-20"})
    assert second.status_code == 409
    assert "只能有一名" in html(second)

    gone = principal.post(f"{PAGE}end_appointment/", {"post": "deputy", "person": deputy.pk, "until": "2026-11-21"})
    assert gone.status_code == 302
    assert vacant(director) == [BODY]
    assert "统筹负责同志空缺" in html(principal.get(PAGE))

    assert vacancies(now()) > 0
    assert vacancies(now()) == 0
    for client in (principal, director):
        assert "市水利局统筹负责同志空缺" in html(client.get("/inbox/"))
    assert "市水利局统筹负责同志空缺" not in html(city.client("finance-bureau.principal").get("/inbox/"))

    named = principal.post(f"{PAGE}designate_coordinator/", {"post": "principal", "since": "2026-11-21"})
    assert named.status_code == 302
    assert vacant(director) == []


@pytest.mark.parametrize(
    "username", ["water-bureau.liaison", "finance-bureau.principal", "government.vice-mayor-ecology"]
)
def test_nobody_else_designates_a_coordinator(city, username: str) -> None:
    response = city.client(username).post(f"{PAGE}designate_coordinator/", {"post": "deputy", "since": "2026-11-20"})

    assert response.status_code == 403
