"""What goes with a referral: the persons concerned, the inventory; the text and the pieces themselves only where allowed."""

from __future__ import annotations

import secrets
from datetime import timedelta

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.sealing.fields import column
from ecoduty.mechanisms.accountability import data, destinations, interception, queries
from ecoduty.mechanisms.accountability.acts import chosen, own_of
from ecoduty.mechanisms.accountability.models import Concerned, Item, Referral
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

OPEN_ACT = "open_names"
OPEN_FOR = timedelta(minutes=10)
"""How long after the act the names are shown to whoever did it."""


def add_concerned(attempt: Attempt) -> None:
    """A person by post, the name sealed. Raises Refused `unknown_choice` or `own_superior`, SealingError without a key."""
    given: data.AddConcerned = attempt.data
    own = own_of(attempt)
    chosen(attempt, "rank", given.rank, "ranks")
    on = local_date(attempt.recorded_at)
    body = directory.bodies(on=on).filter(key=given.body).first()
    if body is None:
        raise wrong("body", "unknown_choice", "没有所选的单位，请从所列的单位中选。")
    not_above(own, body, given.post)
    row = Concerned(referral=own, post=given.post, body=body, rank=given.rank)
    if given.name:
        salt = secrets.token_hex(16)
        row.name = column(Concerned, "name").seal(given.name, row.place)
        row.salt = column(Concerned, "salt").seal(salt, row.place)
        attempt.record(person=sm3(f"{salt}\0{given.name}".encode()).hex())
    row.save()


def not_above(own: Referral, body: Body, post: str) -> None:
    """Raises Refused `own_superior` where the person stands above who refers: then another level has to do it (clause 15.2)."""
    made_by = own.made_by
    if body.pk in destinations.superiors(made_by, own.established_on):
        raise wrong(
            "body", "own_superior",
            f"{body.short_name}是{made_by.short_name}的上级，不能由本单位移交“{post}”。请将线索报上一级督查检查机关，由其办理；"
            "本件可以决定不移交，理由选“由上一级办理”。",
            clause="15.2",
        )  # fmt: skip


def take_out_concerned(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` for who does not stand there. The sealed name goes."""
    found = own_of(attempt).concerned.filter(pk=attempt.data.person, taken_out_at=None)
    if not found.update(taken_out_at=attempt.recorded_at, name="", salt=""):
        raise wrong("person", "unknown_choice", "没有这一人，可能已经被取出，请刷新后重选。")


def names(own: Referral, actor: Actor) -> dict[int, str]:
    """Names by person concerned, for whoever opened them by an act in the last minutes; nothing for anybody else."""
    if actor.account is None:
        return {}
    lately = Entry.objects.filter(
        stream=own.matter.stream, act=OPEN_ACT, actor_account=actor.account, recorded_at__gt=now() - OPEN_FOR
    )
    if not lately.exists():
        return {}
    sealed = column(Concerned, "name")
    return {row.pk: sealed.open(row.name, row.place) for row in queries.concerned(own) if row.name}


def add_item(attempt: Attempt) -> None:
    """A piece by name, digest and pages. Raises Refused `digest_missing` or `item_twice`."""
    given: data.AddItem = attempt.data
    measured, _, size = given.measured.partition(":")
    digest = (measured or given.sm3).lower()
    if not digest:
        raise wrong("measured", "digest_missing", "请选择文件由平台计算摘要，或填写离线算好的 SM3 摘要。")
    if measured and given.sm3 and given.sm3.lower() != measured:
        raise wrong("sm3", "digest_differs", "所填摘要与这个文件算出的不一致：文件可能已被改动，请核对。")
    own = own_of(attempt)
    if any(item.sm3 == digest for item in queries.items(own)):
        raise wrong("measured", "item_twice", "清单里已有摘要相同的材料，不必重复登记。")
    Item.objects.create(referral=own, name=given.name, sm3=digest, size=int(size) if size else None, pages=given.pages)
    attempt.record(digest=digest)


def take_out_item(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` for what does not stand there."""
    found = own_of(attempt).items.filter(pk=attempt.data.item, taken_out_at=None)
    if not found.update(taken_out_at=attempt.recorded_at):
        raise wrong("item", "unknown_choice", "没有这一件，可能已经被取出，请刷新后重选。")


def write_narrative(attempt: Attempt) -> None:
    """The account, sealed; the entry has its digest. Raises SealingError without a key."""
    own = own_of(attempt)
    text: str = attempt.data.text
    own.narrative = column(Referral, "narrative").seal(text, own.place)
    own.save(update_fields=["narrative"])
    attempt.record(text={"sm3": sm3(text.encode()).hex()})


def narrative(own: Referral) -> str:
    """The account; empty where nothing was written. Raises SealingError."""
    return column(Referral, "narrative").open(own.narrative, own.place) if own.narrative else ""


def attach_piece(attempt: Attempt) -> None:
    """A piece that is kept here. Raises what `claim_file` raises, and Refused `item_twice`."""
    given: data.AttachPiece = attempt.data
    own = own_of(attempt)
    file = claim_file(attempt, attempt.subject, given.file)
    with storage.open_file(file) as content:
        interception.refuse_file("file", file.name, content, file.kind, rulebooks.current())
    if any(item.sm3 == file.sm3 for item in queries.items(own)):
        raise wrong("file", "item_twice", "清单里已有摘要相同的材料，不必重复登记。")
    Item.objects.create(referral=own, name=file.name, sm3=file.sm3, size=file.size, pages=given.pages)
