"""What changed between two rulebooks, said so that a clerk can approve it."""

from __future__ import annotations

from ecoduty.kernel.rulebook.compare import difference
from tests.kernel.rulebook.small import load


def sentences(tmp_path, *changes):
    old, new = load(tmp_path / "old"), load(tmp_path / "new", *changes)
    return [str(change) for change in difference(old, new)]


def test_no_change_is_no_sentence(tmp_path):
    assert sentences(tmp_path) == []


def test_changed_value_names_entry_field_and_both_values(tmp_path):
    assert sentences(tmp_path, ("time.yaml", "n: 2, unit", "n: 4, unit")) == [
        "时限“release”（放行）：取值、2020-01-01、数由“2”改为“4”",
    ]


def test_added_and_removed_entries_are_named(tmp_path):
    assert sentences(tmp_path, ("papers.yaml", "  share: {label: 比例", "  part: {label: 份额")) == [
        "新增参数“part”（份额）",
        "删去参数“share”（比例）",
    ]


def test_added_value_of_a_limit_leaves_the_old_one_alone(tmp_path):
    found = sentences(
        tmp_path,
        (
            "time.yaml",
            "{since: 2020-01-01, n: 2, unit: working_days}",
            "{since: 2020-01-01, until: 2026-12-31, n: 2, unit: working_days}, {since: 2027-01-01, n: 3, unit: working_days}",
        ),
    )

    assert len(found) == 2
    assert "时限“release”（放行）：取值、2020-01-01、截止日由空改为“2026-12-31”" in found
    assert any(sentence.startswith("时限“release”（放行）：取值、2027-01-01新增") for sentence in found)


def test_district_brings_all_its_bodies(tmp_path):
    found = sentences(
        tmp_path,
        (
            "bodies.yaml",
            "district_template:",
            '  east: {name: 东区, stem: 东, code: "990103", order: 3}\ndistrict_template:',
        ),
    )

    assert found == [
        "新增机构“east-government”（东区政府）",
        "新增机构“east-water-bureau”（东水利局）",
        "新增区“east”（东区）",
    ]


def test_edition_of_the_city_is_a_change(tmp_path):
    assert sentences(tmp_path, ("city.yaml", "第1版", "第2版")) == ["城市“city”（小镇市）：版次由“第1版”改为“第2版”"]


def test_list_of_keys_is_shown_whole(tmp_path):
    assert sentences(tmp_path, ("bodies.yaml", "aliases: [小镇环保局]", "aliases: [环保局]")) == [
        "机构“ecology-bureau”（市生态环境局）：别名由“小镇环保局”改为“环保局”",
    ]
