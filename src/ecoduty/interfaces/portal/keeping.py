"""Pages that were drawn once are sent again from memory while nothing they show has changed.

In front of sessions, forms and everything else that a page for everybody does not need. Whether something changed is looked
at by `answering.state_now`; what was kept of another state is drawn anew. Nothing is kept that somebody sent or that depends
on who asks, but for the type size.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import DisallowedHost
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from ecoduty.interfaces.portal.answering import Drawn, large_type, state_now, validated

if TYPE_CHECKING:
    from django.urls import ResolverMatch

PLACES = ("/portal/", "/robots.txt")
MOST = 64 * 1024 * 1024  # bytes in one process
LARGEST = 4 * 1024 * 1024  # bytes of one page
_OWN = 2048  # what a page takes beside its body

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it left the house."""

    drawn: Drawn
    content: bytes
    headers: dict[str, str]
    match: ResolverMatch | None

    @property
    def size(self) -> int:
        """Bytes it takes here, about."""
        return len(self.content) + _OWN


class Shelf:
    """The pages last asked for, so many bytes of them."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.bytes = most, 0
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def take(self, key: Key) -> Kept | None:
        """The page, which thereby becomes the one last asked for."""
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Kept) -> None:
        """Keep it, and let go of those asked for longest ago."""
        if page.size > LARGEST:
            return
        with self.lock:
            if (before := self.pages.pop(key, None)) is not None:
                self.bytes -= before.size
            self.pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most:
                self.bytes -= self.pages.popitem(last=False)[1].size


class KeepPages:
    """Answers from the shelf where it can; puts on it what was drawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let everything pass that is not asked for here."""
        if request.method not in {"GET", "HEAD"} or not request.path_info.startswith(PLACES):
            return self.get_response(request)
        try:
            key = (request.scheme, request.get_host(), request.get_full_path(), large_type(request))
        except DisallowedHost:
            return self.get_response(request)
        page = self.shelf.take(key)
        if page is not None and _good(page, request):
            return _again(request, page)
        response = self.get_response(request)
        drawn = getattr(response, "drawn", None)
        if drawn is not None and isinstance(response, HttpResponse) and not response.cookies:
            headers = {name: value for name, value in response.items() if name != "Content-Length"}
            self.shelf.put(key, Kept(drawn, response.content, headers, request.resolver_match))
        return response


def _good(page: Kept, request: HttpRequest) -> bool:
    try:
        state = state_now(page.drawn.change)
    except DatabaseError:
        return False  # the page itself says so
    request.portal_state = state  # type: ignore[attr-defined]  # so that nobody looks twice for one answer
    return state.words == page.drawn.state.words


def _again(request: HttpRequest, page: Kept) -> HttpResponseBase:
    request.resolver_match = page.match  # for the log
    etag, state = page.drawn.etag, page.drawn.state
    known = get_conditional_response(request, etag=etag, last_modified=state.last_modified)
    if known is None:
        return HttpResponse(page.content, headers={**page.headers, "Content-Length": str(len(page.content))})
    if isinstance(known, HttpResponse) and known.status_code == 304:
        validated(known, etag, state)
        known["Vary"] = page.headers.get("Vary", "Cookie")
    return known
