"""Acts through the API: the same gate, idempotent, never over somebody else's change, named in the ledger."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import registry
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.reports import sections
from tests.interfaces.api.calling import Program, issued, program
from tests.mechanisms.reports.writing import Writer
from tests.toy.toys import TOYS


def text(report) -> dict[str, dict[str, str]]:
    return {"sections": dict.fromkeys(sections.required(report.kind, report.rulebook), "全年工作有序推进。")}


def test_an_act_is_done_and_its_entry_names_the_token(report):
    token, shown = issued()
    answer = Program(shown).act(report.number, "save_draft", text(report))
    assert answer.status_code == 200, answer.content
    done = answer.json()
    assert (done["act"], done["matter"], done["state"], done["repeated"]) == (
        "save_draft", report.number, "drafting", False,
    )  # fmt: skip
    entry = Entry.objects.get(stream=report.stream, seq=done["entry"]["seq"])
    assert bytes(entry.digest).hex() == done["entry"]["digest"]
    assert (entry.actor_name, entry.actor_account) == ("OA报送", None)
    assert f"联络员（接口令牌{token.pk}）" in entry.actor_title


def test_the_table_decides_who_may(report):
    answer = program().act(report.number, "sign", {"number": "厦水〔2027〕3号"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
    assert "主要负责人" in answer.json()["detail"]


def test_refusals_carry_code_sentence_and_fields(report):
    known = program()
    early = known.act(report.number, "send")
    assert (early.status_code, early.json()["code"]) == (409, "wrong_state")
    empty = known.act(report.number, "save_draft")
    assert (empty.status_code, empty.json()["code"]) == (422, "bad_data")
    assert empty.json()["errors"] == [{"field": "sections", "code": "missing", "detail": "“正文”必填"}]
    late = known.act(report.number, "save_draft", text(report), occurred_at="2026-11-01T00:00:00+08:00")
    assert late.json()["code"] in {"late_needs_reason", "occurred_before_previous"}


def test_a_key_is_done_once_and_never_means_two_things(report):
    known = program()
    key = {"Idempotency-Key": "7b0c9a52-1"}
    first = known.act(report.number, "save_draft", text(report), key)
    again = known.act(report.number, "save_draft", text(report), key)
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert first.json()["entry"] == again.json()["entry"]
    other = known.act(report.number, "save_draft", {"sections": {}}, key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    stranger = program().act(report.number, "submit_for_review", {}, key)  # another token's key is another key
    assert stranger.status_code == 200
    assert Entry.objects.filter(stream=report.stream, act="save_draft").count() == 1


def test_what_changed_meanwhile_is_not_overwritten(city, report):
    known = program()
    tag = known.get(f"/matters/{report.number}")["ETag"]
    Writer(city, report).write()
    stale = known.act(report.number, "save_draft", text(report), {"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_page")
    tag = known.get(f"/matters/{report.number}")["ETag"]
    fresh = known.act(report.number, "save_draft", text(report), {"If-Match": tag})
    assert fresh.status_code == 200
    assert fresh["ETag"] == f'"{fresh.json()["version"]}"'
    assert known.act(report.number, "save_draft", text(report), {"If-Match": fresh["ETag"]}).status_code == 200
    assert known.act(report.number, "save_draft", text(report), {"If-Match": "x"}).json()["code"] == "bad_etag"


def test_a_stranger_learns_nothing_by_trying(report):
    stranger = program("ocean-bureau")
    for act in ("save_draft", "no_such_act", "open"):
        answers = [stranger.act(number, act) for number in (report.number, "2026-9999999")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert {answer.json()["code"] for answer in answers} == {"not_found"}
    assert program().act(report.number, "no_such_act").json()["code"] == "unknown_act"


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b'{"data": NaN}', b"[" * 100_000, b"1" * 10_000, b'"x"'])
def test_what_is_no_json_object_is_told_so(report, body):
    answer = program().post(f"/matters/{report.number}/acts/save_draft", body)
    assert (answer.status_code, answer.json()["code"]) in {(400, "bad_json"), (422, "bad_data")}


@pytest.mark.parametrize(
    "more", [{"occurred_at": "0001-01-01T00:00:00Z"}, {"occurred_at": "2026-12-01T10:00:00"}, {"nonsense": 1},
             {"reason": "长" * 3000}, {"on_behalf_of": "\ud800"}],
)  # fmt: skip
def test_what_surrounds_the_data_is_checked(report, more):
    answer = program().act(report.number, "save_draft", text(report), **more)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_data")


def test_another_media_type_is_refused(report):
    known = program()
    answer = known.client.post(f"/api/v1/matters/{report.number}/acts/save_draft", {"data": "x"}, headers=known.headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "media_type")


@pytest.fixture
def toys():
    registry.register(TOYS)
    yield
    registry.unregister(TOYS.kind)


def test_a_creating_act_makes_a_matter_once(city, toys):
    known = program()
    body = {"data": {"title": "一件玩具", "holder": "water-bureau"}}
    made = known.post("/kinds/toy/acts/ask", body, {"Idempotency-Key": "a"})
    assert made.status_code == 201
    assert made["Location"] == made.json()["href"] == f"/api/v1/matters/{made.json()['matter']}"
    again = known.post("/kinds/toy/acts/ask", body, {"Idempotency-Key": "a"})
    assert (again.json()["matter"], again.json()["repeated"]) == (made.json()["matter"], True)
    assert Matter.objects.filter(kind="toy").count() == 1
    assert known.post("/kinds/toy/acts/open", {}).json()["code"] == "not_permitted"
    assert known.post("/kinds/toy/acts/finish", {}).json()["code"] == "unknown_act"
    assert known.post("/kinds/account/acts/open", {}).json()["code"] == "unknown_act"
