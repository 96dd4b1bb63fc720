"""Each side may work wholly on paper: then the other enters what it did, with the scan, and the entry says for whom."""

from __future__ import annotations

from pydantic import Field

from ecoduty.kernel.flow import ActData, Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.on_paper import keep_scan
from ecoduty.organisation.directory.models import Body


class Entered(ActData):
    """The paper of who does not work here."""

    scan: str = Field(
        default="",
        title="文书扫描件",
        json_schema_extra={"widget": "file", "last": True},
        description="代对方机关登记的须附对方的文书，并写明代谁登记；本机关自己办的可不附",
    )


def acted_by(attempt: Attempt, body: Body) -> bool:
    """Whose act it is: its own people do it, or somebody else named in the case enters it with the scan. Whether it was the latter.

    The scan is kept among the materials. Raises Refused `entered_without_scan`, and what `claim_file` raises.
    """
    entered = body.pk not in attempt.actor.bodies
    if entered:
        if not attempt.data.scan:
            raise wrong("scan", "entered_without_scan", f"这一步由{body.short_name}办，代为登记须附对方文书的扫描件。")
        attempt.on_behalf_of = attempt.on_behalf_of or body.short_name
    keep_scan(attempt)
    return entered


__all__ = ["Entered", "acted_by"]
