"""What the forms offer is what the acts accept."""

from __future__ import annotations

from datetime import date, timedelta

from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.choices import choices_for, values_for
from ecoduty.organisation.directory.flow import BODY
from tests.organisation.towns import Town

DAY = date(2026, 3, 3)


def offered(town: Town, act: str, field: str) -> list[str]:
    return [label for _, label in choices_for(BODY.by_code[act], town.body("economy-bureau"), DAY)[field]]


def test_posts_are_offered_with_their_holders(town: Town) -> None:
    town.act("end_appointment", "economy-bureau", post="liaison", until="2026-03-01")

    assert offered(town, "appoint", "post") == ["局长（市经济局局长）", "副局长（市经济局副局长）", "联络员（空缺）"]
    assert offered(town, "end_appointment", "post") == ["局长（市经济局局长）", "副局长（市经济局副局长）"]


def test_people_are_offered_with_the_post_that_tells_namesakes_apart(town: Town) -> None:
    assert offered(town, "appoint", "person")[0] == "市经济局局长（局长）"
    assert "副市长秘书（市政府·副市长秘书）" in offered(town, "appoint", "person")
    assert offered(town, "delegate", "delegate") == [
        "市经济局局长（局长）", "市经济局副局长（副局长）", "市经济局联络员（联络员）",
    ]  # fmt: skip


def test_leaders_are_offered_without_their_secretaries(town: Town) -> None:
    assert offered(town, "assign_leader", "leader") == ["市政府·常务副市长", "市政府·副市长（分管生态环境和农水）"]
    assert offered(town, "end_leader", "leader") == ["常务副市长"]


def test_every_choice_of_every_form_is_offered_or_fixed(town: Town) -> None:
    for act in BODY.acts:
        if act.creates:
            continue
        offers = choices_for(act, town.body("economy-bureau"), DAY)
        for name, field in act.data.model_json_schema()["properties"].items():
            if field.get("widget") == "choice":
                assert name in offers or "choices" in field, (act.code, name)


def test_form_that_was_not_touched_changes_nothing(town: Town) -> None:
    body = town.body("hill-agriculture-water-bureau")
    before = queries.superiors(body, DAY)
    given = values_for(BODY.by_code["arrange"], body, DAY)
    town.act(
        "arrange",
        body.key,
        town.actor("committee-office.clerk"),
        **{name: value for name, value in given.items() if value},
    )

    after = town.body(body.key)
    assert (after.parent, queries.superiors(after, DAY)) == (body.parent, before)
    assert before != []


def test_superior_without_a_day_begins_with_the_act(town: Town) -> None:
    office = town.actor("committee-office.clerk")
    town.act("arrange", "economy-bureau", office, parent="government", superiors=["province-economy", "province-water"])

    body = town.body("economy-bureau")
    assert [one.key for one in queries.superiors(body, DAY - timedelta(days=1))] == ["province-economy"]
    assert [one.key for one in queries.superiors(body, DAY)] == ["province-water", "province-economy"]
