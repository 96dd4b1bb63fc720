"""The document is what the API does: attacked from it by Schemathesis, used through a client generated from it."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.api import document
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow.registry import table
from tests.database import ROOT
from tests.interfaces.api.calling import issued
from tests.mechanisms.reports.writing import Writer, at, opened

BIN = Path(sys.executable).parent
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "missing_required_header", "unsupported_method", "allow_header_conformance",
    "ignored_auth",
)  # fmt: skip
EXAMPLES = 4  # for each operation, beside those that the schema's own edges give
PATIENCE = 1200  # seconds before a hung run is a failed one; an idle machine needs about one minute


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=folder,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "SCHEMATHESIS_HOOKS": "", "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture
def unlimited(settings) -> None:
    """The attack calls more often than a token may."""
    settings.API_RATE = 10**9


@pytest.mark.parametrize(("body", "post"), [("water-bureau", "liaison")])
def test_no_failure_and_no_breach_of_contract_under_attack(fresh_city, live, unlimited, tmp_path, body, post):
    report = opened(fresh_city)
    writer = Writer(fresh_city, report)
    fresh_city.clock.move_to(at(1, 20))
    writer.to_sent()
    _, token = issued(body, post)
    made = document.document()
    for path in list(made["paths"]):
        for operation in made["paths"][path].values():
            for parameter in operation.get("parameters", ()):
                if (parameter["in"], parameter["name"]) == ("path", "number"):  # attack what exists, too
                    parameter["schema"]["examples"] = [report.number]
                    parameter["schema"] = {"anyOf": [{"const": report.number}, parameter["schema"]]}
    drop_repetitions(made, report.kind)
    attacked = tmp_path / "openapi.json"
    attacked.write_text(document.text_of(made), encoding="utf-8")
    # One worker: Python 3.11 counts the depth of its parser for all threads together and gives up when two parse at once.
    told = run(
        tmp_path,
        "schemathesis", "run", str(attacked), "--url", live.url, "--header", f"Authorization: Bearer {token}",
        "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES),
        "--seed", "20260701", "--generation-deterministic", "--suppress-health-check", "all",
        "--warnings", "off", "--no-color", "--workers", "1", "--max-failures", "40", "--continue-on-failure",
    )  # fmt: skip
    assert re.search(r"\d+ passed", told), told[-2000:]


def drop_repetitions(made: dict[str, Any], kind: str) -> None:
    """Of the acts that ask for the same thing one is attacked: all are served by one view. An act that the report's table
    does not have is refused before anything that was sent is looked at; of those one stays.
    """
    seen = set()
    elsewhere = 0
    for path, _, operation in list(document.operations(made)):
        if not operation["operationId"].startswith("act_"):
            continue
        if operation["operationId"].removeprefix("act_") not in table(kind).by_code:
            elsewhere += 1
            if elsewhere > 1:
                del made["paths"][path]
            continue
        name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        asked = str(made["components"]["schemas"][name]["properties"]["data"])
        if asked in seen:
            del made["paths"][path]
        seen.add(asked)


@pytest.fixture
def client_module(tmp_path, monkeypatch) -> ModuleType:
    """The client that an ordinary generator makes from the committed document."""
    run(tmp_path, "openapi-python-client", "generate", "--path", str(ROOT / "docs" / "openapi.json"), "--output-path", str(tmp_path / "generated"),
        "--meta", "none", "--fail-on-warning")  # fmt: skip
    monkeypatch.syspath_prepend(str(tmp_path))
    return importlib.import_module("generated")


def test_a_generated_client_lists_what_is_due_and_performs_an_act(fresh_city, live, client_module):
    report = opened(fresh_city)
    _, token = issued()
    client = client_module.AuthenticatedClient(base_url=live.url, token=token)
    with client:
        use(client, report)


def use(client, report) -> None:
    me = importlib.import_module("generated.api.token.get_me").sync(client=client)
    assert (me.body.key, me.post_kind) == ("water-bureau", "liaison")

    listing = importlib.import_module("generated.api.matters.list_matters")
    models = importlib.import_module("generated.models")
    due = models.ListMattersSort.DUE
    page = listing.sync(client=client, sort=due, due_from=today(), kind="annual_report")
    assert [item.number for item in page.items] == [report.number]

    sections = models.DraftTextDataSections.from_dict({"绿色低碳发展": "全年工作有序推进。"})
    body = models.SaveDraftEntered(data=models.DraftTextData(sections=sections))
    saving = importlib.import_module("generated.api.acts.act_save_draft")
    done = saving.sync(report.number, client=client, body=body, idempotency_key="from-the-generated-client")
    assert (done.act, done.state, done.repeated) == ("save_draft", "drafting", False)
    assert Matter.objects.get(pk=report.pk).version == done.version

    sending = importlib.import_module("generated.api.acts.act_send")
    refused = sending.sync(report.number, client=client, body=models.SendEntered())
    assert (refused.status, refused.code) == (409, "wrong_state")
