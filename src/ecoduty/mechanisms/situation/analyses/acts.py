"""What the acts of an analysis do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.documents import papers as paper_rules
from ecoduty.casework.documents import recipients
from ecoduty.casework.duties.instances import open_for_duty
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.situation import composing, papers
from ecoduty.mechanisms.situation.analyses import data
from ecoduty.mechanisms.situation.analyses.models import Analysis, Suggestion
from ecoduty.organisation.directory import queries as directory

KIND, COPY_LIST, FIGURES, SECTIONS = "situation_analysis", "situation-analysis", "analysis.figures", "analysis.sections"
_SOURCE = "analysis.task-source"
TASK, SITUATION = "task", "major_situation"


def titles(attempt: Attempt) -> Sequence[str]:
    """The sections of an analysis: practice, problems, causes, suggestions."""
    return rulebooks.current().words(SECTIONS, on=local_date(attempt.recorded_at))


def open_duty(attempt: Attempt) -> None:
    """The half year asks for one (clause 25.1)."""
    _begun(attempt, open_for_duty(attempt, papers.DRAFTING.code))


def begin(attempt: Attempt) -> None:
    """One out of the rhythm."""
    _begun(attempt, composing.open_by_hand(attempt))


def take_numbers(attempt: Attempt) -> None:
    """Take the figures of a day; the same day gives the same numbers and the same digest. Raises Refused `day_in_future`."""
    own = own_of(attempt)
    composing.take_numbers(attempt, own, FIGURES, titles(attempt))
    own.digest = digest(own)
    own.save(update_fields=["as_of", "numbers", "digest"])
    attempt.record(digest=own.digest)


def digest(own: Analysis) -> str:
    """SM3 over day and numbers, without the moment they were read at."""
    told = [[one["section"], one["key"], one["value"], one["parts"]] for one in own.numbers]
    return sm3(canonical({"as_of": own.as_of.isoformat() if own.as_of else "", "numbers": told})).hex()


def suggest(attempt: Attempt) -> None:
    """One suggestion. Raises Refused `unknown_choice`."""
    given: data.Suggest = attempt.data
    body = None
    if given.body:
        body = directory.bodies(on=local_date(attempt.recorded_at)).filter(key=given.body).first()
        if body is None:
            raise wrong("body", "unknown_choice", "没有所选的单位，请从所列的单位中选。")
    Suggestion.objects.create(analysis=own_of(attempt), text=given.text, measures=given.measures, body=body)


def take_out(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` for what does not stand or led to something."""
    found = own_of(attempt).suggestions.filter(pk=attempt.data.suggestion, taken_out_at=None, led_to="")
    if not found.update(taken_out_at=attempt.recorded_at):
        raise wrong("suggestion", "unknown_choice", "没有这一条建议，或者已经转为任务，请刷新后重选。")


def make_task(attempt: Attempt) -> None:
    """A suggestion becomes a draft of a task. Raises Refused `unknown_choice` or what the receiver raises."""
    given: data.MakeTask = attempt.data
    row = (
        own_of(attempt)
        .suggestions.filter(pk=given.suggestion, taken_out_at=None, led_to="")
        .select_related("body")
        .first()
    )
    if row is None:
        raise wrong("suggestion", "unknown_choice", "没有这一条建议，或者已经转为任务，请刷新后重选。")
    content = {
        "name": row.text, "source": str(rulebooks.current().value(_SOURCE, on=local_date(attempt.recorded_at))),
        "source_note": attempt.subject.title[:200], "measures": row.measures,
    }  # fmt: skip
    if given.limit_on:
        content["limit_on"] = given.limit_on.isoformat()
    if row.body is not None:
        content["lead"] = row.body.key
    row.led_to = hand_off(TASK, attempt, content).number
    row.save(update_fields=["led_to"])


def report_up(attempt: Attempt) -> None:
    """A major situation goes up at once, by the road of its own (clause 8.4)."""
    given: data.ReportUp = attempt.data
    hand_off(SITUATION, attempt, {
        "subject": given.subject, "situation": given.situation, "done": given.done,
        "known_at": attempt.occurred_at.isoformat(),
    })  # fmt: skip


def send(attempt: Attempt) -> None:
    """It goes to whom the copy list names."""
    document = papers.document_of(attempt)
    recipients.address(document, COPY_LIST, local_date(attempt.occurred_at))
    paper_rules.check_recipients(document)
    recipients.send(attempt, document)


def own_of(attempt: Attempt) -> Analysis:
    """The analysis of the attempt's matter."""
    own: Analysis = attempt.subject.situation_analysis
    return own


def _begun(attempt: Attempt, matter: Matter) -> None:
    matter.situation_analysis = Analysis.objects.create(matter=matter)
    composing.begin_text(attempt, matter, titles(attempt))
