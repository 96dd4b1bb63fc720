"""What is found, by whom, in which order; and that the rows stay in step with the acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.search import counting, finding, keeping
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.finding import find, matching
from ecoduty.casework.search.models import Kind, SearchRow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, perform, registry, table
from ecoduty.organisation.directory.models import Body, LeaderInCharge, Post
from tests.city import City
from tests.interfaces.desk import toy
from tests.mechanisms.reports.writing import Writer, at, opened
from tests.toy.toys import RESTRICTED_TOYS

PAPER = "关于莲前街道路灯不亮的专题报告"


@pytest.fixture
def toys(city: City) -> Iterator[City]:
    registry.register(toy.TABLE)
    registry.register(RESTRICTED_TOYS)
    yield city
    registry.unregister(toy.KIND)
    registry.unregister(RESTRICTED_TOYS.kind)


def titles(actor: Actor, query: str, kind: str = "matter") -> list[str]:
    return [hit.title for hit in find(actor, Asked.read(query), kind=kind).hits]


@pytest.mark.parametrize(
    "query", ["路灯", "灯", "告", "路灯不亮", "莲前街道 路灯", "不亮 莲前", "莲前街道路灯不亮的", PAPER]
)
def test_words_of_any_length_are_found(toys, query):
    toy.open_paper(PAPER)
    assert titles(toys.actor("water-bureau.liaison"), query) == [PAPER]


@pytest.mark.parametrize(
    "query", ["路亮", "灯路", "路灯亮", "街路灯不", "没有", "%", "_", "路%灯", "'", "\\", "💡", "路" * 500, "\0"]
)
def test_what_does_not_stand_there_is_not_found_and_never_an_error(toys, query):
    toy.open_paper(PAPER)
    assert titles(toys.actor("water-bureau.liaison"), query) == []


def test_signs_of_the_pattern_language_are_just_signs(toys):
    toy.open_paper("达标率100%以上")
    toy.open_paper("达标率1000以上")
    assert titles(toys.actor("water-bureau.liaison"), "100%") == ["达标率100%以上"]
    assert titles(toys.actor("water-bureau.liaison"), "1_0") == []


@pytest.mark.parametrize("query", ["PM2.5", "ｐｍ２．５", "pm2.5浓度"])
def test_width_and_case_make_no_difference(toys, query):
    toy.open_paper("降低ＰＭ2.5浓度")
    assert titles(toys.actor("water-bureau.liaison"), query) == ["降低ＰＭ2.5浓度"]


@pytest.mark.parametrize("query", ["第18条", "第十八条", "第１８条"])
def test_an_article_is_found_however_its_number_is_written(toys, query):
    toy.open_paper("落实第十八条的通知")
    toy.open_paper("落实第18条的函")
    toy.open_paper("落实第八条的函")
    actor = toys.actor("water-bureau.liaison")
    assert sorted(titles(actor, query)) == ["落实第18条的函", "落实第十八条的通知"]
    clauses = [hit.ref for hit in find(actor, Asked.read(query), kind="clause").hits]
    assert clauses
    assert all(ref.startswith("18.") for ref in clauses)


def test_the_one_of_that_very_name_comes_first_then_titles_then_the_newest(toys):
    old = toy.open_paper("水库")
    toy.open_paper("水库清淤")
    newest = toy.open_paper("关于水库的函")
    actor = toys.actor("water-bureau.liaison")
    assert titles(actor, "水库") == ["水库", "关于水库的函", "水库清淤"]
    assert titles(actor, old.number) == ["水库"]
    assert find(actor, Asked.read(newest.number)).hits[0].tier == finding.NAMED


def test_a_stranger_finds_nothing_and_counts_nothing(toys):
    toy.open_paper(PAPER)
    answer = find(toys.actor("ocean-bureau.liaison"), Asked.read("路灯"))
    assert (answer.hits, answer.total.number) == ([], 0)
    assert titles(toys.actor("committee-office.clerk"), "路灯") == [PAPER]


def test_a_body_that_joins_finds_it_from_then_on(toys):
    matter = toy.open_paper(PAPER, copy_to="ocean-bureau")
    assert titles(toys.actor("ocean-bureau.liaison"), "路灯") == ([PAPER] if _sees(toys, matter) else [])


def test_a_leader_finds_what_comes_into_his_portfolio_and_no_longer_what_has_left_it(toys):
    toy.open_paper(PAPER)
    post = Post.objects.get(pk=toys.actor("government.vice-mayor-agriculture").post)
    LeaderInCharge.objects.filter(leader=post).update(until=today())
    assert titles(toys.actor("government.vice-mayor-agriculture"), "路灯") == []
    water = Body.objects.get(key="water-bureau")
    led = LeaderInCharge.objects.create(leader=post, body=water, side="government", since=today())
    assert titles(toys.actor("government.vice-mayor-agriculture"), "路灯") == [PAPER]
    LeaderInCharge.objects.filter(pk=led.pk).update(until=today())
    assert titles(toys.actor("government.vice-mayor-agriculture"), "路灯") == []


def _sees(city: City, matter: Matter) -> bool:
    return Matter.objects.filter(visible_to(city.actor("ocean-bureau.liaison")), pk=matter.pk).exists()


def test_restricted_matters_stand_in_no_row_and_are_found_by_the_named_alone(toys):
    insider = toys.actor("water-bureau.principal")
    ask = {"title": "一件不该有人看见的玩具", "holder": "water-bureau", "person": insider.person}
    secret = perform(RESTRICTED_TOYS, "ask", actor=insider, data=ask).subject
    assert not SearchRow.objects.filter(matter=secret).exists()
    assert titles(insider, "不该有人") == [secret.title]
    assert find(insider, Asked.read("不该有人")).total.number == 1
    for other in ("water-bureau.liaison", "committee-office.director", "ecology-bureau.principal"):
        answer = find(toys.actor(other), Asked.read("不该有人"))
        assert (answer.hits, answer.total.number) == ([], 0)
        assert not Matter.objects.filter(
            matching(toys.actor(other), "不该有人"), visible_to(toys.actor(other))
        ).exists()
    assert Matter.objects.filter(matching(insider, "不该有人"), visible_to(insider)).get() == secret


def test_what_becomes_restricted_leaves_the_rows(toys):
    matter = toy.open_paper(PAPER)
    Matter.objects.filter(pk=matter.pk).update(secrecy=Secrecy.RESTRICTED)
    keeping.refresh_matters([matter.pk])
    assert not SearchRow.objects.filter(matter=matter).exists()


def test_pages_follow_each_other_without_gap_or_repetition(toys, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 7)
    wanted = [toy.open_paper(f"第{n}号巡河").title for n in range(20)][::-1]
    actor = toys.actor("water-bureau.liaison")
    for many in (1000, 3):  # fetched by the index, and walked
        monkeypatch.setattr(counting, "COUNTED", many)
        found, after = [], ""
        while True:
            answer = find(actor, Asked.read("巡河"), after=after)
            found += [hit.title for hit in answer.hits]
            after = answer.next
            if not after:
                break
        assert found == wanted


def test_counts_are_exact_up_to_the_limit_and_then_say_more(toys, monkeypatch):
    monkeypatch.setattr(counting, "COUNTED", 5)
    actor = toys.actor("water-bureau.liaison")
    for n in range(5):
        toy.open_paper(f"巡河{n}")
    assert find(actor, Asked.read("巡河")).total.words == "5"
    toy.open_paper("巡河6")
    assert find(actor, Asked.read("巡河")).total.words == "5+"


@pytest.mark.parametrize("after", ["x", "1.2", "1.2.3.4", "9.9.9", "1.99999999999999999999.1", "-1.0.0"])
def test_a_cursor_made_up_is_no_error(toys, after):
    toy.open_paper(PAPER)
    assert find(toys.actor("water-bureau.liaison"), Asked.read("路灯"), after=after).total.number == 1


def test_bodies_people_and_clauses_are_found_by_everybody(toys):
    actor = toys.actor("ocean-bureau.liaison")
    assert titles(actor, "市水利局", "body")[0]
    assert titles(actor, "联络员", "person")
    assert titles(actor, "18.1", "clause")


def test_a_renamed_body_is_found_by_its_old_name_too(toys):
    perform(
        table("body"), "rename", "water-bureau", actor=Actor.system("测试"),
        data={"name": "厦门市水务管理局", "short_name": "市水务局", "since": date(2026, 11, 1)},
    )  # fmt: skip
    actor = toys.actor("ocean-bureau.liaison")
    assert titles(actor, "水务管理", "body") == ["厦门市水务管理局"]
    assert titles(actor, "水利局", "body") == ["厦门市水务管理局"]


def test_a_reports_text_is_found_by_whoever_reads_it_and_number_in_any_brackets(city):
    writer = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    writer.to_sent()
    reader = city.actor("water-bureau.principal")
    document = SearchRow.objects.get(kind=Kind.DOCUMENT, matter=writer.matter)
    assert document.number
    bare = document.number.translate(str.maketrans("", "", "〔〕"))
    for number in (document.number, document.number.replace("〔", "[").replace("〕", "]"), bare):
        assert find(reader, Asked.read(number), kind="document").hits[0].ref == document.ref
    word = document.text_folded.split()[-1][:4]
    assert document.ref in [hit.ref for hit in find(reader, Asked.read(word), kind="document").hits]
    assert find(city.actor("ocean-bureau.liaison"), Asked.read(word), kind="document").hits == []


def test_after_a_whole_road_the_rows_are_what_a_rebuild_would_make(city):
    writer = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    writer.to_sent()
    told = []
    assert keeping.rebuild(lambda done, total: told.append((done, total))) == 0
    assert told[-1][0] == told[-1][1] > 0


def test_a_rebuild_makes_everything_anew_and_removes_what_is_gone(city):
    before = list(SearchRow.objects.order_by("kind", "ref").values_list("kind", "ref", "title_folded", "text_folded"))
    assert {kind for kind, *_ in before} >= {"body", "person", "clause"}
    SearchRow.objects.all().delete()
    assert keeping.rebuild(lambda done, total: None) == len(before)
    after = list(SearchRow.objects.order_by("kind", "ref").values_list("kind", "ref", "title_folded", "text_folded"))
    assert after == before
