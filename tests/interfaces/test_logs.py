"""A log line says which page answered how fast, and nothing of what stood on it."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog
from django.db import IntegrityError
from django.test import Client

from ecoduty.config import logs


@pytest.fixture
def written():
    """The lines that a machine which gathers logs would get."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.usefixtures("db")
def test_request_is_one_line_with_its_number_and_route(written):
    answer = Client().get("/login/?next=某人的名字", headers={"X-Request-ID": "abcdef123456"})
    (line,) = [line for line in written() if line["event"] == "request"]
    assert line["request_id"] == answer["X-Request-ID"] == "abcdef123456"
    assert (line["method"], line["route"], line["status"]) == (
        "GET", "login/", answer.status_code,
    )  # fmt: skip
    assert line["level"] == "info"
    assert line["ms"] >= 0
    assert "某人" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.usefixtures("db")
def test_address_that_does_not_exist_stands_in_no_line(written):
    assert Client().get("/某人的名字/").status_code == 404
    logging.getLogger("django.request").error("Internal Server Error: %s", "/某人的名字/")
    assert [line["event"] for line in written()] == ["request", "Internal Server Error"]
    assert "某人" not in json.dumps(written(), ensure_ascii=False)


def test_values_of_rows_are_cut_out_of_errors(written):
    said = "duplicate key\nDETAIL:  Key (title)=(某人的名字) already exists.\n"
    try:
        raise IntegrityError(said)  # noqa: TRY301
    except IntegrityError:
        structlog.get_logger("ecoduty.test").exception("broke")
        logging.getLogger("some.library").exception("broke too")
    first, second = written()
    for line in (first, second):
        assert "IntegrityError" in line["exception"]
        assert "某人" not in line["exception"]
    assert second["event"] == "broke too"
