"""How answers look: JSON or XML by the address's ending, errors as a list of code and description."""

from __future__ import annotations

import functools
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

log = structlog.get_logger()

JSON, XML = "json", "xml"
# What the elements of a list are called in XML, by the list's own name.
_ITEMS = {
    "services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute", "values": "value",
    "endpoints": "endpoint", "formats": "format",
}  # fmt: skip


# What XML cannot hold; what people typed is repeated in errors.
_NOT_TEXT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer before it is written down: `root` names the element around it in XML."""

    root: str
    content: Any
    status: int = 200


class GeoReportError(Exception):
    """What is wrong, each with the status of HTTP and a sentence; the first one's is the answer's."""

    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(sentences[0])
        self.status, self.sentences = status, sentences


View = Callable[..., Said]


def endpoint(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A method of the standard: for these methods of HTTP, in the format asked for, open to programs of any origin."""

    def wrap(view: View) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
            if request.method not in {*methods, *(["HEAD"] if "GET" in methods else [])}:
                response = written(_wrong(405, f"这个地址只接受{'、'.join(methods)}。"), form)
                response["Allow"] = ", ".join(methods)
                return response
            return written(_said(view, request, args, kwargs), form)

        checked: Callable[..., HttpResponse] = csrf_exempt(conditional_page(answer))
        return checked

    return wrap


def _said(view: View, request: HttpRequest, args: Any, kwargs: Any) -> Said:
    try:
        return view(request, *args, **kwargs)
    except GeoReportError as error:
        return _wrong(error.status, *error.sentences)
    except DatabaseError:
        log.exception("open311.database_away")
        return _wrong(503, "平台暂时打不开数据库，请一分钟后原样再发，不会重复登记。")


def _wrong(status: int, *sentences: str) -> Said:
    told = [{"code": status, "description": _NOT_TEXT.sub("", sentence)} for sentence in sentences]
    return Said("errors", told, status)


def written(said: Said, form: str) -> HttpResponse:
    """The answer as it goes out."""
    if form == XML:
        response = HttpResponse(_xml(said), content_type="text/xml; charset=utf-8", status=said.status)
    else:
        body = json.dumps(said.content, ensure_ascii=False)
        response = HttpResponse(body, content_type="application/json; charset=utf-8", status=said.status)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache" if said.status == 200 else "no-store"
    if said.status == 503:
        response["Retry-After"] = "60"
    return response


def _xml(said: Said) -> str:
    out = io.StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    _element(xml, said.root, said.content)
    xml.endDocument()
    return out.getvalue()


def _element(xml: SimplerXMLGenerator, name: str, value: Any) -> None:
    xml.startElement(name, {})
    if isinstance(value, dict):
        for key, inner in value.items():
            _element(xml, key, inner)
    elif isinstance(value, list):
        for inner in value:
            _element(xml, _ITEMS[name], inner)
    elif isinstance(value, bool):
        xml.characters("true" if value else "false")
    elif value is not None:
        xml.characters(_NOT_TEXT.sub("", str(value)))
    xml.endElement(name)
