"""docs/mechanisms/: one page per mechanism, written from its act tables: states, diagram, acts, conditions."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from django.apps import apps

from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable
from ecoduty.kernel.flow.table import START

FOLDER = "docs/mechanisms"
MECHANISMS = "ecoduty.mechanisms."
HEADING = "<!-- Written by `ecoduty docs --write` from the act tables; do not edit. -->\n"


def mechanism_pages(root: Path) -> dict[str, str]:
    """Path below the root → text, for every installed mechanism, and a list of them."""
    pages = {}
    rows = []
    for config in sorted(apps.get_app_configs(), key=lambda one: one.name):
        tables = list(_tables(config.name)) if config.name.startswith(MECHANISMS) else []
        if not tables:
            continue
        name = config.name.removeprefix(MECHANISMS)
        pages[f"{FOLDER}/{name}.md"] = _page(root, name, str(config.verbose_name), tables)
        rows.append(f"| [{name}]({name}.md) | {config.verbose_name} | {'、'.join(table.label for table in tables)} |\n")
    pages[f"{FOLDER}/README.md"] = (
        f"{HEADING}# Mechanisms\n\n| folder | 名称 | kinds |\n|---|---|---|\n{''.join(rows)}"
        "\nHow to add one: [recipes](../recipes/mechanism.md).\n"
    )
    return pages


def _tables(name: str) -> list[ActTable]:
    """The registered tables that a mechanism's modules define: those of its flow.py first."""
    package = import_module(name)
    modules = sorted(
        (one.name for one in walk_packages(package.__path__, f"{name}.") if ".migrations" not in one.name),
        key=lambda module: (module != f"{name}.flow", module),
    )
    own = [value for module in modules for value in vars(import_module(module)).values() if isinstance(value, ActTable)]
    registered = flow.tables()
    return list({table.kind: table for table in own if registered.get(table.kind) is table}.values())


def _page(root: Path, name: str, title: str, tables: list[ActTable]) -> str:
    readme = root / "src" / "ecoduty" / "mechanisms" / name / "README.md"
    about = f"What it serves and what is not here: [its README](../../{readme.relative_to(root)}).\n\n"
    return f"{HEADING}# {name}（{title}）\n\n{about if readme.exists() else ''}" + "\n".join(map(_kind, tables))


def _kind(table: ActTable) -> str:
    states = "".join(
        f"| `{state.code}` | {state.label} | {state.waits_for or '—'} | {'' if state.open else '办结'} |\n"
        for state in table.states
    )
    acts = "".join(_act(table, act) for act in table.acts)
    return (
        f"## `{table.kind}` {table.label}\n\nClauses: {'、'.join(table.clauses) or '—'}\n\n"
        f"```mermaid\n{diagram(table)}```\n\n"
        f"| state | 状态 | 等谁 | |\n|---|---|---|---|\n{states}\n"
        f"| act | 动作 | from → to | who | clauses | conditions | deadlines |\n|---|---|---|---|---|---|---|\n{acts}"
    )


def diagram(table: ActTable) -> str:
    """The road as a state diagram in mermaid's words; acts that lead nowhere else are left to the table of acts."""
    lines = ["stateDiagram-v2\n"]
    lines += [f"    {state.code}: {state.label}\n" for state in table.states]
    for act in table.acts:
        lines += [
            f"    {start if start != START else '[*]'} --> {there}: {act.label}\n"
            for there in act.targets
            for start in act.from_
            if there in act.targets_from(start)
        ]
    lines += [f"    {state.code} --> [*]\n" for state in table.states if not state.open]
    return "".join(lines)


def _act(table: ActTable, act: Act) -> str:
    labels = {state.code: state.label for state in table.states} | {START: "（新建）"}
    from_ = "、".join(labels[code] for code in act.from_)
    to = " 或 ".join(labels[code] for code in act.targets) or "不变"
    who = "、".join(dict.fromkeys(who.label for who in act.who))
    conditions = "；".join(guard.sentence.rstrip("。") for guard in act.guards) or "—"
    parts = (("起", act.starts), ("止", act.meets), ("撤", act.cancels))
    deadlines = "；".join(f"{word} {'、'.join(keys)}" for word, keys in parts if keys) or "—"
    cells = (f"`{act.code}`", act.label, f"{from_} → {to}", who, "、".join(act.clauses) or "—", conditions, deadlines)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"
