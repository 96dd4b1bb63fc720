"""The smallest complete rulebook, as files that a test may change before loading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecoduty.kernel.rulebook import Problem, Rulebook, RulebookError, load_rulebook

if TYPE_CHECKING:
    from pathlib import Path

SMALL = {
    "city.yaml": """
city:
  code: small-town
  name: 小镇市
  short_name: 小镇
  province: 某省
  division_code: "9901"
  plan_title: 小镇做事办法
  edition: 第1版
  basis: {kind: local, note: 测试}
""",
    "plan.yaml": """
default_basis: {kind: plan, article: 1}
chapters:
  1: {title: 总则}
articles:
  1: {chapter: 1, title: 报告, gist: 一年报告一次。}
clauses:
  1.1:
    bearer: 各部门
    bearers: {tags: [named]}
    owes: 每年写一份报告。
    when: {text: 每年, basis: {kind: plan, clause: 1.1}}
    shows: 报告自动立项
    home: reports
    duties: [yearly]
    limits: [reply]
""",
    "bodies.yaml": """
default_basis: {kind: local, note: 测试}
kinds:
  party_committee: {label: 党委, delivery: paper}
  government: {label: 政府, delivery: exchange}
  department: {label: 部门, delivery: platform}
bodies:
  party-committee: {name: 中共小镇市委, short_name: 市委, kind: party_committee, level: city, order: 1, region: "9901"}
  government: {name: 小镇市人民政府, short_name: 市政府, kind: government, level: city, order: 2, region: "9901"}
  ecology-bureau:
    name: 小镇市生态环境局
    short_name: 市生态环境局
    aliases: [小镇环保局]
    kind: department
    level: city
    order: 3
    region: "9901"
    superiors: [province]
    tags: [named]
    enforcement: {mode: own, basis: {kind: local, note: 测试}}
  water-bureau:
    name: 小镇市水利局
    short_name: 市水利局
    kind: department
    level: city
    order: 4
    region: "9901"
    superiors: [province]
    tags: [named]
    enforcement: {mode: refer, to: ecology-bureau, basis: {kind: local, note: 测试}}
  province: {name: 某省厅, short_name: 省厅, kind: department, level: province, order: 9, region: "99"}
districts:
  north: {name: 北区, stem: 北, code: "990101", order: 1}
  south: {name: 南区, stem: 南, code: "990102", order: 2}
district_template:
  "{district}-government":
    {name: "小镇市{name}人民政府", short_name: "{name}政府", kind: government, parent: government, order: 1}
  "{district}-water-bureau":
    name: "小镇市{name}水利局"
    short_name: "{stem}水利局"
    kind: department
    parent: "{district}-government"
    superiors: [water-bureau]
    order: 2
    except_districts: [south]
posts:
  liaison: {label: 联络员, role: liaison, bodies: {kinds: [department]}}
  mayor: {label: 市长, role: leader_in_charge, side: government, bodies: {keys: [government]}, portfolio: {tags: [named]}}
""",
    "time.yaml": """
default_basis: {kind: local, note: 测试}
instruments:
  some-law: {title: 某法, reading: text, counting: {working_numbers: [3], roll: true}}
limits:
  reply:
    label: 答复
    holder: 部门
    starts_from: 收到
    branch: some-law
    dated:
      - {since: 2020-01-01, until: 2025-12-31, n: 5, unit: working_days}
      - {since: 2026-01-01, n: 3, unit: working_days, basis: {kind: statute, instrument: some-law, provision: 第一条}}
  release: {label: 放行, holder: 部门, starts_from: 生成, dated: [{since: 2020-01-01, n: 2, unit: working_days}]}
duties:
  yearly:
    label: 年度报告
    clauses: [1.1]
    kind: annual_report
    bearers: {tags: [named]}
    rhythm: annual
    first_period: "2026"
    opens: {rule: fixed_date, month: 12, day: 1, basis: {kind: local, note: 测试}}
    due: {rule: fixed_date, month: 1, day: 31, year: 1, basis: {kind: plan, clause: 1.1}}
    ladder: yearly
    copy_list: yearly
    title: "{body}{year}年报告"
ladders:
  yearly:
    label: 年度催办
    rungs:
      - key: first
        label: 提醒
        when: {rule: date, month: 1, day: 10}
        place: inside
        recipients: [liaison]
        basis: {kind: local, note: 测试}
      - key: letter
        label: 催办函
        when: {rule: offset, days: 1}
        place: outside
        recipients: [liaison]
        paper: reminder_letter
        sender: ecology-bureau
        release: liaison
        limit: release
        basis: {kind: local, note: 测试}
""",
    "papers.yaml": """
default_basis: {kind: local, note: 测试}
copy_lists:
  yearly:
    label: 年度报告
    main: [{relation: party_committee}, {relation: government}]
    copies: [{relation: superior}, {bodies: {keys: [ecology-bureau]}}]
numbering:
  default: {label: 外部编号, mode: external}
  letters: {label: 催办函, bodies: {keys: [ecology-bureau]}, kinds: [reminder_letter], mode: platform, prefix: 镇环}
visibility:
  default:
    label: 默认
    public: {holder_body: full, public: full}
    internal: {holder_body: full, copy: summary}
    restricted: {named_person: full}
  reports: {label: 报告, kinds: [annual_report], internal: {copy: full}}
values:
  share: {label: 比例, unit: 百分比, dated: [{since: 2020-01-01, value: 20}]}
  fields: {label: 领域, dated: [{since: 2020-01-01, value: [sea=海洋, air=大气=空气, air=天空]}]}
""",
}


def write(folder: Path, *changes: tuple[str, str, str], extra: dict[str, str] | None = None) -> Path:
    """The small rulebook in a folder, after (file, old text, new text) replacements; every old text must be there."""
    files = SMALL | (extra or {})
    for name, old, new in changes:
        assert old in files[name], f"{old!r} is not in {name}"
        files[name] = files[name].replace(old, new, 1)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, *changes: tuple[str, str, str]) -> Rulebook:
    """The changed small rulebook, loaded."""
    return load_rulebook(write(folder, *changes))


def problems(folder: Path, *changes: tuple[str, str, str], extra: dict[str, str] | None = None) -> list[Problem]:
    """What the loader says about the changed small rulebook; it must refuse it."""
    write(folder, *changes, extra=extra)
    try:
        load_rulebook(folder)
    except RulebookError as error:
        return error.problems
    raise AssertionError("the broken rulebook was accepted")


def line_of(name: str, text: str) -> int:
    """The line of a text in a file of the unchanged small rulebook."""
    return SMALL[name][: SMALL[name].index(text)].count("\n") + 1


def silenced(book: Rulebook, clause: str) -> Rulebook:
    """The same rulebook, but one clause says no more what it corresponds to."""
    silent = book.clauses[clause].model_copy(update={"corresponds_to": ()})
    return Rulebook.from_json(book.model_copy(update={"clauses": {**book.clauses, clause: silent}}).to_json())
