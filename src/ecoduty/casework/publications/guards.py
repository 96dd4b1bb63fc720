"""Conditions on the acts of publication, for mechanisms to take into their tables."""

from __future__ import annotations

from ecoduty.casework.publications import queries
from ecoduty.casework.publications.states import PublicationState
from ecoduty.kernel.flow import Attempt, Guard


def _prepared(attempt: Attempt) -> bool:
    found = queries.publication_of(attempt.subject)
    return found is not None and found.state == PublicationState.PREPARED


def _not_asked_by_the_same(attempt: Attempt) -> bool:
    found = queries.publication_of(attempt.subject)
    return found is None or not queries.asked_by(found, attempt.actor)


def _registered(attempt: Attempt) -> bool:
    found = queries.publication_of(attempt.subject)
    return found is not None and found.state == PublicationState.REGISTERED


def _cleared(attempt: Attempt) -> bool:
    found = queries.publication_of(attempt.subject)
    return found is not None and queries.is_cleared(found)


def _not_prepared_by_the_same(attempt: Attempt) -> bool:
    found = queries.publication_of(attempt.subject)
    return found is None or not queries.prepared_by(found, attempt.actor)


CLEARED = Guard("public_version_not_cleared", "公开版还没有经另一岗位审定：请先送审公开版。", _cleared, clause="11.4")
ANOTHER_THAN_PREPARER = Guard(
    "cleared_by_preparer",
    "公开版须由另一岗位的人审定，不能由编的人自己审定。",
    _not_prepared_by_the_same,
    clause="11.4",
)
PREPARED = Guard(
    "public_version_missing", "还没有备好公开版：请先核对、删去不宜公开的内容并保存公开版。", _prepared, clause="11.4"
)
ANOTHER_POST = Guard(
    "approved_by_asker", "不公开须由另一岗位的人批准，不能由提出的人自己批准。", _not_asked_by_the_same, clause="11.4"
)
REGISTERED = Guard("not_registered", "还没有登记公开，没有可以撤下的内容。", _registered)
