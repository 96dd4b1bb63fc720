"""委托代行 on the page of one's own account: seen by both, ended by who gave it or by its date, said in every entry."""

from __future__ import annotations

from datetime import datetime

from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory.flow import BODY
from tests.organisation.towns import SYSTEM

HOLDER, DELEGATE = "water-bureau.principal", "water-bureau.deputy"


def test_a_person_sees_gives_and_ends_his_own_delegations(city):
    holder, delegate = city.client(HOLDER), city.client(DELEGATE)
    page = holder.get("/account/").content.decode()
    assert "委托他人代行" in page
    given = {
        "post": "principal", "holder": city.account(HOLDER).person_id, "delegate": city.account(DELEGATE).person_id,
        "since": "2026-11-22", "until": "2026-11-30", "cause": "外出开会", "next": "/account/",
    }  # fmt: skip
    assert holder.post("/directory/water-bureau/delegate/", given)["Location"] == "/account/"

    assert "由市水利局分管负责人代行" in holder.get("/account/").content.decode()
    taken = delegate.get("/account/").content.decode()
    assert "代市水利局主要负责人行使" in taken
    assert "提前结束" not in taken
    assert "（代市水利局主要负责人）" in taken  # among the posts to choose from

    end = {"post": "principal", "holder": given["holder"], "until": "2026-11-22", "next": "/account/"}
    assert holder.post("/directory/water-bureau/end_delegation/", end)["Location"] == "/account/"
    assert "行使" not in delegate.get("/account/").content.decode()


def test_a_delegation_ends_by_its_date_and_what_was_done_in_it_says_so(city):
    given = {
        "post": "principal", "holder": city.account(HOLDER).person_id, "delegate": city.account(DELEGATE).person_id,
        "since": "2026-11-22", "until": "2026-11-24", "cause": "休假",
    }  # fmt: skip
    perform(BODY, "delegate", "water-bureau", actor=SYSTEM, data=given)
    client = city.client(DELEGATE)
    post = str(next(actor.post for actor in _actors(city) if actor.delegated_from))
    client.post("/post/", {"post": post})
    unit = {"name": "新设处", "_key": "x"}
    assert client.post("/directory/water-bureau/add_unit/", unit).status_code == 302
    assert Entry.objects.filter(act="add_unit").get().actor_title.endswith("（代市水利局主要负责人）")

    city.clock.move_to(datetime(2026, 11, 24, 0, 1, tzinfo=SHANGHAI))
    refused = client.post("/directory/water-bureau/add_unit/", {"name": "又一处"})
    assert refused.status_code == 403
    assert "您代行“市水利局·主要负责人”已经结束，由本人恢复办理，刚才的操作没有办。" in refused.content.decode()
    page = client.get("/account/").content.decode()
    assert "您代行“市水利局·主要负责人”已经结束" in page  # said once, and on in his own post
    page = client.get("/account/").content.decode()
    assert "代市水利局主要负责人" not in page
    assert "已经结束" not in page
    assert client.post("/directory/water-bureau/add_unit/", {"name": "又一处"}).status_code == 403


def test_another_post_may_be_chosen_from_a_page_of_the_post_that_is_gone(city):
    given = {
        "post": "principal", "holder": city.account(HOLDER).person_id, "delegate": city.account(DELEGATE).person_id,
        "since": "2026-11-22", "until": "2026-11-24", "cause": "休假",
    }  # fmt: skip
    perform(BODY, "delegate", "water-bureau", actor=SYSTEM, data=given)
    client = city.client(DELEGATE)
    own, taken = sorted((actor.post for actor in _actors(city)), key=lambda post: post != city.actor(DELEGATE).post)
    client.post("/post/", {"post": str(taken)})
    city.clock.move_to(datetime(2026, 11, 24, 0, 1, tzinfo=SHANGHAI))
    assert client.post("/post/", {"post": str(own)}).status_code == 302
    assert "已经结束" not in client.get("/account/").content.decode()


def _actors(city):
    from ecoduty.kernel.clock import today  # noqa: PLC0415
    from ecoduty.organisation.access import actors_of  # noqa: PLC0415

    return actors_of(city.account(DELEGATE), today())
