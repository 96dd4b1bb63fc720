"""A case that comes by package becomes a matter of its receiver: known to its linkage officers, answered by packages."""

from __future__ import annotations

from typing import Any

from pydantic import Field, JsonValue

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation import telling
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, name_person, open_matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.storage import Content
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Refused, Who
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.flow.table import START
from ecoduty.kernel.ledger.chain import canonical
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned.acts import AddConcernedParty, add, concerned_acts
from ecoduty.mechanisms.enforcement.concerned.models import Concerned
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.relations import HEAD, HEADS, LINKAGE, LINKAGES
from ecoduty.mechanisms.enforcement.sharing.packages import content, keeping, opening, states
from ecoduty.mechanisms.enforcement.sharing.packages.content import (
    CONTENT,
    ENTRIES,
    AnswerContent,
    CaseContent,
    FileIn,
    PieceIn,
    ReceiptContent,
    parsed,
)
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import About, Purpose
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ReceivedFile
from ecoduty.mechanisms.enforcement.sharing.packages.opening import From

KIND = "received_file"


class TakeInPackage(ActData):
    """A package with a case: its file, as it was kept."""

    file: str = Field(title="交换包", min_length=1)


class AnswerReceivedFile(ActData):
    """How the case is answered: the act of the sender's case, what was entered for it, the files that go with it by field."""

    act: str = Field(title="答复", min_length=1, max_length=60)
    values: dict[str, JsonValue] = Field(title="内容", default_factory=dict)
    files: dict[str, str] = Field(title="附件", default_factory=dict)


class SettleReceivedFile(ActData):
    """Nothing more is to be answered."""

    note: str = Field(title="办结说明", min_length=2, max_length=300)


def find(came: From) -> ReceivedFile | None:
    """The file that an earlier package of the same case made."""
    return ReceivedFile.objects.filter(partner=came.partner, about=came.manifest.about.case).first()


def take_in(attempt: Attempt) -> None:
    """Open the file and send a receipt. Raises Refused as `opening.opened` does, `package_purpose`, `not_linkage_officer`,
    `package_release`, `package_ledger`, and what a file is refused for.
    """
    came = opening.opened(attempt)
    said = _case(came)
    on = local_date(attempt.recorded_at)
    body = came.recipient
    named = {row.person_id: relation for relation in (HEAD, LINKAGE) for row in circle.in_posts(body, relation, on)}
    if attempt.actor.person not in named:
        raise Refused("not_linkage_officer", "案卷由本机关的两法衔接联络员或者负责人导入。", status=403, clause="18.5")
    matter = open_matter(
        attempt, title=said.title, holder=body, state=states.RECEIVED.code,
        origin_note=f"{came.sender.short_name} {came.manifest.about.number}，由交换包送来",
    )  # fmt: skip
    for person, relation in named.items():
        name_person(matter, person, relation, attempt.recorded_at)
    add_party(matter, came.sender, PartyRole.COPY, attempt.recorded_at)
    matter.received_file = ReceivedFile.objects.create(
        matter=matter, partner=came.partner, sender=came.sender, about=came.manifest.about.case,
        about_number=came.manifest.about.number,
    )  # fmt: skip
    _fill(attempt, came, said)
    telling.tell_persons(attempt, [person for person in named if person != attempt.actor.person])


def take_supplement(attempt: Attempt) -> None:
    """A later package of the same case: what is new is added. Raises as `take_in`, and Refused `receipt_foreign`."""
    came = opening.opened(attempt)
    own: ReceivedFile = attempt.subject.received_file
    if (own.partner_id, own.about) != (came.partner.pk, came.manifest.about.case):
        raise Refused(
            "receipt_foreign", "这个包说的是另一个案件，没有导入。请核对是否拿错了包。", status=422, clause="18.5"
        )
    _fill(attempt, came, _case(came))


def answer(attempt: Attempt) -> None:
    """The answer as a package. Raises Refused `unknown_choice`, `file_missing`, SealingError."""
    given: AnswerReceivedFile = attempt.data
    own = ReceivedFile.objects.select_related("partner", "sender").get(pk=attempt.subject.pk)
    labels = {step["act"]: step["label"] for step in own.content.get("answers", ())}
    if given.act not in labels:
        raise wrong("act", "unknown_choice", "对方的案卷里没有这样一种答复，请从所列的答复中选。", clause="18.5")
    files, members = {}, {}
    for order, (field, public_id) in enumerate(sorted(given.files.items()), 1):
        file = storage.claim(public_id, owner=attempt.subject.stream, account=attempt.actor.uploader)
        with storage.open_file(file) as opened:
            members[f"files/{order:04d}"] = opened.read()
        files[field] = FileIn(member=f"files/{order:04d}", name=file.name)
    said = AnswerContent(
        act=given.act,
        label=labels[given.act],
        occurred_at=attempt.occurred_at.isoformat(),
        values=given.values,
        files=files,
    )
    _send(attempt, own, Purpose.ANSWER, content.of_answer(said, members))
    attempt.record(answer=labels[given.act])


def _case(came: From) -> CaseContent:
    if came.manifest.purpose is not Purpose.CASE:
        raise Refused("package_purpose", "这个包不是案卷，请从“导入交换包”导入。", status=422, clause="18.5")
    return parsed(CaseContent, came.content(CONTENT))


def _fill(attempt: Attempt, came: From, said: CaseContent) -> None:
    """Persons, materials, the ledger as it was, the row of the package; then the receipt."""
    keeping.one_at_a_time()
    matter: Matter = attempt.subject
    own: ReceivedFile = matter.received_file
    own.entries = content.checked_entries(came.content(ENTRIES), said.stream)
    own.content = said.model_dump(mode="json", exclude={"concerned", "pieces"})
    own.save(update_fields=["entries", "content"])
    known: set[tuple[str, str | None]] = set(Piece.objects.filter(matter=matter).values_list("title", "file__sm3"))
    for one in said.pieces:
        _piece(attempt, came, one, known)
    if not Concerned.objects.filter(matter=matter).exists():
        for person in said.concerned:
            add(attempt, AddConcernedParty.model_validate(
                {"sort": person.sort, "part": person.part, "name": person.name, "identity_number": person.number}
            ))  # fmt: skip
    file = storage.claim(str(came.file.public_id), owner=matter.stream, account=attempt.actor.uploader)
    taken = keeping.taken_row(
        came.manifest,
        came.digest,
        partner=came.partner,
        body=came.sender,
        matter=matter,
        file=file,
        actor=attempt.actor,
    )
    taken.save()
    attempt.record(package=came.digest, from_=came.sender.key, case=came.manifest.about.number, missing=taken.missing)
    receipt = ReceiptContent(
        received_at=attempt.occurred_at.isoformat(), by=keeping.title_of(attempt.actor), number=matter.number
    )
    _send(attempt, own, Purpose.RECEIPT, [(CONTENT, canonical(receipt.model_dump(mode="json")))])


def _piece(attempt: Attempt, came: From, one: PieceIn, known: set[tuple[str, str | None]]) -> None:
    """A material that is not here yet. Its file is looked at as any upload is: what would harm is refused, and all with it."""
    file: StoredFile | None = None
    if one.file is not None:
        if one.file.member not in came.names:
            raise Refused(
                "package_release", "包里的内容与清单不符，没有导入。请对方重新导出。", status=422, clause="18.5"
            )
        data = Content(one.file.name, came.content(one.file.member))
        file = storage.store(data, owner=attempt.subject.stream, account=attempt.actor.account)
    if (one.title, file.sm3 if file else None) in known:
        return
    Piece.objects.create(
        matter=attempt.subject, code=one.code, title=one.title, number=one.number, pages=one.pages, original=one.original,
        none_because=one.none_because, file=file, added_at=attempt.recorded_at,
    )  # fmt: skip


def _send(attempt: Attempt, own: ReceivedFile, purpose: Purpose, members: Any) -> None:
    """A package back to whom it came from, answering the last one of the case. Raises Refused, SealingError."""
    matter: Matter = attempt.subject
    last = CasePackage.objects.filter(matter=matter, course="in").order_by("-pk").first()
    written = keeping.make(
        partner=own.partner, sender=matter.holder, recipient=own.sender, purpose=purpose,
        about=About(case=own.about, number=own.about_number), answers=last, members=members,
    )  # fmt: skip
    row = keeping.row(written, partner=own.partner, body=own.sender, matter=matter, actor=attempt.actor, answers=last)
    row.save()
    attempt.record(sent=written.digest)


_ANYBODY = Who("anyone", (), "本机关两法衔接联络员、负责人")
_OWN = (LINKAGES, HEADS)
_OPEN = (states.RECEIVED.code, states.ANSWERED.code)
FILES = ActTable(
    kind=KIND,
    label="收到的案卷",
    states=states.FILE,
    acts=(
        Act("take_in", "导入案卷", (START,), states.RECEIVED.code, (_ANYBODY,), ("18.5",), data=TakeInPackage, effect=take_in),
        Act("take_supplement", "导入补充案卷", _OPEN, None, _OWN, ("18.5",), data=TakeInPackage, effect=take_supplement),
        Act("answer_file", "答复", _OPEN, states.ANSWERED.code, _OWN, ("18.5",), data=AnswerReceivedFile, effect=answer, main=True,
            hint="答复成为一个交换包，拿到对方平台导入，即登记为本机关的决定"),
        Act("settle_file", "办结", _OPEN, states.SETTLED.code, _OWN, ("18.5",), data=SettleReceivedFile),
        *concerned_acts(states.FILE, _OWN),
        *circle.circle_acts(states.FILE),
        *standard_acts(states.FILE),
        *archive_acts(states.FILE),
    ),
    store=MatterStore(own="received_file", restricted=True),
    clauses=("18.5",),
)  # fmt: skip


def install() -> None:
    """Register the table."""
    flow.register(FILES)
    circle.installed_kind(KIND)


__all__ = ["FILES", "KIND", "find", "install"]
