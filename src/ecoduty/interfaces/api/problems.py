"""How the API says no: problem details (RFC 9457) in Chinese, each with a stable code."""

from __future__ import annotations

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from ecoduty.interfaces.request_id import request_id
from ecoduty.kernel.database.system_errors import database_disk_full
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook.store import NoRulebookError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "请求不完整",
    401: "没有有效的令牌",
    403: "令牌或岗位不允许",
    404: "没有这一项",
    405: "不支持这个方法",
    406: "没有这种格式",
    409: "现在不能这样办",
    410: "内容已清除",
    412: "办件已有变化",
    413: "内容太大",
    415: "不支持的内容类型",
    422: "有的地方没有填好",
    429: "调用太频繁",
    500: "平台出了差错",
    503: "平台暂时办不了",
    507: "存储空间已满",
}
# What is said where nothing but a status is known.
SENTENCES = {
    "bad_request": "请求的写法不对，平台没有读懂。",
    "bad_json": "请求体不是有效的 JSON（UTF-8，不含 NaN 和 Infinity）。",
    "token_missing": "没有给出令牌：请在 Authorization 头写“Bearer ”加令牌。",
    "not_allowed_here": "这里不允许这个操作。",
    "no_such_address": "没有这个地址。全部操作见 /api/openapi.json。",
    "method_not_allowed": "这个地址不支持所用的方法，可用的见 Allow 头。",
    "too_large": "请求体太大：JSON 不超过 5 MB，文件不超过 100 MB。",
    "value_out_of_range": "有一个值超出可以保存的范围，请检查数字和日期。",
    "query_not_understood": "查询参数有{count}处不对。",
    "server_error": "平台内部出错，这次操作没有办成，数据没有改动。请把 request_id 告诉系统管理员。",
    "unavailable": "平台的数据库现在连不上，这次操作没有办成，已办的都在。请过一分钟再试。",
    "disk_full": "服务器的磁盘满了，这次操作没有办成，已办的都在。请告知平台的系统管理员，腾出空间后再试。",
}
_BY_STATUS = {
    400: "bad_request", 401: "token_missing", 403: "not_allowed_here", 404: "no_such_address",
    405: "method_not_allowed", 413: "too_large", 503: "unavailable",
}  # fmt: skip


class FieldProblem(BaseModel):
    """One thing wrong with what was sent."""

    field: str = Field(description="哪一项；空为整体")
    code: str = Field(description="稳定代码")
    detail: str = Field(description="中文说明")


class Problem(BaseModel):
    """Problem details（RFC 9457）。`code` 稳定不变，程序应据此判断；`detail` 给人看。"""

    type: str = Field(description="问题类型的标识，urn:ecoduty:problem: 加 code")
    title: str
    status: int
    detail: str
    code: str
    request_id: str = Field(description="请求号，报障时请附上")
    clause: str = Field(default="", description="所依据的方案条款")
    errors: list[FieldProblem] = Field(default_factory=list)


def problem(
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    *,
    clause: str = "",
    errors: tuple[FieldProblem, ...] = (),
) -> HttpResponse:
    """The answer."""
    body = Problem(
        type=f"urn:ecoduty:problem:{code}",
        title=TITLES.get(status, "办不了"),
        status=status,
        detail=detail,
        code=code,
        request_id=request_id(request),
        clause=clause,
        errors=list(errors),
    )
    response = HttpResponse(body.model_dump_json(), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    response["X-Ecoduty-Code"] = code
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="ecoduty", charset="UTF-8"'
    if status == 503:
        response["Retry-After"] = "60" if code == "unavailable" else "5"
    return response


def by_status(request: HttpRequest, status: int) -> HttpResponse:
    """The answer where nothing but the status is known."""
    code = _BY_STATUS.get(status, "server_error" if status >= 500 else "bad_request")
    return problem(request, status, code, SENTENCES[code])


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """What the gate or a guard refused. A stale page is a precondition that failed."""
    errors = tuple(FieldProblem(field=one.field, code=one.code, detail=one.sentence) for one in refusal.problems)
    status = 412 if refusal.code == "stale_page" else refusal.status
    response = problem(request, status, refusal.code, refusal.sentence, clause=refusal.cited(), errors=errors)
    wait = getattr(refusal, "retry_after", None)
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that do not fit. What does not fit into an address is an address that does not exist."""
    found = [(tuple(str(part) for part in item["loc"]), item) for item in error.errors]
    if any(loc[0] == "path" for loc, _ in found):
        return problem(request, 404, "not_found", "没有这一项，或者令牌无权查看。")
    errors = tuple(
        FieldProblem(field=".".join(loc[1:]) or loc[0], code=str(item["type"]), detail=f"“{loc[-1]}”的写法不对")
        for loc, item in found
    )
    sentence = SENTENCES["query_not_understood"].format(count=len(errors))
    return problem(request, 422, "query_not_understood", sentence, errors=errors)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error, AuthenticationError):
        return problem(request, 401, "token_missing", SENTENCES["token_missing"])
    if error.status_code == 400:
        return problem(request, 400, "bad_json", SENTENCES["bad_json"])
    return by_status(request, error.status_code)


def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever nobody thought of; the log has all of it."""
    if isinstance(error, OperationalError | InterfaceError):
        if database_disk_full(error):
            return problem(request, 507, "disk_full", SENTENCES["disk_full"])
        log.warning("api.database_gone", error=str(error).splitlines()[0] if str(error) else "")
        return problem(request, 503, "unavailable", SENTENCES["unavailable"])
    log.error("api.failed", exc_info=error)
    return problem(request, 500, "server_error", SENTENCES["server_error"])


def install(api: NinjaAPI) -> None:
    """Let the API answer every failure this way."""
    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _http)
    for spoilt in (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        api.add_exception_handler(spoilt, lambda request, _: by_status(request, 400))
    api.add_exception_handler(Http404, lambda request, _: by_status(request, 404))
    api.add_exception_handler(RequestDataTooBig, lambda request, _: by_status(request, 413))
    api.add_exception_handler(
        DataError, lambda request, _: problem(request, 422, "value_out_of_range", SENTENCES["value_out_of_range"])
    )
    api.add_exception_handler(NoRulebookError, lambda request, error: problem(request, 409, "no_rulebook", str(error)))
    api.add_exception_handler(Exception, unexpected)
