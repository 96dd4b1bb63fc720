"""The calendar feed: whoever has its address reads it, without signing in; a wrong address is like no page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from ecoduty.casework.deliveries import agenda, rules
from ecoduty.interfaces.desk import calendar_feed, errors
from ecoduty.kernel.clock import now


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines behind a secret address."""
    account = agenda.account_behind(token)
    if account is None:
        return errors.page(
            request, 404, "calendar_unknown", "没有这个日历地址，或者它已经作废。请在通知设置里重新生成。"
        )
    moment = now()
    content = calendar_feed.drawn(agenda.deadlines(account, moment), rules.current(moment.date()))
    tag = calendar_feed.etag(content)
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(content, content_type=calendar_feed.CONTENT_TYPE)
        answer["Content-Disposition"] = 'inline; filename="ecoduty.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer
