"""Reads the YAML files of a folder into plain data and remembers the file and line of every value.

The dialect is small on purpose: true/false, whole numbers and text; no anchors, no tags, no key twice. `on`, `yes` and
`11.1` stay text, so that a clerk meets no surprises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from ecoduty.kernel.rulebook.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Trail = tuple[str | int, ...]
CASES_FOLDER = "cases"
_NO_RULES = frozenset({CASES_FOLDER, "samples", "evaluation"})  # in no digest


class _PlainLoader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


@dataclass(frozen=True)
class Place:
    """Where a value stands: file relative to the folder, line from 1."""

    file: str
    line: int


@dataclass
class Source:
    """Everything read from a folder: data by section, the places of all values, and what was wrong while reading.

    A path into `places` is section, key, then field names and list positions.
    """

    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[Trail, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, place: Place, code: str, message: str) -> None:
        """Record one defect."""
        self.problems.append(Problem(place.file, place.line, code, message))

    def place(self, path: Trail) -> Place:
        """The place of the deepest known part of a path; parts that validation adds are skipped over."""
        known: Trail = ()
        for part in path:
            if (*known, part) in self.places:
                known = (*known, part)
        return self.places.get(known, Place("", 0))


def compose(text: str, file: str, source: Source) -> yaml.Node | None:
    """The node tree of one file; a syntax error is recorded and gives None."""
    loader = _PlainLoader(text)
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        source.report(
            Place(file, line), "yaml_syntax", f"YAML 写法有误：{error.problem or error.context or ''}".rstrip("：")
        )
    except yaml.YAMLError as error:
        source.report(Place(file, 0), "yaml_syntax", f"YAML 写法有误：{error}")
    finally:
        loader.dispose()
    return None


def read_text(path: Path, file: str, source: Source) -> str:
    """The file's text, empty with a recorded problem where it is no UTF-8 or unreadable."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        source.report(Place(file, line), "not_utf8", "文件不是 UTF-8 编码，请另存为 UTF-8")
    except OSError as error:
        source.report(Place(file, 0), "unreadable", f"文件读不出来：{error.strerror}")
    return ""


class Reader:
    """Turns the nodes of one file into plain data, recording places under a path."""

    def __init__(self, file: str, source: Source) -> None:
        self.file = file
        self.source = source
        self._seen: set[int] = set()

    def place(self, node: yaml.Node) -> Place:
        """Where a node begins."""
        return Place(self.file, node.start_mark.line + 1)

    def value(self, node: yaml.Node, path: Trail) -> Any:
        """Plain data of a node: dict, list, bool, int, str or None."""
        self.source.places.setdefault(path, self.place(node))
        if id(node) in self._seen:
            self.source.report(self.place(node), "anchor", "规则书不使用 YAML 锚点和别名，请把内容写全")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return {key: self.value(child, (*path, key)) for key, child in self.pairs(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, position)) for position, child in enumerate(node.value)]
        return self._scalar(node)

    def pairs(self, node: yaml.MappingNode, path: Trail) -> list[tuple[str, yaml.Node]]:
        """Key and node of each entry, keys as text; a key that stands twice is recorded and kept once."""
        found: dict[str, yaml.Node] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.source.report(self.place(key_node), "wrong_type", "键必须是文字")
                continue
            key = key_node.value
            if key in found:
                self.source.report(self.place(key_node), "duplicate_key", f"键“{key}”重复")
                continue
            found[key] = child
            self.source.places.setdefault((*path, key), self.place(key_node))
        return list(found.items())

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        kind = node.tag.rpartition(":")[2]
        if kind == "bool":
            return text == "true"
        if kind == "int":
            return int(text)
        if kind == "null":
            return None
        if kind != "str":
            self.source.report(self.place(node), "wrong_type", f"规则书不使用 YAML 标签“{node.tag}”")
        return text


def yaml_files(folder: Path) -> list[Path]:
    """The rulebook files of a folder in a stable order, without worked cases, samples and evaluation queries."""
    found = [path for pattern in ("*.yaml", "*.yml") for path in folder.rglob(pattern)]
    return sorted(path for path in found if path.relative_to(folder).parts[0] not in _NO_RULES)


def read_folder(folder: Path, sections: Mapping[str, bool]) -> Source:
    """Read all files of a folder; each file's top-level keys are sections, merged across files.

    `sections` says of each section whether its entries have a basis. `default_basis` at the top of a file is the basis
    of every such entry in that file that states none of its own.
    """
    source = Source()
    if not folder.is_dir():
        source.report(Place(str(folder), 0), "missing_folder", "没有这个规则书文件夹")
        return source
    files = yaml_files(folder)
    if not files:
        source.report(Place(str(folder), 0), "missing_folder", "文件夹里没有规则书文件（*.yaml）")
    for path in files:
        _read_file(path, path.relative_to(folder).as_posix(), sections, source)
    return source


def _read_file(path: Path, file: str, sections: Mapping[str, bool], source: Source) -> None:
    node = compose(read_text(path, file, source), file, source)
    if node is None:
        return
    reader = Reader(file, source)
    if not isinstance(node, yaml.MappingNode):
        source.report(reader.place(node), "wrong_type", "文件的最外层应是“键: 值”")
        return
    default_basis: Any = None
    mine: list[tuple[str, str]] = []
    for section, child in reader.pairs(node, (file,)):
        if section == "default_basis":
            default_basis = reader.value(child, (file, section))
        elif section not in sections:
            source.report(source.places[file, section], "unknown_section", f"不认识的部分“{section}”")
        elif not isinstance(child, yaml.MappingNode):
            source.report(reader.place(child), "wrong_type", f"“{section}”应写成“键: 值”")
        else:
            mine += [(section, key) for key in _read_section(section, child, reader) if sections[section]]
    if default_basis is not None:
        for section, key in mine:
            _give_basis(source, (section, key), source.sections[section][key], default_basis)


def _read_section(section: str, node: yaml.MappingNode, reader: Reader) -> list[str]:
    """Add the entries of one section in one file; returns their keys."""
    source = reader.source
    source.places.setdefault((section,), reader.place(node))
    entries = source.sections.setdefault(section, {})
    added = []
    for key, child in reader.pairs(node, (reader.file, section)):
        place = source.places[reader.file, section, key]
        if key in entries:
            first = source.places[section, key]
            source.report(place, "duplicate_key", f"“{section}”里的“{key}”重复，已写在 {first.file} 第{first.line}行")
            continue
        source.places[section, key] = place
        entries[key] = reader.value(child, (section, key))
        added.append(key)
    return added


def _give_basis(source: Source, path: Trail, entry: Any, basis: Any) -> None:
    if not isinstance(entry, dict):
        return
    dated = entry.get("dated")
    if isinstance(dated, list):
        for position, value in enumerate(dated):
            _give_basis(source, (*path, "dated", position), value, basis)
    elif "basis" not in entry:
        entry["basis"] = basis
