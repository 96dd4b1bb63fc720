"""Every operation × every kind of token. A new operation must say so here."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from ecoduty.casework.matters.rules import relations_that_see
from ecoduty.interfaces.api import document
from ecoduty.kernel.clock import today, wall_now
from ecoduty.kernel.flow import perform, table
from ecoduty.kernel.flow.table import permits
from ecoduty.organisation.access import actor_of
from ecoduty.organisation.directory.models import Post
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import Scope
from tests.interfaces.api.calling import ALL, SYSTEM, Program, issued
from tests.interfaces.api.conftest import SECRET, Scene
from tests.kernel.files import makers

KINDS = ("none", "expired", "revoked", "scopeless", "holder", "neighbour", "recipient", "office", "district")
IN = KINDS[4:]
OUT = {"none": 401, "expired": 401, "revoked": 401, "scopeless": 403}
OPEN = {**OUT, **dict.fromkeys(IN, 200)}
SEEN = {**OUT, "holder": 200, "neighbour": 404, "recipient": 200, "office": 200, "district": 404}
# Operation → its answer to each kind of token. Acts stand in their table, not here.
EXPECTED: dict[str, dict[str, int]] = {
    "get_me": {**OPEN, "scopeless": 200},
    "list_bodies": OPEN,
    "get_body": OPEN,
    "list_people": OPEN,
    "list_duties": OPEN,
    "who_is_responsible": {**OUT, **dict.fromkeys(IN, 422)},
    "list_kinds": OPEN,
    "list_matters": OPEN,
    "get_matter": SEEN,
    "list_options": SEEN,
    "list_documents": SEEN,
    "get_ledger": SEEN,
    "list_deadlines": OPEN,
    "upload_file": {**OUT, **dict.fromkeys(IN, 201)},
    "download_file": {**OUT, **dict.fromkeys(IN, 404)},
    "list_publications": OPEN,
    "get_publication": {**OUT, **dict.fromkeys(IN, 404)},
    "list_figures": OPEN,
    "get_figure": OPEN,
    "list_figure_matters": {**OUT, **dict.fromkeys(IN, 422)},  # no day is named
    "list_sharing_entries": OPEN,
    "list_shared_cases": OPEN,
    "get_shared_case": {**OUT, **dict.fromkeys(IN, 404)},
    "subscribe": {**OUT, **dict.fromkeys(IN, 422)},
    "list_webhooks": OPEN,
    "end_webhook": {**OUT, **dict.fromkeys(IN, 404)},
    "list_deliveries": {**OUT, **dict.fromkeys(IN, 404)},
    "send_again": {**OUT, **dict.fromkeys(IN, 404)},
}
OPERATIONS = {one["operationId"]: (path, method, one) for path, method, one in document.operations(document.document())}


def tokens() -> dict[str, Program]:
    made = {"none": Program(), "expired": issued(), "revoked": issued()}
    Token.objects.filter(pk=made["expired"][0].pk).update(expires_on=wall_now().date() - timedelta(days=1))
    perform(TOKEN, "revoke", made["revoked"][0].pk, actor=SYSTEM)
    district = Post.objects.filter(kind="liaison", body__level="district").select_related("body").first()
    made["holder"] = issued()
    made["neighbour"] = issued("ocean-bureau")
    made["recipient"] = issued("ecology-bureau")
    made["office"] = issued("committee-office", "committee-office-clerk")
    made["district"] = issued(district.body.key, district.key)
    return {kind: one if isinstance(one, Program) else Program(one[1]) for kind, one in made.items()}


def scopeless(scope: str) -> Program:
    others = tuple(one for one in ALL if one != scope) or ALL
    return Program(issued(scopes=others)[1])


def call(known: Program, name: str, number: str):
    path, method, _ = OPERATIONS[name]
    address = path.removeprefix("/api/v1").replace("{number}", "99" if "webhooks" in path else number)
    figures = Program(issued(scopes=("figures:read",))[1]).get("/figures").json()["figures"] if "{key}" in path else []
    key = "water-bureau" if "bodies" in path else figures[0]["key"] if figures else ""
    for placeholder, value in (("{key}", key), ("{file_id}", str(uuid4())), ("{publication_id}", str(uuid4()))):
        address = address.replace(placeholder, value)
    if name == "upload_file":
        file = SimpleUploadedFile("报告.pdf", makers.PDF)
        return known.client.post(path, {"file": file}, headers=known.headers)
    with transaction.atomic():
        send = {"get": known.get, "post": known.post, "delete": known.delete}[method]
        answer = send(address)
        transaction.set_rollback(True)
    return answer


def test_every_operation_stands_in_the_matrix():
    acts = {name for name in OPERATIONS if name.startswith(("act_", "create_"))}
    assert set(OPERATIONS) - acts == set(EXPECTED)
    assert {OPERATIONS[name][2]["x-scope"] for name in acts} == {"acts:write"}


def test_every_operation_answers_every_token_as_the_matrix_says(scene: Scene):
    known = tokens()
    wrong = []
    for name, row in EXPECTED.items():
        lacking = scopeless(OPERATIONS[name][2].get("x-scope", ""))
        for kind, wanted in row.items():
            answer = call(lacking if kind == "scopeless" else known[kind], name, scene.report.number)
            if answer.status_code != wanted:
                wrong.append((name, kind, wanted, answer.status_code, answer.content[:200]))
    assert wrong == []


def test_every_act_answers_every_token_as_its_table_says(scene: Scene):
    known = tokens()
    report = scene.report
    lacking = scopeless(Scope.ACTS_WRITE.value)
    wrong = []
    for act in table(report.kind).acts:
        name = f"act_{act.code}"
        if name not in OPERATIONS:
            continue
        for kind in KINDS:
            program = lacking if kind == "scopeless" else known[kind]
            answer = call(program, name, report.number)
            if kind in OUT:
                wanted = {OUT[kind]}
            else:
                seen = relations_that_see(report, actor_for(program), today())
                may = permits(act, actor_for(program), seen)
                wanted = {404} if not seen else {200, 409, 422} if may else {403}
            if answer.status_code not in wanted:
                wrong.append((name, kind, wanted, answer.status_code, answer.content[:200]))
    assert wrong == []


def actor_for(known: Program):
    from ecoduty.organisation.access import token_of  # noqa: PLC0415 -- one look

    return actor_of(token_of(known.headers["Authorization"].removeprefix("Bearer ")), today())


def test_a_restricted_matter_is_not_there_for_any_token(scene: Scene):
    number = scene.secret.number
    wrong = []
    for kind, known in tokens().items():
        if kind in OUT:
            continue
        for name in (name for name, (path, _, _) in OPERATIONS.items() if "matters/{number}" in path):
            answer = call(known, name, number)
            if (answer.status_code, answer.json()["code"]) != (404, "not_found"):
                wrong.append((name, kind, answer.status_code))
        for query in ({"limit": 200}, {"text": SECRET[:4]}, {"kind": "toy_restricted"}, {"sort": "due"}):
            content = known.get("/matters", **query).content.decode()
            if SECRET in content or number in content:
                wrong.append(("list_matters", kind, query))
    assert wrong == []


@pytest.mark.parametrize("scope", ALL)
def test_every_scope_opens_something_and_nothing_else(scope):
    opened = {name for name, (_, _, one) in OPERATIONS.items() if one.get("x-scope") == scope}
    assert bool(opened) == (scope != Scope.REPORTS_WRITE)  # which is for Open311, at the public's door
    assert {name for name, (_, _, one) in OPERATIONS.items() if "x-scope" not in one} == {"get_me"}
