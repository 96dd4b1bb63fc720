"""What the clauses of the plan mean for reports: sent, complete, receipted, published — each its own light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Q

from ecoduty.casework.documents.models import Recipient
from ecoduty.casework.duties.states import DUTY
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.lights import WORDS, Code
from ecoduty.interfaces.desk.plan.readings import Facts, Reading, reads
from ecoduty.interfaces.desk.rows import light_of
from ecoduty.mechanisms.reports import states
from ecoduty.mechanisms.reports.flow import ANNUAL, HALF_YEAR, PUBLICATION


def _sent(matters: Sequence[Matter], facts: Facts) -> Mapping[int, Reading]:
    """Clauses 10.3 and 11.1: the report has gone out."""
    return {matter.pk: _one_sent(matter, facts) for matter in matters}


def _one_sent(matter: Matter, facts: Facts) -> Reading:
    deadline = facts.deadline(matter, DUTY)
    met = deadline is not None and deadline.met_at is not None
    if matter.state not in states.BEFORE_SENDING:
        late = deadline is not None and deadline.late
        return Reading(Code.MET_LATE, "逾期报送") if late else Reading(Code.MET, "已报送")
    if met:  # it had gone out and came back
        code = light_of(matter, facts.now, facts.limits).code
        return Reading(code, "补正中" if code is Code.RUNNING else WORDS[code], matter.next_due_at)
    return facts.towards(deadline, WORDS[Code.RUNNING])


def _complete(matters: Sequence[Matter], facts: Facts) -> Mapping[int, Reading]:
    """Clause 11.2: no report leaves the desk of its author with a section missing."""
    return {
        matter.pk: facts.towards(facts.deadline(matter, DUTY), "编写中")
        if matter.state == states.DRAFTING.code
        else Reading(Code.MET, "各节齐全")
        for matter in matters
    }


def _receipted(matters: Sequence[Matter], facts: Facts) -> Mapping[int, Reading]:
    """Clause 11.3: every recipient has signed for it. One query."""
    del facts
    sent = Recipient.objects.filter(document__matter__in=[matter.pk for matter in matters], sent_at__isnull=False)
    counted = sent.values("document__matter").annotate(missing=Count("pk", filter=Q(receipted_at=None)))
    missing = dict(counted.values_list("document__matter", "missing"))
    return {matter.pk: _one_receipted(matter, missing.get(matter.pk)) for matter in matters}


def _one_receipted(matter: Matter, missing: int | None) -> Reading:
    if matter.state in states.BEFORE_SENDING or missing is None:
        return Reading(Code.NONE, "未报送")
    return Reading(Code.RUNNING, "待签收") if missing else Reading(Code.MET, "收齐签收")


def _published(matters: Sequence[Matter], facts: Facts) -> Mapping[int, Reading]:
    """Clause 11.4: on the department's own website, or not with reason and approval."""
    return {matter.pk: _one_published(matter, facts) for matter in matters}


def _one_published(matter: Matter, facts: Facts) -> Reading:
    if matter.state in states.BEFORE_SENDING:
        return Reading(Code.NONE, "未报送")
    deadline = facts.deadline(matter, PUBLICATION)
    if matter.state == states.PUBLISHED.code:
        late = deadline is not None and deadline.late
        return Reading(Code.MET_LATE, "逾期公开") if late else Reading(Code.MET, "已登记公开")
    if matter.state == states.NOT_PUBLISHED.code:
        return Reading(Code.MET, "批准不公开")
    return facts.towards(deadline, "不公开待批" if matter.state == states.NON_PUBLICATION.code else "待登记")


reads(HALF_YEAR, "10.3", _sent)
reads(ANNUAL, "11.1", _sent)
reads(ANNUAL, "11.2", _complete)
reads(ANNUAL, "11.3", _receipted)
reads(ANNUAL, "11.4", _published)
