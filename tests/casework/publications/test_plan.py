"""The plan for the public follows the rulebook and the directory."""

from __future__ import annotations

from ecoduty.casework.publications import plan
from ecoduty.casework.publications.models import PublishedPlan
from ecoduty.kernel.clock import now
from ecoduty.organisation.directory.models import Body


def test_adopting_a_rulebook_shows_the_public_its_plan(office, example_book):
    content = PublishedPlan.objects.get().content
    assert content["city"]["name"] == "云泽市"
    assert [article["number"] for article in content["articles"]] == [1, 2, 3, 4]
    assert {clause["id"] for clause in content["articles"][2]["clauses"]} == {"3.1", "3.2", "3.3", "3.4"}
    duty = content["duties"][0]
    assert duty["bearers"] == list(example_book.bearers("annual-report"))
    assert [body["key"] for body in content["bodies"]] == duty["bearers"]
    assert duty["periods"][0]["due_on"] < duty["periods"][0]["expected_on"]  # the limit from sending to registration


def test_same_plan_is_written_once_and_new_names_anew(office, example_book):
    plan.publish(example_book, now())
    assert PublishedPlan.objects.count() == 1
    Body.objects.filter(key="agriculture-water-bureau").update(short_name="市水务农业局")
    shown = plan.refresh()
    assert PublishedPlan.objects.count() == 2
    assert "市水务农业局" in [body["short_name"] for body in shown.content["bodies"]]
    assert PublishedPlan.objects.order_by("-published_at", "-pk").first() == shown


def test_nothing_is_shown_before_a_rulebook(db):
    assert plan.refresh() is None


def test_plan_for_the_public_says_nothing_of_what_staff_sees(office):
    content = str(PublishedPlan.objects.get().content)
    for word in ("shows", "home", "ladder", "portfolio", "visibility"):
        assert f"'{word}'" not in content
