"""The OpenAPI document: what ninja knows of the operations, and one operation for each act from the act tables."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ecoduty.interfaces.api import problems
from ecoduty.interfaces.api.access import matter_tables
from ecoduty.interfaces.api.door import api
from ecoduty.interfaces.api.entry import Bearer
from ecoduty.interfaces.api.operations.acts import Entered
from ecoduty.kernel.flow import Act, ActTable
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.organisation.tokens.states import MACHINE_KINDS

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"
_ACT, _CREATE = "/api/v1/matters/{number}/acts/{act}", "/api/v1/kinds/{kind}/acts/{act}"
TAGS = {
    "token": "令牌",
    "directory": "机构、在任人员、义务",
    "responsibilities": "谁负责",
    "matters": "办件和期限",
    "acts": "办理",
    "papers": "公文、文件、公开件",
    "proofs": "统计和留痕",
    "sharing": "两法衔接信息共享",
    "webhooks": "事件推送",
}
_ANY = (401, 403, 404, 422, 429, 503)
_WRITING = (400, 409, 412, 413, 415)
_OURS = ("widget", "choices_from", "sections", "labels", "choices")  # words for the desk's forms


def document(tables: Mapping[str, ActTable] | None = None) -> Schema:
    """The document for these act tables of matters (all there are by default); the same code gives the same document."""
    made = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/"), ensure_ascii=False, default=str))
    known = matter_tables() if tables is None else tables
    schemas: Schema = made["components"]["schemas"]
    schemas["Problem"] = problems.Problem.model_json_schema(ref_template=REFERENCE)
    schemas.update(schemas["Problem"].pop("$defs"))
    paths: dict[str, Schema] = made["paths"]
    for path, row in list(paths.items()):
        for method, operation in row.items():
            _drop_null(operation)
            _add_problems(method, operation)
            _name_scope(path, operation)
    _expand_acts(paths, schemas, known)
    _expand_creations(paths, schemas, known)
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    made["components"]["securitySchemes"] = {
        "Bearer": {"type": "http", "scheme": "bearer", "description": "ecoduty token create 发放的令牌"}
    }
    made["paths"] = dict(sorted(paths.items()))
    made["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    return dict(made)


@cache
def published() -> bytes:
    """The document as it is served: drawn once in a process."""
    return text_of(document()).encode()


@cache
def tag() -> str:
    """Its ETag."""
    return f'"{sm3(published()).hex()[:32]}"'


def text_of(made: Schema) -> str:
    """The document as it stands in docs/openapi.json."""
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def _add_problems(method: str, operation: Schema) -> None:
    statuses = (*_ANY, *(() if method == "get" else _WRITING))
    for status in sorted(statuses):
        operation["responses"][str(status)] = {
            "description": problems.TITLES[status],
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
        }


def _drop_null(operation: Schema) -> None:
    """A parameter is given or left out; null cannot be written in an address or a header."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        some = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
        if len(some) == 1:
            del schema["anyOf"]
            parameter["schema"] = {**some[0], **schema}


def _name_scope(path: str, operation: Schema) -> None:
    scope = _scopes().get((path, operation["operationId"]), "")
    if scope:
        operation["description"] = f"{operation.get('description', '')}\n\n所需权限：`{scope}`。".strip()
        operation["x-scope"] = scope


@cache
def _scopes() -> dict[tuple[str, str], str]:
    found = {}
    for router in api._get_bound_routers():  # noqa: SLF001 -- as ninja's own schema does
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for auth in operation.auth_callbacks:
                    if isinstance(auth, Bearer) and auth.scope is not None:
                        found[f"/api/{router.prefix.strip('/')}{path}", str(operation.operation_id)] = auth.scope.value
    return found


def _expand_acts(paths: dict[str, Schema], schemas: Schema, tables: Mapping[str, ActTable]) -> None:
    """One operation for each act code; where kinds ask for different things under one code, any of them."""
    template = paths.pop(_ACT)["post"]
    acts: dict[str, dict[str, Act]] = defaultdict(dict)
    for kind, table in tables.items():
        for act in table.acts:
            if not act.creates and for_machines(act):
                acts[act.code][kind] = act
    for code, by_kind in sorted(acts.items()):
        models = {act.data for act in by_kind.values()}
        first = next(iter(by_kind.values()))
        operation = _operation(template, f"act_{code}", f"办理：{first.label}", "act")
        told = [f"{tables[kind].label}（`{kind}`）：{_who(act)}" for kind, act in by_kind.items()]
        operation["description"] = "\n".join([f"{first.label}。{first.hint}", "", *(f"- {one}" for one in told)])
        name = f"{_camel(code)}Entered"
        references = [_reference(model, schemas) for model in sorted(models, key=lambda model: model.__name__)]
        data = references[0] if len(references) == 1 else {"anyOf": references}
        _body(operation, name, data, schemas, required=any(_required(model) for model in models))
        paths[_ACT.replace("{act}", code)] = {"post": operation}


def _expand_creations(paths: dict[str, Schema], schemas: Schema, tables: Mapping[str, ActTable]) -> None:
    """One operation for each act that a person's post may create a matter by."""
    template = paths.pop(_CREATE)["post"]
    for kind, table in tables.items():
        for act in table.acts:
            if not act.creates or not for_machines(act):
                continue
            operation = _operation(
                template, f"create_{kind}_{act.code}", f"立项：{table.label}·{act.label}", "kind", "act"
            )
            operation["description"] = f"{act.label}。{act.hint}\n\n- {_who(act)}"
            name = f"{_camel(kind)}{_camel(act.code)}Entered"
            _body(operation, name, _reference(act.data, schemas), schemas, required=_required(act.data))
            paths[_CREATE.replace("{kind}", kind).replace("{act}", act.code)] = {"post": operation}


def for_machines(act: Act) -> bool:
    """Whether the table lets any post do this that a token can act in; the gate decides, the document only leaves out."""
    posts = set(MACHINE_KINDS)
    return any(who.relation != "system" and (not who.posts or posts & set(who.posts)) for who in act.who)


def _operation(template: Schema, name: str, summary: str, *fixed: str) -> Schema:
    made = copy.deepcopy(template)
    made["operationId"], made["summary"] = name, summary
    made["parameters"] = [one for one in made["parameters"] if one["name"] not in fixed]
    return made


def _body(operation: Schema, name: str, data: Schema, schemas: Schema, *, required: bool) -> None:
    envelope = Entered.model_json_schema(ref_template=REFERENCE)
    envelope["title"] = name
    envelope["properties"]["data"] = data
    envelope["description"] = f"“{operation['summary'].partition('：')[2]}”所提交的内容。"
    if required:
        envelope["required"] = ["data"]
    schemas[name] = envelope
    operation["requestBody"] = {
        "required": required,
        "content": {"application/json": {"schema": {"$ref": REFERENCE.format(model=name)}}},
    }


def _reference(model: type[Any], schemas: Schema) -> Schema:
    name = f"{model.__name__}Data" if not model.__name__.endswith("Data") else model.__name__
    schema = _without_ours(model.model_json_schema(ref_template=REFERENCE))
    schemas.update({key: value for key, value in schema.pop("$defs", {}).items() if key not in schemas})
    schema["title"] = name
    schema["properties"] = {key: _labelled(value) for key, value in schema.get("properties", {}).items()}
    if schemas.setdefault(name, schema) != schema:
        raise ValueError(f"two acts ask for different things under the name {name}")
    return {"$ref": REFERENCE.format(model=name)}


def _labelled(schema: Schema) -> Schema:
    """The label moves into the description: generators name classes by a title, and would name them in Chinese."""
    told = [str(schema[name]) for name in ("title", "description") if schema.get(name)]
    rest = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    return {**rest, "description": "：".join(told)} if told else rest


def _without_ours(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            key: _without_ours(value)
            for key, value in schema.items()
            if key not in _OURS or (key == "sections" and isinstance(value, dict))
        }
    return [_without_ours(one) for one in schema] if isinstance(schema, list) else schema


def _required(model: type[Any]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())


def _who(act: Act) -> str:
    return "、".join(dict.fromkeys(who.label for who in act.who))


def _camel(code: str) -> str:
    return "".join(word.capitalize() for word in code.replace("-", "_").split("_"))


def operations(made: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Every operation of a document: address, method, content."""
    for path, row in made["paths"].items():
        for method, operation in row.items():
            yield path, method, operation
