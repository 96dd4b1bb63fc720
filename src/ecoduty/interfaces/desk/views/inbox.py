"""收件: notices to the post one acts in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from ecoduty.interfaces.desk import notices, shell
from ecoduty.interfaces.desk.visit import Visit, staff


@require_GET
@staff
def inbox(visit: Visit) -> HttpResponse:
    """Notices, newest first: all or the unread ones, one by one or gathered by matter."""
    given = visit.request.GET
    page = notices.page(visit, given.get("page", "1"), notices.Wish.of(given.dict()))
    return shell.render(visit, "desk/inbox.html", {"page": page})


@require_POST
@staff
def read(visit: Visit) -> HttpResponse:
    """Mark notices, or all there are, as read, and back to where one was."""
    notices.mark_read(visit, visit.request.POST.getlist("notice"))
    return HttpResponseRedirect(notices.Wish.of(visit.request.POST.dict()).address())
