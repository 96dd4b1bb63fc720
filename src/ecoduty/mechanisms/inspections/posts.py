"""Who does what to a problem."""

from __future__ import annotations

from ecoduty.kernel.flow import Who

HEADS = ("deputy", "principal", "clerk", "director", "secretary")
POSTS = ("liaison", *HEADS)
ANYBODY = Who("anyone", POSTS, "各单位联络员、负责人，环委办，领导秘书")
FINDER = Who("holder_body", POSTS, "登记单位")
FINDER_HEADS = Who("holder_body", HEADS, "登记单位负责人")
INSPECTED = Who("supporter", POSTS, "被检查单位")
ACCEPTOR = Who("supporter", HEADS, "验收单位负责人")
RESPONSIBLE = Who("holder_body", POSTS, "责任单位")
RESPONSIBLE_HEADS = Who("holder_body", HEADS, "责任单位负责人")
WATCHER = Who("supervisor", POSTS, "登记单位")
WITHHOLDER = Who("supervisor", ("deputy", "principal", "director"), "登记单位负责人")
"""Clerks and secretaries prepare; that something is not shown is a head's word."""
WATCHER_HEADS = Who("supervisor", HEADS, "登记单位负责人")
ASSIGNER = (WATCHER_HEADS, RESPONSIBLE_HEADS)  # what a body found in its own house is judged by its own heads
ISSUERS = (  # a secretary issues no tasks
    Who("supervisor", HEADS[:-1], "登记单位负责人"),
    Who("holder_body", HEADS[:-1], "本单位负责人"),
)

__all__ = [
    "ACCEPTOR", "ANYBODY", "ASSIGNER", "FINDER", "FINDER_HEADS", "HEADS", "INSPECTED", "ISSUERS", "POSTS", "RESPONSIBLE",
    "RESPONSIBLE_HEADS", "WATCHER", "WATCHER_HEADS", "WITHHOLDER",
]  # fmt: skip
