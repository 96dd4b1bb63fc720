"""What reading a record does: the entry says who read whose, and why; the record is kept as it was (clause 16.2)."""

from __future__ import annotations

from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.mechanisms.encouragement.achievement import data, queries
from ecoduty.mechanisms.encouragement.achievement.models import AchievementReading
from ecoduty.mechanisms.encouragement.achievement.record import record_of
from ecoduty.mechanisms.encouragement.achievement.states import READ
from ecoduty.organisation.directory.models import Body

CLAUSES = ("16.2",)


def read(attempt: Attempt) -> None:
    """Make the record as of today and keep it. Raises Refused `no_body`, `person_unknown` or `person_ambiguous`."""
    given: data.ReadRecord = attempt.data
    on = local_date(attempt.recorded_at)
    reader = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if reader is None:
        raise Refused("no_body", "您不在任何机构任职，不能查阅实绩档案。", status=403)
    one = queries.meant(given.person, given.body, attempt.actor, on)
    content = record_of(one.person_id, on)
    digest = sm3(canonical(content)).hex()
    title = f"查阅实绩档案：{one.person.name}（{one.post.body.short_name}{one.post.own_title}）"
    matter = open_matter(attempt, title=title, holder=reader, state=READ.code)
    AchievementReading.objects.create(
        matter=matter, person=one.person, reason=given.reason, read_account=attempt.actor.account, read_on=on,
        content=content, digest=digest,
    )  # fmt: skip
    attempt.record(read=one.person_id, record=digest)
