"""People and accounts to try the platform with: one for every post of the rulebook, named by role and never by a person."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from pydantic import SecretStr

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Item, perform, perform_many
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts.data import OpenHashed
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import ADMINISTRATORS
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.data import Appoint, DesignateCoordinator
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Appointment, Body, Post
from ecoduty.organisation.directory.seeding import rounds
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, DEPUTY, LIAISON, PRINCIPAL

_ACTOR = Actor.system("演示数据")


def is_demonstration() -> bool:
    """Whether this installation was filled for trying things; the ledger says so. May read the whole of a large ledger."""
    return Entry.objects.filter(actor_title=_ACTOR.title).exists()


def seed(password: str) -> str:
    """Fill every vacant post, designate coordinators and open an account for each post, if there is no account yet.

    All accounts have this password, hashed once. Returns a Chinese sentence naming some of them, or an empty
    text when there are accounts already and nothing was done. Needs an adopted rulebook.
    """
    actor = _ACTOR
    with transaction.atomic():
        if Account.objects.exists():
            return ""
        on = today()
        _fill_posts(actor, date(on.year - 1, 1, 1), on)
        _designate(actor, on)
        opened = _open_accounts(actor, password, on)
        _open_administrators(actor, password)
    return f"已开通演示账号{len(opened)}个，每个岗位一个，口令相同，例如{_examples(opened)}。" if opened else ""


def username_of(body_key: str, post_key: str) -> str:
    """Readable and unique: `water-bureau.liaison`; what the body's key ends with is not said twice."""
    words = post_key.split("-")
    for size in range(len(words) - 1, 0, -1):
        if f"-{body_key}".endswith("-" + "-".join(words[:size])):
            return f"{body_key}.{'-'.join(words[size:])}"
    return f"{body_key}.{post_key}"


def _fill_posts(actor: Actor, since: date, on: date) -> None:
    taken = Appointment.objects.filter(holding(on)).values("post")
    vacant = Post.objects.filter(holding(on), queries.existing(on, "body__")).exclude(pk__in=taken)
    items = [
        Item(post.body.key, Appoint(post=post.key, name=_name(post), since=since))
        for post in vacant.select_related("body").order_by("body__order", "body__key", "order", "pk")
    ]
    for some in rounds(items):
        perform_many(BODY, "appoint", some, actor=actor)


def _name(post: Post) -> str:
    """A role in place of a name: leaders by their title, others by body and title, no word twice."""
    return post.title if post.side else post.body.short_name + post.own_title


def _designate(actor: Actor, on: date) -> None:
    """The deputy follows the duties of his body, or the principal where there is no deputy (clause 10.2)."""
    vacant = {body.pk: body.key for body in queries.vacant_coordinators(on)}
    chosen: dict[str, Appointment] = {}
    for kind in (DEPUTY, PRINCIPAL):
        for row in queries.holders(list(vacant), [kind], on):
            chosen.setdefault(vacant[row.post.body_id], row)
    items = [
        Item(key, DesignateCoordinator(post=row.post.key, person=row.person_id, since=row.since or on))
        for key, row in chosen.items()
    ]
    perform_many(BODY, "designate_coordinator", items, actor=actor)


def _open_accounts(actor: Actor, password: str, on: date) -> dict[str, Appointment]:
    """Accounts by username, for everyone in office."""
    hashed = SecretStr(make_password(password))
    in_office = Appointment.objects.filter(holding(on), holding(on, "post__")).select_related("post__body", "person")
    wanted: dict[str, Appointment] = {}
    seen: set[int] = set()
    for row in in_office.order_by("post__body__order", "post__body__key", "post__order", "pk"):
        if row.person_id not in seen:
            seen.add(row.person_id)
            wanted.setdefault(username_of(row.post.body.key, row.post.key), row)
    items = [Item(name, OpenHashed(username=name, person=row.person_id, hashed=hashed)) for name, row in wanted.items()]
    perform_many(ACCOUNT, "open", items, actor=actor)
    return wanted


def _open_administrators(actor: Actor, password: str) -> None:
    """The three administrators, each with an account of his own: `system.administrator` and so on."""
    for office, label in ADMINISTRATORS.items():
        given = {"username": office.replace("_", "."), "name": label, "office": office, "password": password}
        perform(ACCOUNT, "open_administrator", actor=actor, data=given)


def _examples(opened: dict[str, Appointment]) -> str:
    """One of the committee office, then one department's way from draft to signature."""
    department = next(
        (row.post.body for row in opened.values() if row.post.kind == LIAISON and row.post.body.coordinator_required),
        None,
    )
    shown = [name for name, row in opened.items() if _stands_out(row.post, department)]
    return "、".join(f"{name}（{opened[name].person.name}）" for name in (shown or list(opened))[:4])


def _stands_out(post: Post, department: Body | None) -> bool:
    own = department is not None and post.body_id == department.pk
    return own or (post.body.kind == COMMITTEE_OFFICE and post.body.region_id is None)


__all__ = ["is_demonstration", "seed", "username_of"]
