"""收件: notices to the post one acts in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ecoduty.interfaces.desk import notices, shell
from ecoduty.interfaces.desk.visit import Visit, staff


@require_GET
@staff
def inbox(visit: Visit) -> HttpResponse:
    """Notices, unread first within each day."""
    page = notices.page(visit, visit.request.GET.get("page", "1"))
    return shell.render(visit, "desk/inbox.html", {"page": page})


@require_POST
@staff
def read(visit: Visit) -> HttpResponse:
    """Mark one notice, or all shown, as read."""
    notices.mark_read(visit, visit.request.POST.getlist("notice"))
    return HttpResponseRedirect(reverse("desk:inbox"))
