"""What the acts of publication do. Each runs inside the gate's transaction; the mechanism's table says who and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ecoduty.casework.publications import privacy, redaction
from ecoduty.casework.publications.data import Decline, PublicVersion, Registration, Withdraw
from ecoduty.casework.publications.kinds import label_of
from ecoduty.casework.publications.models import Publication, PublishedItem
from ecoduty.casework.publications.queries import asked_by, digest_of, prepared_by, publication_of
from ecoduty.casework.publications.states import PublicationState
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.rulebook import store as rulebooks

Sections = Sequence[Mapping[str, str]]


def prepare(attempt: Attempt, sections: Sections, *, year: int, period: str = "", title: str = "") -> Publication:
    """Make or replace the public version of the matter in hand; `attempt.data` may be a PublicVersion that edits it.

    `sections` is the text as it was sent, a list of {title, text}. Raises Refused `published_already`,
    `section_unknown`, `personal_data`, `grounds_missing` or as `redaction.public_text`. Whatever had been cleared for the
    public before no longer is.
    """
    matter = attempt.subject
    data = attempt.data
    content = [{"title": part["title"], "text": redaction.bare(part["text"])} for part in sections]
    marked: dict[str, str] = {}
    if isinstance(data, PublicVersion):
        unknown = set(data.sections) - {part["title"] for part in content}
        if unknown:
            raise Refused(
                "section_unknown", f"没有“{'、'.join(sorted(unknown))}”这一节，请刷新页面后重填。", status=422
            )
        marked = {title: text for title, text in data.sections.items() if redaction.withholds(text)}
        if marked and not data.grounds:
            raise Refused("grounds_missing", "遮盖了内容的，须写明理由和依据，存档备查。", status=422)
        cover = redaction.cover_of(rulebooks.current(), local_date(attempt.recorded_at))
        content = [_withheld(part, data.sections.get(part["title"], part["text"]), cover) for part in content]
        _refuse_personal_data(content, checked=data.checked)
    publication = publication_of(matter) or Publication(matter=matter, body=matter.holder, kind=matter.kind)
    if publication.state not in {"", PublicationState.PREPARED}:
        raise Refused(
            "published_already", f"现在是“{publication.get_state_display()}”，不能再改公开版。如有错误，请先撤下。"
        )
    publication.state = PublicationState.PREPARED
    publication.title = title or matter.title
    publication.year, publication.period = year, period
    publication.content, publication.marked = content, marked
    publication.grounds = data.grounds if isinstance(data, PublicVersion) else ""
    publication.prepared_account, publication.prepared_post = attempt.actor.account, attempt.actor.post
    publication.cleared, publication.cleared_by, publication.cleared_at = "", "", None
    publication.prepared_by, publication.prepared_at = attempt.actor.title, attempt.occurred_at
    publication.save()
    attempt.record(public_version=sm3(canonical(content)).hex())
    return publication


def clear(attempt: Attempt, publication: Publication) -> None:
    """Clear the public version as it now is for the public (clause 11.4). Later changes need to be cleared anew.

    Raises Refused `not_prepared` or `cleared_by_preparer`.
    """
    if publication.state != PublicationState.PREPARED:
        raise Refused("not_prepared", f"现在是“{publication.get_state_display()}”，不能审定公开版。")
    if prepared_by(publication, attempt.actor):
        raise Refused("cleared_by_preparer", "公开版须由另一岗位的人审定，不能由编的人自己审定。", clause="11.4")
    publication.cleared = digest_of(publication)
    publication.cleared_by, publication.cleared_at = attempt.actor.title, attempt.occurred_at
    publication.save(update_fields=["cleared", "cleared_by", "cleared_at"])
    attempt.record(cleared=publication.cleared)


def _withheld(part: Mapping[str, str], marked: str, cover: redaction.Cover) -> dict[str, str]:
    return {"title": part["title"], "text": redaction.public_text(part["title"], part["text"], marked, cover)}


def register(attempt: Attempt, publication: Publication, *, sent_at: datetime | None) -> PublishedItem:
    """登记公开 (clause 11.4). `attempt.data` is a Registration; the day lies neither ahead nor before the sending.

    Raises Refused `published_in_future`, `published_before_sending`, `not_prepared` or `personal_data`.
    """
    data: Registration = attempt.data
    if publication.state != PublicationState.PREPARED:
        raise Refused("not_prepared", f"现在是“{publication.get_state_display()}”，不能登记公开。")
    _check_day(attempt, data.published_on, sent_at)
    _refuse_personal_data(publication.content, checked=data.checked)
    publication.state = PublicationState.REGISTERED
    publication.own_url, publication.published_on = data.own_url, data.published_on
    publication.registered_at, publication.registered_by = attempt.occurred_at, attempt.actor.title
    publication.snapshot = snapshot_of(publication)
    publication.save()
    attempt.record(
        own_url=data.own_url, published_on=data.published_on.isoformat(), snapshot=publication.snapshot
    )  # fmt: skip
    return _show(attempt, publication)


def ask_to_decline(attempt: Attempt, publication: Publication) -> None:
    """Propose not to publish, with a reason for the file and a sentence for the public. `attempt.data` is a Decline."""
    data: Decline = attempt.data
    if publication.state != PublicationState.PREPARED:
        raise Refused("not_prepared", f"现在是“{publication.get_state_display()}”，不能提请不公开。")
    publication.state = PublicationState.DECLINING
    publication.declined_reason, publication.public_reason = data.reason, data.public_reason
    publication.asked_by = attempt.actor.title
    publication.asked_post, publication.asked_account = attempt.actor.post, attempt.actor.account
    publication.save()


def approve_decline(attempt: Attempt, publication: Publication) -> PublishedItem:
    """Approve that it is not published; by another person in another post. The portal then shows the public reason.

    Raises Refused `not_asked` or `approved_by_asker`.
    """
    _check_asked(publication)
    if asked_by(publication, attempt.actor):
        raise Refused("approved_by_asker", "不公开须由另一岗位的人批准，不能由提出的人自己批准。", clause="11.4")
    publication.state = PublicationState.DECLINED
    publication.approved_by = attempt.actor.title
    publication.declined_on = local_date(attempt.occurred_at)
    publication.save()
    return _show(attempt, publication)


def refuse_decline(attempt: Attempt, publication: Publication) -> None:
    """Do not approve: it is to be published. Raises Refused `not_asked`."""
    _check_asked(publication)
    publication.state = PublicationState.PREPARED
    publication.declined_reason = publication.public_reason = publication.asked_by = ""
    publication.asked_post = publication.asked_account = None
    publication.save()
    attempt.record(decline_refused=True)


def withdraw(attempt: Attempt, publication: Publication, reason: str = "") -> None:
    """Take a publication down: the portal keeps its address and shows the reason. Without one, `attempt.data` is a Withdraw.

    Raises Refused `not_registered`.
    """
    if publication.state != PublicationState.REGISTERED:
        raise Refused("not_registered", "还没有登记公开，没有可以撤下的内容。")
    publication.state = PublicationState.WITHDRAWN
    given: Withdraw | None = None if reason else attempt.data
    publication.withdrawn_reason = given.reason if given else reason
    publication.withdrawn_on = local_date(attempt.occurred_at)
    publication.save()
    PublishedItem.objects.filter(pk=publication.public_id).update(
        content=None, withdrawn_on=publication.withdrawn_on, withdrawn_reason=publication.withdrawn_reason
    )


def snapshot_of(publication: Publication) -> str:
    """SM3 over what the public is shown: title, content, address, day; 64 hexadecimal digits."""
    shown = {
        "title": publication.title,
        "content": publication.content,
        "own_url": publication.own_url,
        "published_on": publication.published_on.isoformat() if publication.published_on else "",
    }
    return sm3(canonical(shown)).hex()


def _show(attempt: Attempt, publication: Publication) -> PublishedItem:
    """Write what the portal shows. Content of a restricted matter never gets here: such kinds are not published."""
    declined = publication.state == PublicationState.DECLINED
    body = publication.body
    day = publication.declined_on if declined else publication.published_on
    assert day is not None
    return PublishedItem.objects.create(
        public_id=publication.public_id,
        city=rulebooks.current().city.code,
        body_key=body.key,
        body_name=body.name,
        body_short_name=body.short_name,
        body_order=body.order,
        kind=publication.kind,
        kind_label=label_of(publication.kind),
        title=publication.title,
        year=publication.year,
        period=publication.period,
        content=None if declined else publication.content,
        own_url=publication.own_url,
        published_on=day,
        declined_reason=publication.public_reason if declined else "",
        snapshot=publication.snapshot,
        registered_at=attempt.occurred_at,
    )


def _check_asked(publication: Publication) -> None:
    if publication.state != PublicationState.DECLINING:
        raise Refused("not_asked", "没有人提请不公开，不用批准。")


def _check_day(attempt: Attempt, day: date, sent_at: datetime | None) -> None:
    if day > local_date(attempt.recorded_at):
        raise Refused("published_in_future", f"公开日期{spoken_date(day)}还没有到，不能登记将来的事。", status=422)
    if sent_at is not None and day < local_date(sent_at):
        sent = spoken_date(local_date(sent_at))
        raise Refused(
            "published_before_sending",
            f"公开日期{spoken_date(day)}早于报送日期{sent}，次序不对。",
            status=422,
            clause="11.4",
        )


def _refuse_personal_data(content: Sections, *, checked: bool) -> None:
    found = [] if checked else privacy.suspicions(content)
    if found:
        words = "；".join(f"“{item.section}”中有{item.what}{item.words}" for item in found[:5])
        raise Refused(
            "personal_data",
            f"公开版疑似含有个人信息：{words}。请删去；确属可公开的单位联系方式的，请勾选已核对。",
            status=422,
        )
