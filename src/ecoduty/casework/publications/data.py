"""What the acts of publication ask for; mechanisms take these into their tables."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from pydantic import Field, JsonValue, field_validator

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
_SCHEMES = {"http", "https"}


class PublicVersion(ActData):
    """The text as it was sent, with ⟦ and ⟧ around what is withheld; sections left out stay as they were sent."""

    sections: dict[str, str] = Field(
        title="公开版正文",
        description="只遮盖，不改写：在举报人、个案、内部事项等不宜公开的文字前后加⟦和⟧；整段都在里面的略去并注明",
        json_schema_extra={"widget": "sections", "withholds": True},
    )
    grounds: str = Field(
        default="", title="遮盖的理由和依据", max_length=500,
        description="有遮盖的必填，存档备查，不公开", json_schema_extra=LONG,
    )  # fmt: skip
    checked: bool = Field(
        default=False, title="已逐项核对，其中的电话、邮箱等属于可以公开的单位联系方式", description="只在平台提示疑似个人信息时勾选"
    )  # fmt: skip


class Registration(ActData):
    """登记公开: where and when the department published it on its own website (clause 11.4)."""

    own_url: str = Field(
        title="本部门网站公开网址", max_length=1000, description="公开页面的完整网址", json_schema_extra={"widget": "url"}
    )  # fmt: skip
    published_on: date = Field(title="公开日期")
    checked: bool = Field(
        default=False, title="已逐项核对，其中的电话、邮箱等属于可以公开的单位联系方式", description="只在平台提示疑似个人信息时勾选"
    )  # fmt: skip

    @field_validator("own_url")
    @classmethod
    def _address(cls, text: str) -> str:
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise ValueError("不是有效网址，应以http://或https://开头") from error
        if parts.scheme not in _SCHEMES or not host or parts.username or any(sign.isspace() for sign in text):
            raise ValueError("不是有效网址，应以http://或https://开头")
        return text


class Decline(ActData):
    """Why something is not published: for the file, and in a sentence for the public."""

    reason: str = Field(title="不公开的理由和依据", min_length=5, max_length=1000, json_schema_extra=LONG)
    public_reason: str = Field(
        title="向社会说明的理由", min_length=5, max_length=300, description="门户上原样显示，不写不宜公开的内容",
        json_schema_extra=LONG,
    )  # fmt: skip


class Withdraw(ActData):
    """Why a publication is taken down; the portal shows this sentence in its place."""

    reason: str = Field(
        title="撤下的理由", min_length=5, max_length=300, description="门户上原样显示", json_schema_extra=LONG
    )
