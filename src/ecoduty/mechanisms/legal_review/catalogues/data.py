"""What the acts of a catalogue ask for. Its rows are known: nobody types them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.legal_review.filing.data import FILE, LONG


class ReportCatalogue(ActData):
    """It goes out: number and paper, and why something was not filed, where that is so."""

    number: str = Field(title="报送文号", min_length=2, max_length=80)
    file: str = Field(title="报送函和目录", min_length=1, description="盖章件的扫描件或者文件", json_schema_extra=FILE)
    unfiled_reason: str = Field(
        default="",
        title="没有报备的原因",
        max_length=1000,
        description="目录里有没有报备的文件时必填：为什么、什么时候补报",
        json_schema_extra=LONG,
    )


class CatalogueReturned(ActData):
    """What is to be completed."""

    text: str = Field(title="要补什么", min_length=4, max_length=1000, json_schema_extra=LONG)


class CatalogueReceipt(ActData):
    """The receipt of whoever received it."""

    receipt_on: date = Field(title="回执日期")
    number: str = Field(default="", title="回执编号", max_length=80)
    file: str = Field(default="", title="回执", json_schema_extra=FILE)
