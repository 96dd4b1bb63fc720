"""Who is at the desk: the account, the posts it holds today, the one it acts in now. And the one way into every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ecoduty.interfaces.desk import errors, sessions
from ecoduty.interfaces.desk.sessions import POST_KEY
from ecoduty.kernel.clock import now, spoken_date
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access import actors_of, one_reading, own_actor, title_of
from ecoduty.organisation.accounts.demands import factor_demanded
from ecoduty.organisation.accounts.models import Account, account_of
from ecoduty.organisation.directory.models import Appointment, Post

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in person: `actor` is the person in the post of this session."""

    request: HttpRequest
    account: Account
    actors: Sequence[Actor]
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day of this visit: read once, so that no page spans midnight."""
        return self.now.date()


Page = Callable[Concatenate[Visit, P], HttpResponseBase]


def staff(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let signed-in people with a post in, send others to the log-in page, answer refusals with their own page."""

    @wraps(page)
    def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        account = account_of(request.user)
        if account is None:
            return getattr(page, "for_strangers", to_login)(request)
        ended = sessions.check(request)
        if ended:
            return to_login(request, ended)
        try:
            visit = _visit(request, account)
            ended = sessions.check_posts(request, visit.actors)
            if ended:
                return to_login(request, ended)
            _still_in_post(visit, choosing=getattr(page, "chooses_post", False))
            first = _first_of_all(visit)
            if first and first not in getattr(page, "before", ()):
                return HttpResponseRedirect(reverse(first))
            with one_reading() if request.method in {"GET", "HEAD"} else nullcontext():
                response = page(visit, *args, **kwargs)
        except Refused as refused:
            return errors.refused(request, refused)
        # What one person saw stays with that person, on shared machines too.
        response.setdefault("Cache-Control", "no-store")
        return response

    view.for_staff = True  # type: ignore[attr-defined]  # read by the test that walks all addresses
    return view


def _visit(request: HttpRequest, account: Account) -> Visit:
    moment = now()
    actors = actors_of(account, moment.date())
    if not actors:
        if not _own_password_first(account):
            raise _no_post(account, moment.date())
        # A first password is changed before anything else, also by who takes office tomorrow: no other page opens.
        actors = [own_actor(account, moment.date())]
    proved_at = sessions.proved_at(request)
    if proved_at is not None:
        actors = [replace(actor, proved_at=proved_at) for actor in actors]
    chosen = request.session.get(POST_KEY)
    actor = next((item for item in actors if choice_of(item) == chosen), actors[0])
    return Visit(request, account, actors, actor, moment)


def _no_post(account: Account, on: date) -> Refused:
    """Why somebody who signed in gets no further today, and from which day on he will."""
    ahead = Appointment.objects.filter(person=account.person_id or 0, since__gt=on).exclude(until__lte=F("since"))
    begins = ahead.order_by("since").values_list("since", flat=True).first()
    told = f"已登记的任职从{spoken_date(begins)}开始。" if begins else "请联系本单位机构管理员登记任职。"
    return Refused("no_post", f"您的账号今天没有在任的岗位，不能办理。{told}", status=403)


def _own_password_first(account: Account) -> bool:
    """Whether the password was given by somebody else and is still to be changed."""
    return account.must_change_password and account.has_usable_password()


def _still_in_post(visit: Visit, *, choosing: bool) -> None:
    """Nothing is done in another post than its page was opened in: when the stand-in is over, the post chosen is gone.

    Who only reads goes on in the first of his posts and is told. Raises Refused `post_not_held` for anything else.
    """
    session = visit.request.session
    chosen = session.get(POST_KEY)
    if chosen is None or choosing or chosen == choice_of(visit.actor):
        return
    post = Post.objects.select_related("body").filter(pk=chosen).first() if chosen.isdecimal() else None
    over = f"您代行“{title_of(post)}”已经结束，由本人恢复办理" if post else "您已不再担任原来的管理岗位"
    here = f"您现在的岗位是“{visit.actor.title}”。"
    if visit.request.method not in {"GET", "HEAD"}:
        raise Refused("post_not_held", f"{over}，刚才的操作没有办。{here}", status=403)
    del session[POST_KEY]
    messages.info(visit.request, f"{over}。{here}")


def _first_of_all(visit: Visit) -> str:
    """The page that has to be done with before any other: a password of one's own, then a second factor."""
    account = visit.account
    if _own_password_first(account):
        return "desk:password"
    kinds = [actor.post_kind for actor in visit.actors]
    if account.factor_since is None and factor_demanded(account, visit.today, kinds):
        return "desk:factor"
    return ""


def choice_of(actor: Actor) -> str:
    """How a session remembers in which post somebody acts: by its number, an administrator's office by its code."""
    return str(actor.post) if actor.post is not None else actor.post_kind


def switch(visit: Visit, choice: str) -> None:
    """Act in another of one's own posts from now on. Raises Refused `post_not_held`."""
    if all(choice_of(actor) != choice for actor in visit.actors):
        raise Refused("post_not_held", "您今天不担任所选的岗位，请重新选择。", status=403)
    visit.request.session[POST_KEY] = choice


def to_login(request: HttpRequest, said: str = "") -> HttpResponse:
    """The log-in page, and back here afterwards; htmx is told to leave the page instead of swapping a form into it.

    A script is told in words, and so is who sends a text: it is given back.
    """
    if errors.carries_text(request) or request.headers.get("Accept") == "application/json":
        return errors.logged_out(request)
    if said:
        messages.info(request, said)
    here = request.get_full_path() if request.method == "GET" else "/"
    if request.headers.get("HX-Request"):
        here = request.headers.get("HX-Current-URL", "/")
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = f"{reverse('desk:login')}?next={quote(here, safe='')}"
        return answer
    return HttpResponseRedirect(f"{reverse('desk:login')}?next={quote(here, safe='')}")


def safe_next(request: HttpRequest, given: str) -> str:
    """An address inside this site, or the worklist."""
    allowed = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if given and allowed else reverse("desk:worklist")


def before(*routes: str) -> Callable[[Any], Any]:
    """Mark a page that may be used while another has to be done with first: `desk:password`, `desk:factor`."""

    def mark(page: Any) -> Any:
        page.before = routes
        return page

    return mark


def chooses_post(page: Any) -> Any:
    """Mark a page that has to answer also when the post of the session is gone: it leads to another one, or out."""
    page.chooses_post = True
    return page


def for_strangers(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[Any], Any]:
    """Mark a page with what answers there, in its place, to somebody who has not signed in."""

    def mark(page: Any) -> Any:
        page.for_strangers = answer
        return page

    return mark
