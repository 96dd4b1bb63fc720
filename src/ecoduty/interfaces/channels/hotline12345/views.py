"""The door for 12345: one address that takes signed messages. Errors are problem documents with stable codes."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ecoduty.interfaces.api import problems
from ecoduty.interfaces.channels.hotline12345 import intake, signing
from ecoduty.interfaces.channels.hotline12345.sending import HEADERS
from ecoduty.interfaces.channels.hotline12345.signing import Signed
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook.store import NoRulebookError

_APP, _ALGORITHM, _TIME, _NONCE, _SIGNATURE = HEADERS


@csrf_exempt
@require_POST
def messages(request: HttpRequest) -> HttpResponse:
    """Take one message in. 200 with what became of it; the same answer to the same message."""
    try:
        taken = _take(request)
    except Refused as refused:
        return problems.refused(request, refused)
    except NoRulebookError as error:
        return problems.problem(request, 503, "no_rulebook", str(error))
    except UnreadablePostError:
        return problems.by_status(request, 400)
    except (OperationalError, InterfaceError) as error:
        return problems.unexpected(request, error)
    response = JsonResponse(taken.answer, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    if taken.repeated:
        response["Idempotency-Replayed"] = "true"
    return response


def _take(request: HttpRequest) -> intake.Taken:
    signed = _signed(request)
    link = intake.authenticated(request.headers.get(_APP, ""), signed)
    intake.in_window(signed)
    intake.once(link, signed.once)
    return intake.take(link, signed.body, request.headers.get("Idempotency-Key", ""))


def _signed(request: HttpRequest) -> Signed:
    """What the headers say. Raises Refused `hotline_unsigned` (401)."""
    at, value = request.headers.get(_TIME, ""), request.headers.get(_NONCE, "")
    usable = at.isascii() and at.isdecimal() and len(at) <= 12 and value.isascii() and value.isprintable()
    if not usable or not 16 <= len(value) <= intake.LONGEST_NONCE:
        raise Refused("hotline_unsigned", f"缺少签名头，或者写法不对：{'、'.join(HEADERS)}都要有。", status=401)
    return Signed(
        request.headers.get(_ALGORITHM, ""), "POST", request.path, int(at), value, request.body,
        signing.read(request.headers.get(_SIGNATURE, "")),
    )  # fmt: skip
