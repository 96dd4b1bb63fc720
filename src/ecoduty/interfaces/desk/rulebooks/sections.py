"""The rulebook in force by parts, all of it or what a reader looks for: a word, the local defaults, what is to be verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from ecoduty.interfaces.desk.plan import linking, referring, rules
from ecoduty.interfaces.desk.plan.rules import Group, Rule
from ecoduty.interfaces.desk.plan.tags import TAGS
from ecoduty.kernel.rulebook import Rulebook

LOCAL, PENDING = "local", "pending"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the rulebook: rules in groups; a group without a label is the whole part."""

    key: str
    label: str
    unit: str
    first: str
    groups: tuple[Group, ...]
    said: str = ""
    folded: bool = False
    by_group: bool = False

    @property
    def count(self) -> int:
        """How many there are, in the part's unit."""
        return len(self.groups) if self.by_group else sum(len(group.rules) for group in self.groups)

    @property
    def pending(self) -> int:
        """How many somebody has still to verify."""
        return sum(rule.pending for group in self.groups for rule in group.rules)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader looks for."""

    only: str = ""
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Question:
        """From the address; what it does not know is nothing."""
        only = query.get("only", "")
        return cls(only if only in {LOCAL, PENDING} else "", query.get("q", "").strip()[:_LONGEST])

    def address(self, only: str) -> str:
        """The same words with another choice."""
        query = urlencode({name: value for name, value in (("only", only), ("q", self.words)) if value})
        return f"?{query}" if query else "?"

    @property
    def asked(self) -> bool:
        """Whether anything is left out."""
        return bool(self.only or self.words)

    def wants(self, rule: Rule, heading: str = "") -> bool:
        """Whether a rule is looked for."""
        if (self.only == LOCAL and not is_local(rule)) or (self.only == PENDING and not rule.pending):
            return False
        text = " ".join((heading, rule.key, rule.label, rule.value, rule.basis, *rule.details))
        return all(word in text for word in self.words.split())


def is_local(rule: Rule) -> bool:
    """Whether it rests on no more than a default of this platform."""
    return rule.tag == TAGS["local"]


def parts(book: Rulebook, on: date) -> tuple[Part, ...]:
    """Every part that has rules, in the order of the page."""
    found = (
        Part("limits", "时限", "项", "时限", rules.limits(book, on), folded=True),
        Part("duties", "定期义务", "项", "义务", _whole(rules.duties(book))),
        Part("ladders", "催办梯子", "架", "梯级", rules.ladders(book), folded=True, by_group=True),
        Part("copies", "抄送名单", "份", "文书", _whole(rules.copy_lists(book))),
        Part("papers", "文种", "种", "文种", _whole(rules.papers(book))),
        Part("retention", "保管期限", "类", "办件", _whole(rules.retention(book))),
        Part(
            "accountability", "责任追究", "组", "名称", referring.groups(book), folded=True, by_group=True,
            said="只供人对照，平台不作认定。情形怎样读（须有后果、没有后果也可）是本平台的读法；所引2015年试行办法为旧条号，新办法条文未读到。",
        ),
        Part(
            "linkage", "执法司法衔接", "组", "名称", linking.groups(book), folded=True, by_group=True,
            said="入罪情形只用来提示办案人员，移送还是不移送由人决定；“以上”含本数。",
        ),
        Part("values", "参数", "项", "参数", _folded("全部参数", rules.parameters(book, on)), folded=True),
    )  # fmt: skip
    return tuple(part for part in found if any(group.rules for group in part.groups))


def narrowed(found: Iterable[Part], question: Question) -> tuple[Part, ...]:
    """What of the parts is looked for; open, since it was asked for."""
    if not question.asked:
        return tuple(found)
    kept = []
    for part in found:
        groups = tuple(
            replace(group, rules=tuple(rule for rule in group.rules if question.wants(rule, group.label)))
            for group in part.groups
        )
        groups = tuple(group for group in groups if group.rules)
        if groups:
            kept.append(replace(part, groups=groups, folded=False, by_group=False, unit="项"))
    return tuple(kept)


def counted(found: Iterable[Part], question: Question) -> tuple[tuple[str, int, str, bool], ...]:
    """The choices with their numbers: label, how many rules, address, chosen."""
    every = [(rule, group.label) for part in found for group in part.groups for rule in group.rules]
    return tuple(
        (
            label,
            sum(Question(only, question.words).wants(*one) for one in every),
            question.address(only),
            question.only == only,
        )
        for only, label in (("", "全部规则"), (LOCAL, "只看本地默认"), (PENDING, "只看待核"))
    )


def _folded(label: str, found: tuple[Rule, ...]) -> tuple[Group, ...]:
    """Hundreds of them: read on demand, found by a word."""
    return (Group(label, found),) if found else ()


def _whole(found: tuple[Rule, ...]) -> tuple[Group, ...]:
    return (Group("", found),) if found else ()


__all__ = ["Part", "Question", "counted", "narrowed", "parts"]
