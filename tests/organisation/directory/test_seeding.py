"""The first adoption fills the directory; afterwards the directory rules, and drift is told and not undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecoduty.interfaces.console import demo
from ecoduty.kernel.clock import FrozenClock
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify
from ecoduty.kernel.rulebook import Rulebook, store
from ecoduty.kernel.rulebook.models import RulebookVersion
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory import queries, seeding
from ecoduty.organisation.directory.adoption import RULEBOOK, STREAM, adopt
from ecoduty.organisation.directory.models import Adoption, Appointment, Body, Person, Post
from tests.organisation.towns import PASSWORD, SYSTEM, Town, adopted, rulebook

DAY = date(2026, 3, 3)


def edition(book: Rulebook, name: str, **changes: object) -> Rulebook:
    """The same rulebook as another edition, with some sections changed."""
    return book.model_copy(update={"city": book.city.model_copy(update={"edition": name}), **changes})


def test_first_adoption_establishes_what_the_rulebook_says(empty_town: Town) -> None:
    book = empty_town.book
    assert Body.objects.filter(kind="district").count() == len(book.districts)
    assert {body.key for body in queries.bodies()} == set(book.bodies)
    assert seeding.drift(book, DAY) == []
    body = empty_town.body("hill-ecology-bureau")
    assert (body.region and body.region.key, body.parent and body.parent.key, body.level) == (
        "hill", "hill-government", "district",
    )  # fmt: skip


def test_adoption_stands_in_the_ledger_by_its_digest(empty_town: Town) -> None:
    entry = Entry.objects.get(stream="rulebook")

    assert (entry.act, entry.facts["digest"], entry.facts["bodies_established"]) == (
        "adopt", empty_town.book.digest, Body.objects.count(),
    )  # fmt: skip
    assert "content" not in entry.facts
    assert store.current().digest == empty_town.book.digest == Adoption.objects.get().digest


def test_second_edition_leaves_the_directory_as_it_is(town: Town, noon: FrozenClock) -> None:
    town.act("rename", "economy-bureau", name="云泽市产业发展局", short_name="市产业局", since="2026-03-01")
    before = list(Body.objects.values_list("key", "name", "version"))
    noon.advance(timedelta(days=1))
    adopt(edition(town.book, "第二版"), SYSTEM, note="更正")

    assert list(Body.objects.values_list("key", "name", "version")) == before
    assert RulebookVersion.objects.count() == 2
    assert store.current().edition == "第二版"


def test_drift_names_every_difference(town: Town) -> None:
    town.act("rename", "economy-bureau", name="云泽市产业发展局", short_name="市产业局", since="2026-03-01")
    town.act("assign_leader", "economy-bureau", leader="government/vice-mayor", since="2026-03-01", replaces=True)
    town.act("dissolve", "hill-staffing-office", until="2026-03-01")
    town.act(
        "establish", None, key="new-bureau", name="云泽市新局", short_name="市新局", kind="department", level="city",
        region_code="9907", order=99,
    )  # fmt: skip

    assert [one.sentence for one in seeding.drift(town.book, DAY)] == [
        "市产业局：全称，规则书为“云泽市经济局”，名录为“云泽市产业发展局”",
        "市产业局：简称，规则书为“市经济局”，名录为“市产业局”",
        "市产业局：分管领导，规则书为“government/executive-vice-mayor”，名录为“government/vice-mayor”",
        "山前区委编办：机构，规则书为“中共云泽市山前区委编制委员会办公室”，名录为“无”",
        "市新局：机构，规则书为“无”，名录为“云泽市新局”",
    ]


def test_same_edition_twice_is_refused(empty_town: Town) -> None:
    adopt(edition(empty_town.book, "第二版"), SYSTEM)
    codes = []
    for book in (edition(empty_town.book, "第二版"), empty_town.book, rulebook("xiamen")):
        with pytest.raises(Refused) as refused:
            adopt(book, SYSTEM)
        codes.append(refused.value.code)

    assert codes == ["already_in_force", "adopted_before", "other_city"]
    assert RulebookVersion.objects.count() == 2


def test_text_that_is_no_rulebook_is_refused(empty_town: Town) -> None:

    with pytest.raises(Refused) as refused:
        perform(RULEBOOK, "adopt", STREAM, actor=SYSTEM, data={"content": "{}"})

    assert refused.value.code == "bad_data"
    assert "规则书有" in refused.value.sentence


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("committee-office.director", ""),
        ("committee-office.clerk", "not_permitted"),
        ("hill-committee-office.director", "not_permitted"),
        ("ecology-bureau.principal", "not_permitted"),
    ],
)
def test_only_the_citys_committee_office_adopts(town: Town, username: str, code: str) -> None:
    try:
        adopt(edition(town.book, "第二版"), town.actor(username))
        found = ""
    except Refused as refused:
        found = refused.code

    assert found == code


def test_demo_fills_every_post_once_and_never_again(town: Town) -> None:
    before = (Person.objects.count(), Appointment.objects.count(), Account.objects.count(), Entry.objects.count())

    assert demo.seed("another password") == ""
    assert (
        Person.objects.count(),
        Appointment.objects.count(),
        Account.objects.count(),
        Entry.objects.count(),
    ) == before
    posts, administrators = Post.objects.count(), 3
    assert before[:3] == (posts + administrators, posts, posts + administrators)
    assert list(queries.vacant_coordinators(DAY)) == []
    assert town.account("committee-office.director").check_password(PASSWORD)


def test_demo_names_nobody_but_roles(town: Town) -> None:
    bodies = {body.short_name for body in Body.objects.all()}

    strange = [
        name
        for name in Person.objects.values_list("name", flat=True)
        if not any(name.startswith(body) for body in bodies) and "市长" not in name and not name.endswith("管理员")
    ]
    assert strange == []


@pytest.mark.usefixtures("fresh_db", "noon")
def test_a_whole_city_is_seeded_and_its_ledger_holds() -> None:
    rulebook("xiamen")
    adopted("xiamen")
    message = demo.seed(PASSWORD)
    store.forget()

    assert "committee-office.director（市环委办主任）" in message
    assert verify().ok
