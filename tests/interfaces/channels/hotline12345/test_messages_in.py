"""What comes from 12345: whose it is, once only, in order, and nothing lost for an unknown code."""

from __future__ import annotations

from typing import Any

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.channels.hotline12345 import intake
from ecoduty.interfaces.channels.hotline12345.models import Correspondence, Exchange, Order
from ecoduty.kernel.clock import now
from tests.city import City
from tests.interfaces.channels.hotline12345.other_side import OtherSide, connected, order_data

NUMBER = "XM12345-20261122-0001"


@pytest.fixture
def side(city: City) -> OtherSide:
    return OtherSide(connected())


def complaint() -> Any:
    return Matter.objects.select_related("complaint__reporter", "holder", "region").get(kind="complaint")


def test_an_order_becomes_a_complaint_that_waits_to_be_dispatched(city: City, side: OtherSide) -> None:
    said = side.push()
    matter = complaint()
    assert said == {
        "accepted": True, "id": f"m-{NUMBER}-1", "order": NUMBER, "sequence": 1, "state": "applied", "expects": 2,
        "matter": matter.number, "note": "",
    }  # fmt: skip
    own = matter.complaint
    assert (matter.state, matter.holder.key, matter.region.key) == ("registered", "hotline-office", "siming")
    assert (own.category, own.nature, own.channel, own.place) == ("noise", "complaint", "hotline", "湖滨南路1号")
    assert (own.external_system, own.external_number) == ("12345", NUMBER)
    assert "王先生" not in own.reporter.name
    assert Exchange.objects.get().content == ""  # what it said is the complaint's now
    assert Order.objects.get().matter == matter


def test_the_same_message_again_is_answered_the_same_and_does_nothing(city: City, side: OtherSide) -> None:
    message = side.message(NUMBER, "order.pushed", order_data())
    first, second = side.post(message), side.post(message)
    assert first.json() == second.json()
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert Matter.objects.filter(kind="complaint").count() == 1
    other = side.post({**message, "data": order_data(content="另一件事，另一个地方，但编号相同。")})
    assert (other.status_code, other.json()["code"]) == (409, "hotline_id_reused")
    taken = side.post({**message, "id": "m-other"})
    assert (taken.status_code, taken.json()["code"]) == (409, "hotline_sequence_taken")


def test_messages_out_of_order_take_effect_in_order(city: City, side: OtherSide) -> None:
    changed = side.say(
        NUMBER, "order.changed", {"content": "工地在湖滨北路，不是南路。", "change_reason": "来电人更正"}, sequence=2
    )
    urged = side.say(NUMBER, "order.urged", {"note": "来电人再次来电"}, sequence=3)
    assert (changed["state"], urged["state"], changed["expects"]) == ("held", "held", 1)
    assert Matter.objects.filter(kind="complaint").count() == 0
    pushed = side.say(NUMBER, "order.pushed", order_data(), sequence=1)
    assert (pushed["state"], pushed["expects"]) == ("applied", 4)
    assert complaint().complaint.text == "工地在湖滨北路，不是南路。"
    assert Notice.objects.filter(kind="urging").exists()


def test_a_change_after_dispatch_reaches_whoever_handles_it(city: City, side: OtherSide) -> None:
    side.push()
    dispatched(city)
    side.say(NUMBER, "order.changed", {"content": "工地在湖滨北路，不是南路。"})
    told = Notice.objects.filter(matter=complaint(), title__startswith="反映内容有更正")
    assert told.exists()


def test_an_unknown_category_is_taken_and_waits_for_a_clerk(city: City, side: OtherSide) -> None:
    said = side.push(category_code="ZZ77", area_code="359999")
    assert (said["accepted"], said["state"], said["matter"]) == (True, "waiting", "")
    assert "类别代码“ZZ77”、区代码“359999”" in said["note"]
    assert Matter.objects.filter(kind="complaint").count() == 0
    row = Exchange.objects.get()
    assert "湖滨南路" not in row.content
    assert row.content.startswith("sm4$")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"X-Hotline-Signature": "AAAA"}, 401, "hotline_signature"),
        ({"X-Hotline-App": "somebody"}, 401, "hotline_signature"),
        ({"X-Hotline-Algorithm": "NONE"}, 401, "hotline_signature"),
        ({"X-Hotline-Algorithm": "HMAC-SHA256"}, 401, "hotline_signature"),
        ({"X-Hotline-Time": "1700000000"}, 401, "hotline_signature"),
        ({"X-Hotline-Time": "昨天"}, 401, "hotline_unsigned"),
        ({"X-Hotline-Nonce": "short"}, 401, "hotline_unsigned"),
        ({"Idempotency-Key": "another"}, 422, "hotline_key_differs"),
    ],
)
def test_what_is_not_signed_as_it_should_be_is_refused(
    city: City, side: OtherSide, change: dict[str, str], status: int, code: str
) -> None:
    import json  # noqa: PLC0415

    raw = json.dumps(side.message(NUMBER, "order.pushed", order_data())).encode()
    answer = side.post(raw, {**side.headers(raw), **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Exchange.objects.count() == 0


def test_an_old_or_replayed_request_is_refused(city: City, side: OtherSide) -> None:
    import json  # noqa: PLC0415

    raw = json.dumps(side.message(NUMBER, "order.pushed", order_data())).encode()
    old = side.post(raw, side.headers(raw, at="1700000000"))
    assert (old.status_code, old.json()["code"]) == (401, "hotline_clock")
    headers = side.headers(raw)
    assert side.post(raw, headers).status_code == 200
    again = side.post(raw, headers)
    assert (again.status_code, again.json()["code"]) == (409, "hotline_replayed")


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 400, "hotline_not_json"),
        (b"[" * 100_000, 400, "hotline_not_json"),
        (b'{"id": NaN}', 400, "hotline_not_json"),
        (b"\xff\xfe", 400, "hotline_not_json"),
        (b"[]", 422, "hotline_not_understood"),
        (b'{"id": "\\ud800"}', 422, "hotline_not_understood"),
        (b"x" * (1024 * 1024 + 1), 413, "hotline_too_large"),
    ],
)
def test_what_is_no_message_is_refused_with_a_stable_code(
    city: City, side: OtherSide, raw: bytes, status: int, code: str
) -> None:
    answer = side.post(raw)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "order.eaten"}, "hotline_unknown_type"),
        ({"data": {"content": ""}}, "hotline_not_understood"),
        ({"data": {"content": "很" * 10_001}}, "hotline_not_understood"),
        ({"data": {**order_data(), "call_time": "昨天"}}, "hotline_not_understood"),
        ({"order": "../../etc/passwd"}, "hotline_not_understood"),
        ({"order": "工单'; DROP TABLE"}, "hotline_not_understood"),
        ({"sequence": -1}, "hotline_not_understood"),
        ({"kind": "order.urged"}, "hotline_first_message"),
    ],
)
def test_what_says_nothing_useful_is_refused_with_the_field(
    city: City, side: OtherSide, more: dict[str, Any], code: str
) -> None:
    message = side.message(NUMBER, more.pop("kind", "order.pushed"), more.pop("data", order_data()))
    answer = side.post({**message, **more})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Exchange.objects.count() == 0


def test_every_field_may_be_as_long_as_the_protocol_says(city: City, side: OtherSide) -> None:
    said = side.push(
        content="噪" * 10_000, address="路" * 300, query_code="Q" * 60,
        caller={"name": "王" * 60, "phone": "1" * 40, "sms": True, "anonymous": False},
    )  # fmt: skip
    assert (said["state"], len(complaint().complaint.text)) == ("applied", 10_000)
    dispatched(city)
    changed = {"content": "声" * 10_000, "address": "巷" * 300, "change_reason": "改" * 500}
    assert side.say(NUMBER, "order.changed", changed)["state"] == "applied"
    assert side.say(NUMBER, "order.urged", {"note": "催" * 500})["note"] == ""
    assert side.say(NUMBER, "order.recalled", {"note": "撤" * 500})["state"] == "applied"


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("order.changed", {"content": "很" * 10_001}, "text"),
        ("order.changed", {"change_reason": "很" * 10_000}, "reason"),
        ("order.changed", {"address": "很" * 10_000}, "place"),
        ("order.urged", {"note": "很" * 10_000}, "note"),
        ("extension.granted", {"note": "同意"}, "until"),
        ("follow_up.result", {"resolved": True, "accepted": True}, "satisfaction"),
        ("follow_up.result", {"resolved": True, "accepted": True, "satisfaction": "很" * 10_000}, "satisfaction"),
    ],
)
def test_a_field_that_is_missing_or_too_long_is_named_and_its_number_may_be_used_again(
    city: City, side: OtherSide, kind: str, data: dict[str, Any], field: str
) -> None:
    side.push()
    answer = side.post(side.message(NUMBER, kind, data))
    assert (answer.status_code, answer.json()["code"]) == (422, "hotline_not_understood")
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert side.say(NUMBER, "order.urged", {"note": "改好后重发"}, sequence=2)["state"] == "applied"


@pytest.mark.parametrize("name", ["id", "type", "order", "sequence", "sent_at"])
def test_a_message_without_its_envelope_is_told_what_is_missing(city: City, side: OtherSide, name: str) -> None:
    message = side.message(NUMBER, "order.pushed", order_data())
    del message[name]
    answer = side.post(message)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, name)


def test_what_no_key_opens_any_more_waits_for_a_person_and_stops_no_other_order(city: City, side: OtherSide) -> None:
    side.push(category_code="ZZ77")
    side.push("XM-2", category_code="ZZ77", query_code="Q2")
    Exchange.objects.filter(order__number=NUMBER).update(content="sm4$1$AAAA$AAAA", missing=[])
    Correspondence.objects.create(kind="category", theirs="ZZ77", ours="noise", made_at=now(), by="热线岗位")
    Exchange.objects.update(missing=[])
    assert intake.try_again() == 1
    shut = Exchange.objects.get(order__number=NUMBER)
    assert (shut.state, shut.code) == ("waiting", "hotline_sealed")
    assert Exchange.objects.get(order__number="XM-2").state == "applied"


def test_script_emoji_and_rare_characters_come_through_as_they_are(city: City, side: OtherSide) -> None:
    text = "<script>alert(1)</script>😀𠮷野家门口油烟大，喊了三次没人管。"
    side.push(content=text)
    assert complaint().complaint.text == text


def test_both_secrets_are_good_while_they_are_changed(city: City, side: OtherSide) -> None:
    from ecoduty.interfaces.channels.hotline12345.flow import LINE  # noqa: PLC0415
    from ecoduty.interfaces.channels.hotline12345.models import Link  # noqa: PLC0415
    from ecoduty.kernel.flow import Actor, perform  # noqa: PLC0415

    link = Link.objects.get()
    perform(LINE, "rotate", link.pk, actor=Actor.system("测试"))
    side.push("XM-1")
    newer = OtherSide(Link.objects.get())
    assert newer.secret != side.secret
    newer.push("XM-2", query_code="Q2")
    perform(LINE, "retire", link.pk, actor=Actor.system("测试"))
    refused = side.post(side.message("XM-3", "order.pushed", order_data()))
    assert refused.status_code == 401
    newer.push("XM-4", query_code="Q4")


def test_another_algorithm_is_a_setting_of_the_line(city: City) -> None:
    side = OtherSide(connected(algorithm="HMAC-SHA256"))
    assert side.push()["state"] == "applied"


def test_a_recalled_order_ends_the_complaint(city: City, side: OtherSide) -> None:
    side.push()
    dispatched(city)
    said = side.say(NUMBER, "order.recalled", {"note": "来电人撤诉"})
    assert said["state"] == "applied"
    assert complaint().state == "withdrawn"


def dispatched(city: City) -> None:
    from ecoduty.kernel.flow import perform  # noqa: PLC0415
    from ecoduty.mechanisms.complaints.flow import COMPLAINT  # noqa: PLC0415

    clerk = city.actor("hotline-office.hotline-clerk")
    data = {"body": "construction-bureau", "reason": "工地噪声归建设部门管"}
    perform(COMPLAINT, "dispatch", complaint().pk, actor=clerk, data=data)
