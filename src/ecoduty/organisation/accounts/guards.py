"""Conditions of the acts on accounts."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.organisation.accounts import invitations
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Person
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level


def _username_free(attempt: Attempt) -> bool:
    batch = invitations.known.get()
    if batch is not None:
        return attempt.data.username not in batch.taken
    return not Account.objects.filter(username=attempt.data.username).exists()


def _person_known(attempt: Attempt) -> bool:
    batch = invitations.known.get()
    if batch is not None:
        return attempt.data.person in batch.people
    return Person.objects.filter(pk=attempt.data.person, merged_into=None).exists()


def _own_people(attempt: Attempt) -> bool:
    """The system administrator and the city's committee office open accounts for everybody, a body's keeper for its own."""
    actor = attempt.actor
    if actor.is_system or actor.post_kind == SYSTEM_ADMINISTRATOR:
        return True
    if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
        return True
    batch = invitations.known.get()
    if batch is not None:
        return attempt.data.person in batch.own
    on = local_date(attempt.recorded_at)
    held = Appointment.objects.filter(holding(on), person=attempt.data.person, post__body=actor.body_id or 0)
    return held.exists()


def _good_password(attempt: Attempt) -> bool:
    given = attempt.data.password
    if given is None:
        return True
    try:
        validate_password(given.get_secret_value(), attempt.subject)
    except ValidationError:
        return False
    return True


def _old_password_right(attempt: Attempt) -> bool:
    account: Account = attempt.subject
    return account.check_password(attempt.data.old.get_secret_value())


def _password_new(attempt: Attempt) -> bool:
    return bool(attempt.data.old.get_secret_value() != attempt.data.password.get_secret_value())


def _person_stands(attempt: Attempt) -> bool:
    person = attempt.subject.person
    return person is None or person.merged_into_id is None


person_stands = Guard(
    "person_joined", "使用人的这条记录已并入另一条，不能恢复：请为保留的人员记录另开账号。", _person_stands
)
username_free = Guard("username_taken", "这个用户名已经有人使用，请换一个。", _username_free, asks_data=True)
person_known = Guard("unknown_person", "名录中没有这个人，请先登记任职。", _person_known, asks_data=True)
own_people = Guard("other_bodys_person", "只能为本单位在任人员开通账号。", _own_people, asks_data=True)
good_password = Guard(
    "weak_password", "口令不合要求：至少10个字符，不能全是数字，不能是常见口令。", _good_password, asks_data=True
)
old_password_right = Guard("wrong_password", "原口令不对。", _old_password_right, asks_data=True)
password_new = Guard("same_password", "新口令不能与原口令相同。", _password_new, asks_data=True)
