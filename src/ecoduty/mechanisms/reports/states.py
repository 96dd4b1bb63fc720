"""Stations of a report. Chinese labels stand here and nowhere else."""

from __future__ import annotations

from ecoduty.kernel.flow import State

DRAFTING = State("drafting", "拟稿", waits_for="联络员")
REVIEWING = State("reviewing", "审核", waits_for="统筹负责同志")
SIGNING = State("signing", "待签发", waits_for="主要负责人")
SIGNED = State("signed", "待报送", waits_for="联络员")

# Annual special report: what follows sending is publication (clause 11.4).
SENT = State("sent", "编公开版", waits_for="联络员")
PUBLIC_REVIEW = State("public_review", "公开版待审", waits_for="统筹负责同志")
CLEARED = State("public_cleared", "待登记公开", waits_for="联络员")
NON_PUBLICATION = State("non_publication_asked", "不公开待批", waits_for="主要负责人", main=False)
PUBLISHED = State("published", "已公开", open=False)
NOT_PUBLISHED = State("not_published", "不予公开", open=False, main=False)

# Half-year report: what follows sending is the leader's instruction, if one is given (clause 10.3).
DELIVERED = State("delivered", "已报送", waits_for="联络员")
READ = State("read", "已收悉", open=False)
INSTRUCTED = State("instructed", "落实批示", waits_for="联络员", main=False)
FOLLOWED_UP = State("followed_up", "批示已落实", open=False, main=False)

ANNUAL = (DRAFTING, REVIEWING, SIGNING, SIGNED, SENT, PUBLIC_REVIEW, CLEARED, NON_PUBLICATION, PUBLISHED, NOT_PUBLISHED)
HALF_YEAR = (DRAFTING, REVIEWING, SIGNING, SIGNED, DELIVERED, READ, INSTRUCTED, FOLLOWED_UP)

BEFORE_SENDING = (DRAFTING.code, REVIEWING.code, SIGNING.code, SIGNED.code)
