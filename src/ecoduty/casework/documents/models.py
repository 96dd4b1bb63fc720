"""Documents, every version of their text, who receives them, and the numbers they bear."""

from __future__ import annotations

from django.db import models


class Numbering(models.TextChoices):
    """Where a document's number comes from."""

    PLATFORM = "platform", "本平台编号"
    EXTERNAL = "external", "单位办公系统编号"


class Delivery(models.TextChoices):
    """How a document reaches a recipient."""

    PLATFORM = "platform", "本平台"
    EXCHANGE = "exchange", "公文交换"
    PAPER = "paper", "纸质"


class RecipientRole(models.TextChoices):
    """Main recipients answer, copy recipients take note."""

    MAIN = "main", "主送"
    COPY = "copy", "抄送"


class Document(models.Model):
    """One official document of a matter. `version` is the version of its text in force.

    `signer` is the post that signed, `signer_name` the person, as the header of an upward paper names them; `note` stands
    in brackets below the date (附注).
    `sealed` is the scan of the sealed original, which is what counts on paper; `rendered` the pages the platform drew,
    `rendered_from` the SM3 of what they were drawn from.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    issuer = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    version = models.IntegerField(default=0)
    numbering = models.CharField(max_length=12, choices=Numbering.choices)
    number = models.CharField(max_length=80, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    sealed = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    rendered = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    rendered_from = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "documents_document"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"], condition=~models.Q(number=""), name="documents_number_once"
            ),
        ]


class Draft(models.Model):
    """One version of a text, never changed. `sections` is a list of {"title", "text"} in order."""

    append_only = True

    document = models.ForeignKey(Document, models.PROTECT, related_name="drafts")
    version = models.IntegerField()
    sections = models.JSONField()
    digest = models.BinaryField(max_length=32)
    author = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "documents_draft"
        constraints = [models.UniqueConstraint(fields=["document", "version"], name="documents_draft_once")]


class Scratch(models.Model):
    """What somebody is writing and has not saved: his own, on one version, seen by nobody else, gone with the saving.

    `page` tells one opened page from another, so that what was left behind is never written over unseen.

    Written beside the gate, and in no ledger: nothing has happened yet (docs/decisions on writing).
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="scratches")
    account = models.BigIntegerField()
    base = models.IntegerField()
    page = models.CharField(max_length=64)
    sections = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "documents_scratch"
        constraints = [
            models.UniqueConstraint(fields=["document", "account", "base", "page"], name="documents_scratch_once")
        ]


class Presence(models.Model):
    """Somebody has a text open for writing: since when, and when there was last a sign of it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="writers")
    account = models.BigIntegerField()
    who = models.CharField(max_length=200)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "documents_presence"
        constraints = [models.UniqueConstraint(fields=["document", "account"], name="documents_presence_once")]


class FigureInText(models.Model):
    """A figure as it was read for a text: which, for whom, and the moment it was true at."""

    section = models.CharField(max_length=200)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    scope = models.CharField(max_length=20)
    narrowed = models.JSONField(default=dict)
    value = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    source_time = models.DateTimeField()

    class Meta:
        abstract = True


class CitedFigure(FigureInText):
    """A figure that stands in one version of a text."""

    append_only = True

    document = models.ForeignKey(Document, models.PROTECT, related_name="cited_figures")
    version = models.IntegerField()

    class Meta:
        db_table = "documents_cited_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version", "section", "key"], name="documents_cited_figure_once"
            )
        ]


class OfferedFigure(FigureInText):
    """A figure somebody took into what he is writing; bound to a version by saving, and gone then."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="offered_figures")
    account = models.BigIntegerField()

    class Meta:
        db_table = "documents_offered_figure"
        indexes = [models.Index(fields=["document", "account"], name="documents_offered")]  # read by citations.bind()


class Attachment(models.Model):
    """A file that goes with a document, in order. What was attached stays attached."""

    append_only = True

    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    order = models.IntegerField()

    class Meta:
        db_table = "documents_attachment"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="documents_attachment_once")]


class Recipient(models.Model):
    """A recipient of one document: a body, or a post in it. A receipt may be recorded by the sender, with evidence."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="recipients")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    post = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=8, choices=RecipientRole.choices)
    delivery = models.CharField(max_length=12, choices=Delivery.choices)
    order = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    receipted_at = models.DateTimeField(null=True)
    receipted_by = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    evidence_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "documents_recipient"
        ordering = ["role", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "body", "post"], name="documents_recipient_once", nulls_distinct=False
            ),
        ]
        indexes = [
            # read by receipts.overdue(): sent and not yet receipted
            models.Index(
                fields=["sent_at"],
                name="documents_unreceipted",
                condition=models.Q(receipted_at=None, sent_at__isnull=False),
            ),
        ]

    @property
    def label(self) -> str:
        """How the recipient is written on paper: the post where there is one, else the body."""
        return self.post.title if self.post else self.body.short_name


class NumberSeries(models.Model):
    """A running series of platform numbers: issuer's prefix and year. The row is the last thing an act locks."""

    issuer = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=40)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "documents_number_series"
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="documents_series_once")]


class NumberUse(models.TextChoices):
    """What became of a number. There is no fourth: a gap is always explained."""

    USED = "used", "已用"
    RESERVED = "reserved", "预留"
    VOIDED = "voided", "作废"


class IssuedNumber(models.Model):
    """A number that left its series."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers")
    n = models.IntegerField()
    use = models.CharField(max_length=10, choices=NumberUse.choices)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "documents_issued_number"
        constraints = [
            models.UniqueConstraint(fields=["series", "n"], name="documents_issued_once"),
            models.CheckConstraint(
                condition=models.Q(use="used", document__isnull=False) | ~models.Q(use="used") & ~models.Q(reason=""),
                name="documents_gap_explained",
            ),
        ]
