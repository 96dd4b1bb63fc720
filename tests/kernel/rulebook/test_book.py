"""Asking a rulebook: values as of a day, selectors, districts, recipients, numbers, sights, digest."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.kernel.rulebook import NotInForceError, Rulebook, RulebookError, UnknownRuleError, load_rulebook
from ecoduty.kernel.rulebook.schema import Addressee, Selector
from tests.kernel.rulebook.small import SMALL, load


@pytest.fixture
def book(tmp_path) -> Rulebook:
    return load(tmp_path)


def test_limit_is_the_value_in_force_on_the_day(book):
    before, after = book.limit("reply", on=date(2025, 12, 31)), book.limit("reply", on=date(2026, 1, 1))

    assert (before.n, before.basis.kind) == (5, "local")
    assert (after.n, after.basis.kind, after.basis.provision) == (3, "statute", "第一条")


def test_limit_before_its_first_value_is_not_in_force(book):
    with pytest.raises(NotInForceError, match="时限“reply”在2019-12-31没有有效的取值"):
        book.limit("reply", on=date(2019, 12, 31))


def test_unknown_key_is_named(book):
    with pytest.raises(UnknownRuleError) as caught:
        book.limit("relpy", on=date(2026, 1, 1))

    assert str(caught.value) == "规则书里没有时限“relpy”"


def test_value_is_asked_by_day(book):
    assert book.value("share", on=date(2026, 1, 1)) == 20
    assert book.whole("share", on=date(2026, 1, 1)) == 20
    with pytest.raises(TypeError, match="fields"):
        book.whole("fields", on=date(2026, 1, 1))


def test_words_and_pairs_of_a_value_are_texts_in_their_order(book):
    day = date(2026, 1, 1)
    assert book.words("share", on=day) == ("20",)
    assert book.words("fields", on=day) == ("sea=海洋", "air=大气=空气", "air=天空")
    assert book.pairs("fields", on=day) == (("sea", "海洋"), ("air", "大气=空气"), ("air", "天空"))
    assert (book.words("nothing", on=day), book.pairs("nothing", on=day)) == ((), ())
    with pytest.raises(NotInForceError):
        book.pairs("fields", on=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("selector", "chosen"),
    [
        (Selector(tags=("named",)), ("ecology-bureau", "water-bureau")),
        (Selector(kinds=("government",)), ("government", "north-government", "south-government")),
        (Selector(kinds=("government",), levels=("city",)), ("government",)),
        (
            Selector(kinds=("department",), without=("province", "north-water-bureau")),
            ("ecology-bureau", "water-bureau"),
        ),
        (Selector(keys=("water-bureau", "government")), ("government", "water-bureau")),
        (Selector(regions=("990101",)), ("north-government", "north-water-bureau")),
        (Selector(tags=("named",), kinds=("government",)), ()),
    ],
)
def test_selector_chooses_in_official_order(book, selector, chosen):
    assert book.select(selector) == chosen


def test_template_gives_each_district_its_bodies(book):
    body = book.body("north-water-bureau")

    assert (body.name, body.short_name, body.level, body.region) == (
        "小镇市北区水利局",
        "北水利局",
        "district",
        "990101",
    )
    assert (body.parent, body.superiors) == ("north-government", ("water-bureau",))
    assert list(book.bodies)[-3:] == ["north-government", "north-water-bureau", "south-government"]


def test_body_is_found_by_any_of_its_names(book):
    assert {book.find_body(name).key for name in ("小镇市生态环境局", "市生态环境局", " 小镇环保局 ")} == {
        "ecology-bureau"
    }
    assert book.find_body("生态局") is None


def test_counterparts_default_to_the_superiors(book):
    assert book.counterparts("water-bureau") == ("province",)


def test_recipients_come_once_and_never_include_the_holder(book):
    water, ecology = book.recipients("yearly", "water-bureau"), book.recipients("yearly", "ecology-bureau")

    assert water.main == (
        Addressee(body="party-committee", delivery="paper"),
        Addressee(body="government", delivery="exchange"),
    )
    assert [line.body for line in water.copies] == ["province", "ecology-bureau"]
    assert [line.body for line in ecology.copies] == ["province"]


def test_recipients_of_a_district_stay_in_its_region(book):
    assert [line.body for line in book.recipients("yearly", "north-water-bureau").main] == ["north-government"]


def test_recipients_may_be_posts(tmp_path):
    changed = load(tmp_path, ("papers.yaml", "{relation: government}]", "{role: leader_in_charge}]"))

    main = changed.recipients("yearly", "water-bureau").main
    assert main[1] == Addressee(body="government", post="mayor", delivery="platform")


def test_posts_come_from_selectors(book):
    assert [post.key for post in book.posts_of("water-bureau")] == ["liaison"]
    assert [post.key for post in book.posts_of("government")] == ["mayor"]
    assert [(home, post.key) for home, post in book.answering_for("water-bureau", "leader_in_charge")] == [
        ("government", "mayor")
    ]


def test_numbering_takes_the_most_specific_row(book):
    assert book.numbering_for("ecology-bureau", "reminder_letter").mode == "platform"
    assert book.numbering_for("ecology-bureau", "annual_report").mode == "external"
    assert book.numbering_for("water-bureau", "reminder_letter").mode == "external"


def test_visibility_falls_back_to_the_default_and_then_to_nothing(book):
    assert book.sight("annual_report", "internal", "copy") == "full"
    assert book.sight("annual_report", "internal", "holder_body") == "full"
    assert book.sight("other", "internal", "copy") == "summary"
    assert book.sight("other", "internal", "public") == "none"
    assert book.sight("annual_report", "restricted", "holder_body") == "none"


def test_visibility_rows_are_the_whole_table(book):
    rows = book.visibility_rows()

    assert {row.kind for row in rows} == {"*", "annual_report"}
    assert len({(row.kind, row.secrecy, row.relation) for row in rows}) == len(rows)
    assert all(row.sight == book.sight(row.kind, row.secrecy, row.relation) for row in rows)


def test_json_brings_the_same_book_back(book):
    again = Rulebook.from_json(book.to_json())

    assert again == book
    assert (again.digest, list(again.bodies)) == (book.digest, list(book.bodies))


def test_digest_knows_content_and_not_files(tmp_path, book):
    whole = tmp_path / "one-file"
    whole.mkdir()
    for name, text in SMALL.items():
        (whole / f"renamed-{name}").write_text("# a remark\n" + text, encoding="utf-8")

    assert load_rulebook(whole).digest == book.digest
    assert load(tmp_path / "changed", ("time.yaml", "n: 2", "n: 4")).digest != book.digest
    assert len(book.digest) == 64


def test_json_that_is_no_rulebook_is_refused():
    with pytest.raises(RulebookError, match="缺少“city”"):
        Rulebook.from_json("{}")


def test_book_cannot_be_changed(book):
    with pytest.raises(ValueError, match="frozen"):
        book.city.name = "别处"
