"""Jobs about jobs: what a killed worker left is taken up by another one."""

from __future__ import annotations

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="outbox.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Give back every job whose worker has not been heard of for half a minute; the number of them.

    Its effects in the database were rolled back with the connection; jobs are written to be run again.
    """
    stalled = list(await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30))
    for job in stalled:
        log.warning("outbox.job_taken_up_again", task=job.task_name, job=job.id)
        await context.app.job_manager.retry_job(job)
    return len(stalled)
