"""The visibility table asked of one matter in Python and of many in SQL gives the same answer, cell by cell."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db.models import Q

from ecoduty.casework.matters.conditions import awaited_of, ids_seen_by, seen_by, written_once
from ecoduty.casework.matters.models import Matter, NamedAccess, Party, PartyRole, Secrecy
from ecoduty.casework.matters.rules import Sight, access_matter, relations, sight, visible_to
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Act, Actor, ActTable, Refused, State, Who, registry
from ecoduty.kernel.rulebook.schema import RELATIONS
from ecoduty.organisation.directory.models import Body, LeaderInCharge, Person, Post, Unit

KINDS = ("toy", "toy_restricted", "annual_report", "half_year_report")
LONG_AGO = date(2020, 1, 1)


def table(kind: str) -> ActTable:
    return ActTable(
        kind=kind,
        label="玩具",
        states=(State("draft", "拟稿"),),
        acts=(Act("touch", "碰一下", ("draft",), None, (Who("holder_body", (), "主办单位"),)),),
        store=MatterStore(),
    )


@pytest.fixture
def town(city):
    """A department with a unit, other bodies in every relation, and one matter of every kind and secrecy."""
    mine = [kind for kind in KINDS if kind not in registry.tables()]
    for kind in mine:
        registry.register(table(kind))
    yield Town()
    for kind in mine:
        registry.unregister(kind)


class Town:
    def __init__(self) -> None:
        self.district = body("west-district", "district", "district")
        self.holder = body("holder", "department", "district", region=self.district)
        self.unit = Unit.objects.create(body=self.holder, name="综合科", since=LONG_AGO)
        names = ("supporter", "copy", "supervisor", "stranger", "leading")
        self.others = {name: body(name, "department", "city") for name in names}
        self.neighbour = body("neighbour", "government", "district", region=self.district)
        self.office = body("office", "committee_office", "city")
        self.person = Person.objects.create(name="被点名的人")
        self.leader = Post.objects.create(
            body=self.others["leading"], key="leader", kind="leader_in_charge", title="分管领导", since=LONG_AGO
        )
        LeaderInCharge.objects.create(leader=self.leader, body=self.holder, side="government", since=LONG_AGO)
        self.matters = {
            (kind, secrecy.value): self.matter(kind, secrecy) for kind, secrecy in itertools.product(KINDS, Secrecy)
        }

    def matter(self, kind: str, secrecy: Secrecy) -> Matter:
        matter = Matter.objects.create(
            kind=kind, number=uuid4().hex[:12], title="一件", body_level="district", region=self.district,
            holder=self.holder, holder_unit=self.unit, state="draft", secrecy=secrecy, opened_at=now(),
        )  # fmt: skip
        for role in (PartyRole.SUPPORTER, PartyRole.COPY, PartyRole.SUPERVISOR):
            Party.objects.create(matter=matter, body=self.others[role.value], role=role, since=today())
        if secrecy == Secrecy.RESTRICTED:
            NamedAccess.objects.create(matter=matter, person=self.person, relation="handler", since=today())
        return matter

    def actors(self) -> dict[str, Actor]:
        """One actor standing in each relation, and one who merely stands in for somebody."""
        stranger = self.others["stranger"]
        return {
            "holder_unit": actor(self.holder, unit_id=self.unit.pk),
            "holder_body": actor(self.holder),
            "supporter": actor(self.others["supporter"]),
            "copy": actor(self.others["copy"]),
            "supervisor": actor(self.others["supervisor"]),
            "oversight": actor(self.office, capacities=frozenset({"committee_office", "oversight"})),
            "leader_in_charge": actor(self.others["leading"], post=self.leader.pk, capacities=frozenset({"leader"})),
            "district_office": actor(self.neighbour, capacities=frozenset({"committee_office"})),
            "district": actor(self.neighbour),
            "public": actor(stranger),
            "named_person": actor(stranger, person=self.person.pk),
            "stand-in": actor(stranger, person=self.person.pk, delegated_from="被点名的人"),
        }


def body(key: str, kind: str, level: str, region: Body | None = None) -> Body:
    return Body.objects.create(
        key=f"t-{key}", name=key, short_name=key, kind=kind, level=level, region=region, region_code="9999"
    )


def actor(of: Body, **more) -> Actor:
    return Actor(
        name="某人", title=f"{of.short_name}·联络员", post_kind="liaison", body=of.key, body_id=of.pk, level=of.level,
        region_id=of.region_id, **more,
    )  # fmt: skip


def test_python_and_sql_agree_for_every_kind_secrecy_relation_and_sight(town):
    compared = 0
    for name, who in town.actors().items():
        for at_least in (Sight.EXISTS, Sight.SUMMARY, Sight.FULL):
            listed = set(Matter.objects.filter(visible_to(who, at_least)).values_list("pk", flat=True))
            again = Matter.objects.filter(written_once(visible_to(who, at_least)))
            assert set(again.values_list("pk", flat=True)) == listed, (name, at_least.name)
            if at_least == Sight.SUMMARY:
                inside = Matter.objects.filter(pk__in=ids_seen_by(who))
                assert set(inside.values_list("pk", flat=True)) == listed, name
            for (kind, secrecy), matter in town.matters.items():
                seen = sight(kind, secrecy, relations(matter, who, today()))
                assert (matter.pk in listed) == (seen >= at_least), (name, kind, secrecy, at_least.name)
                compared += 1
    assert compared == len(town.actors()) * 3 * len(KINDS) * len(Secrecy)


def test_condition_written_once_combines_with_others_and_refuses_to_reach_into_another_table(town):
    mine, restricted = written_once(Q(holder=town.holder)), Q(secrecy=Secrecy.RESTRICTED)
    assert Matter.objects.filter(mine & restricted).count() == len(KINDS)
    assert Matter.objects.filter(mine & ~written_once(restricted)).count() == 2 * len(KINDS)
    assert not Matter.objects.filter(written_once(Q(pk__in=[])) & mine).exists()
    assert Matter.objects.filter(written_once(Q()) & mine).count() == 3 * len(KINDS)
    with pytest.raises(ValueError, match="directory_body"):
        written_once(Q(holder__key="holder"))


def test_kept_condition_follows_the_portfolio_and_the_act_tables(town):
    leader = replace(actor(town.others["leading"], capacities=frozenset({"leader"})), post=town.leader.pk)
    held = Q(holder=town.holder, kind="toy", secrecy=Secrecy.INTERNAL)
    assert Matter.objects.filter(seen_by(leader), held).count() == 1
    LeaderInCharge.objects.filter(leader=town.leader).update(until=today())
    assert not Matter.objects.filter(seen_by(leader), held).exists()

    clerk = actor(town.holder)
    before = Matter.objects.filter(awaited_of(clerk, today()), held).count()
    known = registry.tables()["toy"]
    registry.unregister("toy")
    registry.register(replace(known, acts=(replace(known.acts[0], main=True),)))
    after = Matter.objects.filter(awaited_of(clerk, today()), held).count()
    registry.unregister("toy")
    registry.register(known)
    assert (before, after) == (0, 1)


def test_every_relation_of_the_rulebook_is_held_by_somebody(town):
    found = set()
    for who in town.actors().values():
        for matter in town.matters.values():
            found |= relations(matter, who, today())
    assert set(RELATIONS) <= found


def test_a_restricted_matter_is_not_there_for_anybody_but_the_named(town):
    matter = town.matters["toy", Secrecy.RESTRICTED]
    for name, who in town.actors().items():
        if name == "named_person":
            assert access_matter(who, matter.public_id).pk == matter.pk
            continue
        with pytest.raises(Refused) as refused:
            access_matter(who, matter.public_id)
        assert (refused.value.code, refused.value.status) == ("not_found", 404)


def test_a_stranger_gets_not_found_for_an_internal_matter_and_for_a_made_up_address(town):
    who = town.actors()["public"]
    for public_id in (town.matters["toy", Secrecy.INTERNAL].public_id, uuid4()):
        with pytest.raises(Refused) as refused:
            access_matter(who, public_id)
        assert refused.value.status == 404


def test_whoever_may_know_of_it_but_not_read_it_is_told_so(town):
    supporter = town.actors()["supporter"]
    with pytest.raises(Refused) as refused:
        access_matter(supporter, town.matters["toy", Secrecy.INTERNAL].public_id, Sight.FULL)
    assert refused.value.status == 403


def test_a_party_sees_from_its_first_day_until_it_leaves(town):
    matter, who = town.matters["toy", Secrecy.INTERNAL], town.actors()["supporter"]
    party = Party.objects.filter(matter=matter, body=town.others["supporter"])
    party.update(until=today())
    assert not Matter.objects.filter(visible_to(who), pk=matter.pk).exists()
    party.update(since=today() + timedelta(days=1), until=None)
    assert not Matter.objects.filter(visible_to(who), pk=matter.pk).exists()


def test_named_access_ends_on_its_day(town):
    matter, who = town.matters["toy", Secrecy.RESTRICTED], town.actors()["named_person"]
    NamedAccess.objects.filter(matter=matter).update(until=today())
    assert not Matter.objects.filter(visible_to(who), pk=matter.pk).exists()
    with pytest.raises(Refused):
        access_matter(who, matter.public_id)
