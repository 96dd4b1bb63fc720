"""docs/data-dictionary.md: every table and column of the platform, read from the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import connection, models

PACKAGE = "ecoduty."
WORDS = Path("docs") / "data-words.yaml"
_TYPES = {
    "bigint": "大整数", "smallint": "小整数", "integer": "整数", "boolean": "是否", "date": "日期", "uuid": "唯一标识",
    "timestamp with time zone": "时间", "text": "长文本", "jsonb": "JSON", "bytea": "字节",
    "timestamptz": "时间",
}  # fmt: skip


def data_dictionary(root: Path) -> str:
    """The page for the checkout at `root`. Chinese meanings of columns come from docs/data-words.yaml."""
    words: Mapping[str, Mapping[str, str]] = yaml.safe_load((root / WORDS).read_text(encoding="utf-8"))
    known = sorted(_models(), key=lambda model: (model.__module__, _options(model).db_table))
    lines = [
        "# 数据字典",
        "",
        "平台自有的数据表。由 `ecoduty docs --write` 从模型生成，不手工修改；中文名取自 `docs/data-words.yaml`。",
        "“只增”的表由数据库触发器和授权保证应用角色不能改、不能删。时间一律带时区存储，按北京时间显示。",
        "",
        f"共 {len(known)} 张表，{sum(len(list(_columns(model))) for model in known)} 列。",
    ]
    for module, some in groupby(known, key=lambda model: model.__module__.removesuffix(".models")):
        lines += ["", f"## {module.removeprefix(PACKAGE).replace('.', '/')}"]
        for model in some:
            lines += ["", *_table(model, words)]
    return "\n".join(lines) + "\n"


def without_words(root: Path) -> list[str]:
    """Tables and columns that have no Chinese name yet, as `table` and `table.column`."""
    words: Mapping[str, Mapping[str, str]] = yaml.safe_load((root / WORDS).read_text(encoding="utf-8"))
    known = [(_options(model).db_table, model) for model in _models()]
    columns = [
        f"{table}.{field.column}"
        for table, model in known
        for field in _columns(model)
        if not _meaning(table, field, words)
    ]
    return [table for table, _ in known if table not in words["tables"]] + columns


def _models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith(PACKAGE):
            yield from config.get_models(include_auto_created=True)


def _options(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001 -- Django's documented way to a model's table and fields


def _columns(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    return (field for field in _options(model).local_fields if field.column)


def _table(model: type[models.Model], words: Mapping[str, Mapping[str, str]]) -> list[str]:
    table = _options(model).db_table
    name = words["tables"].get(table, "")
    about = cleandoc(model.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    auto = about.startswith(f"{model.__name__}(")  # what Django writes where nobody did
    only = "只增。" if getattr(model, "append_only", False) else ""
    if not _options(model).managed:
        only = "视图，只供查询。"
    return [
        f"### {table}{f' {name}' if name else ''}",
        "",
        only + ("" if auto else about),
        "",
        "| 列 | 中文名 | 类型 | 可空 | 引用或取值 |",
        "|---|---|---|---|---|",
        *(_row(table, field, words) for field in _columns(model)),
    ]


def _row(table: str, field: models.Field[Any, Any], words: Mapping[str, Mapping[str, str]]) -> str:
    target = getattr(field, "target_field", None)
    points_at = f"→ {_options(target.model).db_table}" if target is not None and field.is_relation else ""
    choices = "、".join(f"{value} {label}" for value, label in field.flatchoices)
    cells = (
        field.column,
        _meaning(table, field, words),
        _type(field),
        "是" if field.null else "",
        points_at or choices,
    )
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _meaning(table: str, field: models.Field[Any, Any], words: Mapping[str, Mapping[str, str]]) -> str:
    own = words["columns"].get(f"{table}.{field.column}")
    return str(own or words["columns"].get(field.column, ""))


def _type(field: models.Field[Any, Any]) -> str:
    column = field.db_type(connection) or ""
    base, bracket, size = column.partition("(")
    if base == "varchar":
        return f"文本（{size.rstrip(')')}）" if bracket else "文本"
    if column.endswith("[]"):
        return "文本列表"
    return _TYPES.get(column, column)
