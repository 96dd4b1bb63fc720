"""Where a request for cooperation stands, and how people came together about it."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

ASKED = State("asked", "待签收", waits_for="配合单位")
WORKING = State("working", "配合中", waits_for="配合单位")
OBJECTED = State("objected", "有异议", waits_for="牵头单位", main=False)
ANSWERED = State("answered", "待核内容", waits_for="牵头单位")
DONE = State("done", "已配合", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)

REQUEST = (ASKED, WORKING, OBJECTED, ANSWERED, DONE, WITHDRAWN)
OWED = (ASKED.code, WORKING.code)

SENT = State("sent", "待签收", waits_for="党委、政府")
READ = State("read", "已签收", open=False)
INSTRUCTED = State("instructed", "待落实批示", waits_for="报告单位")
CARRIED_OUT = State("carried_out", "已落实", open=False)

SITUATION = (SENT, READ, INSTRUCTED, CARRIED_OUT)


class Outcome(models.TextChoices):
    """What a conferral came to."""

    AGREED = "agreed", "达成一致"
    PARTLY = "partly", "部分一致"
    OPEN = "open", "未达成一致"


class Form(models.TextChoices):
    """How lead and supporter talked about it (clause 7.3)."""

    TALK = "talk", "沟通"
    MEETING = "meeting", "协调会"
    CONFERRAL = "conferral", "会商"


__all__ = [
    "ANSWERED", "ASKED", "CARRIED_OUT", "DONE", "INSTRUCTED", "OBJECTED", "OWED", "READ", "REQUEST", "SENT", "SITUATION",
    "WITHDRAWN", "WORKING", "Form", "Outcome",
]  # fmt: skip
