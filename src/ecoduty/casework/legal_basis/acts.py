"""What the acts on instruments do beyond the table."""

from __future__ import annotations

from django.db.models import Max

from ecoduty.casework.legal_basis import data, guards
from ecoduty.casework.legal_basis.models import Instrument, Mapping
from ecoduty.kernel.flow import Attempt


def register(attempt: Attempt) -> None:
    """A new entry, as it was given."""
    given: data.Register = attempt.data
    attempt.subject = Instrument(
        **given.model_dump(exclude={"aliases", "kind"}), kind=given.kind.value, aliases=list(given.aliases)
    )


def correct(attempt: Attempt) -> None:
    """What the form says is how the entry stands from now on; the ledger names what changed."""
    given: data.Correct = attempt.data
    subject: Instrument = attempt.subject
    changed = {}
    for name in data.Correct.model_fields:
        new = getattr(given, name)
        new = list(new) if name == "aliases" else new.value if name == "kind" else new
        old = getattr(subject, name)
        if old != new:
            changed[name] = "、".join(old) if isinstance(old, list) else "" if old is None else str(old)
            setattr(subject, name, new)
    attempt.record(before=changed)


def record_repeal(attempt: Attempt) -> None:
    """The day, and by which text."""
    given: data.RecordRepeal = attempt.data
    subject: Instrument = attempt.subject
    subject.repealed = given.repealed
    subject.repealed_by = Instrument.objects.get(key=given.by) if given.by else None


def revoke_repeal(attempt: Attempt) -> None:
    """As if it had not been recorded; the ledger keeps that it was."""
    subject: Instrument = attempt.subject
    attempt.record(repealed=str(subject.repealed))
    subject.repealed, subject.repealed_by = None, None


def map_provision(attempt: Attempt) -> None:
    """A new revision of where one provision went; an empty target says that it was not taken over."""
    old, new = guards.old_provision(attempt), guards.new_references(attempt)
    assert old is not None  # the guards have read both
    assert new is not None
    place = {
        "instrument": attempt.subject, "article": old.article, "inserted": old.inserted, "paragraph": old.paragraph,
        "item": old.item, "subitem": old.subitem, "part": old.part,
    }  # fmt: skip
    last = Mapping.objects.filter(**place).aggregate(last=Max("revision"))["last"] or 0
    numbers = dict(Instrument.objects.filter(key__in=[one.key for one in new]).values_list("key", "pk"))
    Mapping.objects.bulk_create(
        Mapping(
            **place, revision=last + 1, order=order, recorded_at=attempt.recorded_at,
            target_id=numbers[one.key] if one else None,
            **({f"new_{name}": getattr(one.provision, name) for name in _COLUMNS} if one else {}),
        )
        for order, one in enumerate(new or (None,))
    )  # fmt: skip
    attempt.record(old=old.text, new=[one.text for one in new], revision=last + 1)


_COLUMNS = ("article", "inserted", "paragraph", "item", "subitem", "part")
