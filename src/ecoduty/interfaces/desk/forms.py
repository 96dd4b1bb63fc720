"""The form of an act, drawn from its data model; what was posted, read back for the gate. The gate judges, not the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ecoduty.kernel.clock import SHANGHAI, as_local
from ecoduty.kernel.flow import ActData
from ecoduty.kernel.flow.refusal import Problem

Choices = Sequence[tuple[str, str]]

# The form's own fields stand beside those of the act. A field of an act never begins with an underscore (pydantic),
# so the two cannot meet.
OCCURRED_AT, REASON, ON_BEHALF_OF, VERSION, KEY = "_occurred_at", "_reason", "_on_behalf_of", "_version", "_key"
_BY_FORMAT = {"date": "date", "date-time": "moment", "uri": "url"}
_INPUT_TYPES = {"date": "date", "moment": "datetime-local", "url": "url", "number": "number", "password": "password"}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a sectioned text; a `short` one is a single line."""

    key: str
    title: str
    hint: str = ""
    value: str = ""
    source: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A file uploaded with an earlier try of the same form."""

    reference: str
    name: str


@dataclass(slots=True)
class FormField:
    """One field as a page draws it. `value` is text as it stands in the control, a list where several are chosen. What is
    `folded` is seldom needed: boxes to open first, nothing where there is nothing to choose. What is `last` stands after
    all others, wherever its model inherits it from.
    """

    name: str
    label: str
    widget: str
    required: bool = False
    help: str = ""
    value: Any = ""
    choices: Choices = ()
    multiple: bool = False
    sections: tuple[Section, ...] = ()
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    problem: str = ""
    source: str = ""
    autocomplete: str = ""
    kept: tuple[Kept, ...] = ()
    withholds: bool = False
    folded: bool = False
    last: bool = False

    @property
    def input_type(self) -> str:
        """The type of a plain input."""
        return _INPUT_TYPES.get(self.widget, "text")

    @property
    def id(self) -> str:
        """The control's id in the page."""
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of what explains the control, for who hears the page."""
        parts = [f"{self.id}-help"] if self.help else []
        return " ".join([*parts, f"{self.id}-problem"] if self.problem else parts)


@dataclass(slots=True)
class Prefill:
    """What is known before anybody types, by field: values and where they come from, choices, sections of long texts.

    `source` says in one word where all of it comes from, `sources` where single values do.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    named: Callable[[str], Choices] = lambda name: ()  # noqa: ARG005 -- choices that models ask for by name
    sections: Mapping[str, Sequence[Section]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


def fields(
    model: type[ActData],
    *,
    prefill: Prefill | None = None,
    posted: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
) -> list[FormField]:
    """The fields of a model in its own order; with `posted` (as `read` returned it) everything typed is kept."""
    known = prefill or Prefill()
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    wrong: dict[str, str] = {}
    for problem in problems:
        wrong.setdefault(problem.field, problem.sentence)
    found = []
    for name, item in schema.get("properties", {}).items():
        drawn = _field(name, _resolved(item, definitions), known, required=name in schema.get("required", ()))
        if posted is not None:
            drawn.value = posted.get(name, [] if drawn.multiple else "")
        elif name in known.values:
            drawn.value = known.values[name]
        drawn.value = _as_typed(drawn, drawn.value)
        drawn.sections = _sections(drawn, item, known)
        drawn.problem = wrong.get(name, "")
        drawn.source = known.sources.get(name, "") if posted is None else ""
        found.append(drawn)
    return sorted(found, key=lambda drawn: drawn.last)


def _resolved(item: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """A property with its reference and its `or null` resolved; the property's own words win."""
    merged = dict(item)
    for option in merged.pop("anyOf", []):
        if option.get("type") != "null":
            merged = {**_resolved(option, definitions), **merged}
    reference = merged.pop("$ref", "")
    if reference:
        named = _resolved(definitions[reference.rsplit("/", 1)[-1]], definitions)
        named.pop("description", None)  # what a class says of itself is for who reads the code
        merged = {**named, **merged}
    return merged


def _field(name: str, item: Mapping[str, Any], known: Prefill, *, required: bool) -> FormField:
    kind = item.get("type", "string")
    widget = item.get("widget") or _BY_FORMAT.get(item.get("format", ""), "")
    choices = list(known.choices.get(name, ())) or _choices(item, known)
    multiple = kind == "array"
    if kind == "boolean" and item.get("default", False) is None:
        choices = choices or [("true", "是"), ("false", "否")]  # left as it is, yes, no
    if not widget:
        widget = {"boolean": "yes_no", "integer": "number", "object": "sections"}.get(kind, "text")
    if choices and widget in {"text", "yes_no"}:
        widget = "choice"
    return FormField(
        name=name,
        label=str(item.get("title", name)),
        widget=widget,
        required=required or bool(item.get("minLength")) or bool(item.get("minItems")),
        help=str(item.get("description", "")),
        value=item.get("default", [] if multiple else ""),
        choices=choices,
        multiple=multiple,
        max_length=item.get("maxLength"),
        minimum=item.get("minimum"),
        maximum=item.get("maximum"),
        withholds=bool(item.get("withholds")),
        folded=bool(item.get("folded")),
        last=bool(item.get("last")),
    )


def _choices(item: Mapping[str, Any], known: Prefill) -> list[tuple[str, str]]:
    """Choices by name (`choices_from`), as [value, label] pairs (`choices`), or an enumeration with its `labels`."""
    if "choices_from" in item:
        return list(known.named(item["choices_from"]))
    if "choices" in item:
        return [(str(value), str(label)) for value, label in item["choices"]]
    values = item.get("enum") or item.get("items", {}).get("enum") or ([item["const"]] if "const" in item else [])
    labels = item.get("labels", {})
    return [(str(value), str(labels.get(value, value))) for value in values]


def _as_typed(drawn: FormField, value: Any) -> Any:
    """A value as it stands in a control."""
    if value is None or drawn.widget == "password":  # a password is never written into a page
        return [] if drawn.multiple else ""
    if drawn.multiple:
        return [str(item) for item in (value.splitlines() if isinstance(value, str) else value)]
    if drawn.widget == "sections":
        return value if isinstance(value, Mapping) else {}
    if isinstance(value, date):
        return _time_typed(value)
    if drawn.widget == "moment":
        return str(value)[:16]
    return value if isinstance(value, bool | Mapping) else str(value)


def _time_typed(value: date) -> str:
    """A day or a moment as the browser's own controls write it."""
    if not isinstance(value, datetime):
        return value.isoformat()
    local = as_local(value) if value.tzinfo else value
    return f"{local:%Y-%m-%dT%H:%M}"


def _sections(drawn: FormField, item: Mapping[str, Any], known: Prefill) -> tuple[Section, ...]:
    if drawn.widget != "sections":
        return ()
    given = known.sections.get(drawn.name) or [Section(str(key), str(title)) for key, title in item.get("sections", ())]
    typed = drawn.value if isinstance(drawn.value, Mapping) else {}
    return tuple(
        Section(part.key, part.title, part.hint, str(typed.get(part.key, part.value)), part.source, part.short)
        for part in given
    )


def read(
    model: type[ActData],
    posted: QueryDict,
    files: MultiValueDict[str, UploadedFile] | None = None,
    prefill: Prefill | None = None,
) -> dict[str, Any]:
    """What a person entered, by field, ready for the gate; what was left empty is left out.

    A file stays the uploaded file: the view stores it and puts its reference in its place.
    """
    known = prefill or Prefill()
    values: dict[str, Any] = {}
    for drawn in fields(model, prefill=known):
        if drawn.widget in {"file", "file_digest"}:
            uploads = files.getlist(drawn.name) if files is not None else []
            kept = posted.getlist(drawn.name)
            given: Any = [*kept, *uploads] if drawn.multiple else (uploads or kept or [""])[-1]
        elif drawn.widget == "sections":
            prefix = f"{drawn.name}."
            given = {name[len(prefix) :]: posted[name] for name in posted if name.startswith(prefix)}
        elif drawn.widget == "yes_no":
            given = drawn.name in posted
        elif drawn.multiple:
            given = _several(drawn, posted.getlist(drawn.name))
        else:
            given = posted.get(drawn.name, "").strip()
            if drawn.widget == "moment" and given:
                given = with_zone(given)
        if given not in ("", [], {}):
            values[drawn.name] = given
    return values


def _several(drawn: FormField, given: list[str]) -> list[str]:
    """Chosen boxes as they are; a text field for several takes one per line."""
    if drawn.choices:
        return [value for value in given if value]
    return [line.strip() for value in given for line in value.splitlines() if line.strip()]


def with_zone(text: str) -> str:
    """A moment typed without a zone is Shanghai time; what is no moment stays as it was typed, for the gate to name."""
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if typed.tzinfo else typed.replace(tzinfo=SHANGHAI).isoformat()


def moment_of(text: str) -> datetime | None:
    """A moment typed into 发生时间, None when left empty. Raises ValueError for what is no moment."""
    return datetime.fromisoformat(with_zone(text)) if text.strip() else None
