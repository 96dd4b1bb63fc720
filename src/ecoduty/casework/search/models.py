"""The text of everything that can be searched, one row for each thing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Lookup


class Kind(models.TextChoices):
    """What a row stands for."""

    MATTER = "matter", "办件"
    DOCUMENT = "document", "公文"
    PUBLICATION = "publication", "公开"
    BODY = "body", "机构"
    PERSON = "person", "人员"
    CLAUSE = "clause", "条款"
    INSTRUMENT = "instrument", "法律依据"
    RESPONSIBILITY = "responsibility", "事项"


class SearchRow(models.Model):
    """One thing that can be found. Written by keeping.py alone; `ecoduty search rebuild` makes it anew at any time.

    `ref` is the thing's primary key (a clause's id); `matter` the matter whose visibility it shares, empty for what is
    open to everybody in office. Restricted matters and what belongs to them are never here. `place` orders results,
    the greatest first; `mark` is a digest of everything the row was made of.

    The `grams` hold every two neighbouring characters of the folded text, the words a row is named by exactly, and
    for whom it can exist at all (asking.py). `text_grams` covers title and text, and is empty where there is no text.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    ref = models.CharField(max_length=80)
    matter = models.ForeignKey("matters.Matter", models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    title_folded = models.TextField()
    text_folded = models.TextField(blank=True)
    title_grams = SearchVectorField()
    text_grams = SearchVectorField(null=True)
    place = models.BigIntegerField()
    mark = models.BigIntegerField()

    class Meta:
        db_table = "search_row"
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "ref"], name="search_row_once")]
        indexes: ClassVar = [
            # read by finding.find(): which rows have these characters. The list of what is not sorted in yet stays
            # short, for every search reads it through.
            GinIndex(fields=["title_grams"], name="search_row_title", gin_pending_list_limit=512),
            GinIndex(
                fields=["text_grams"], name="search_row_text", gin_pending_list_limit=512,
                condition=models.Q(text_grams__isnull=False),
            ),
            # read by finding.find() where hits are many: newest first
            models.Index(fields=["-place", "-id"], name="search_row_newest"),
            models.Index(fields=["kind", "-place", "-id"], name="search_row_kind"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`grams__holds=` a tsquery as text, taken as it is: no dictionary has a say."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> Any:
        """The query as it is."""
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """`column @@ query`."""
        left, left_values = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_values, self.rhs)
