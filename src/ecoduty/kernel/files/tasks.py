"""What happens to files by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.files.storage import remove_abandoned


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="files.remove_abandoned", name="files.remove_abandoned")
def remove_abandoned_uploads(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Nightly: remove the content of uploads that no act claimed."""
    return remove_abandoned()
