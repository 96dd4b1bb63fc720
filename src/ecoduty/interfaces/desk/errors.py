"""Pages that say no: plain Chinese, a stable code, the number of the request. They need neither database nor session."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string

from ecoduty.interfaces.request_id import request_id
from ecoduty.kernel.database.system_errors import database_disk_full
from ecoduty.kernel.flow import Refused

log = structlog.get_logger(__name__)

_TITLES = {
    400: "请求不完整",
    401: "没有登录",
    403: "您的岗位不能看这里",
    404: "没有这一页",
    405: "不能这样打开",
    409: "现在不能这样办",
    410: "链接已失效",
    413: "内容太大",
    422: "有的地方没有填好",
    428: "须先核对动态口令",
    429: "暂时不能登录",
    500: "平台出了差错",
    503: "平台暂时办不了",
    507: "服务器磁盘已满",
}
_SECTIONS = ("sections.", "mine.")
_SECRET = {"password", "old", "again", "_code", "code"}


@dataclass(frozen=True, slots=True)
class Again:
    """What was posted, to post it again: `files` says that there were files, which a browser has to choose again."""

    action: str
    fields: list[tuple[str, str]]
    files: bool


def title(status: int, method: str = "GET") -> str:
    """The heading for a status; who may not do a thing is told so, and not that he may not look."""
    if status == 403 and method == "POST":
        return "您现在的岗位不能办"
    return _TITLES.get(status, "办不了")


def page(
    request: HttpRequest, status: int, code: str, sentence: str, advice: str = "", again: Again | None = None
) -> HttpResponse:
    """An error page; for htmx the same page, to be shown whole instead of swapped in, for a script the bare words.

    Sections of a text that were posted are shown to be taken along: whatever is refused, nobody writes twice.
    """
    if request.headers.get("Accept") == "application/json":
        bare = JsonResponse({"sentence": sentence, "code": code}, status=status)
        bare["X-Ecoduty-Code"] = code
        bare["Cache-Control"] = "no-store"
        return bare
    content: dict[str, Any] = {
        "title": title(status, request.method or "GET"),
        "status": status,
        "code": code,
        "sentence": sentence,
        "advice": advice,
        "again": again,
        "written": [] if again else _written(request),
        "request_id": request_id(request),
    }
    response = HttpResponse(render_to_string("desk/error.html", content), status=status)
    response["X-Ecoduty-Code"] = code
    response["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page of a refusal that no form can show beside its fields."""
    return page(request, refusal.status, refusal.code, refusal.sentence)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return page(request, 400, "bad_request", "浏览器发来的内容不完整或不合规。", "请返回上一页，刷新后再试。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403 that no page of ours raised."""
    return page(request, 403, "not_permitted", "您现在的岗位无权打开这一页。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: an address that does not exist, or something the reader may not know of. The two look alike."""
    return page(request, 404, "not_found", "没有这一页，或者您无权查看。", "请检查网址，或从工作台进入。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or cookies switched off."""
    log.warning("csrf_failure", reason=reason, path=request.path)
    return page(
        request,
        403,
        "form_expired",
        "这张表单已经过期：可能登录换过人，也可能浏览器关闭了 Cookie。",
        "请返回上一页，复制已填的内容，刷新后重新填写。",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500; and 503 when it is the database that is not there."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return disk_full(request) if database_disk_full(error) else unavailable(request)
    code = "database_error" if isinstance(error, DatabaseError) else "server_error"
    return page(
        request,
        500,
        code,
        "平台内部出错，刚才的操作没有办成，数据没有改动。",
        "请再试一次；仍不行，请把下面的请求号告诉系统管理员。",
        _again(request),
    )


def disk_full(request: HttpRequest) -> HttpResponse:
    """507: the disk of the database is full; what was entered is offered to be sent again."""
    return page(
        request,
        507,
        "disk_full",
        "服务器的磁盘满了，刚才的操作没有办成，已办的都在。",
        "请告诉系统管理员腾出空间，然后再试。",
        _again(request),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is gone; what was entered is offered to be sent again."""
    response = page(
        request,
        503,
        "unavailable",
        "平台的数据库现在连不上，刚才的操作没有办成，已办的都在。",
        "请过一两分钟再试；持续如此，请告诉系统管理员。",
        _again(request),
    )
    response["Retry-After"] = "60"
    return response


def logged_out(request: HttpRequest) -> HttpResponse:
    """401 for a text that came when the log-in was over; it goes nowhere else than back to who sent it."""
    return page(
        request, 401, "logged_out", "登录已过期，刚才的内容没有保存。", "请登录后打开此件，把下面的内容贴回去。"
    )


def carries_text(request: HttpRequest) -> bool:
    """Whether sections of a text were posted."""
    return bool(_written(request))


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """Sections of a text as they were posted: title and text, those that are not empty."""
    if request.method != "POST":
        return []
    try:
        posted = request.POST.items()
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []
    return [(name.partition(".")[2], str(text)) for name, text in posted if name.startswith(_SECTIONS) and text]


def _again(request: HttpRequest) -> Again | None:
    """The posted form as it was, so that nothing typed is lost. The idempotency key in it keeps a repetition harmless."""
    if request.method != "POST" or not request.POST or _SECRET & set(request.POST):
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return Again(request.get_full_path(), fields, files=bool(request.FILES))
