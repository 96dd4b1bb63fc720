"""A long file goes to the worker: kept at once, read there, with progress on the page; what was read is the whole file."""

from __future__ import annotations

from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from ecoduty.mechanisms.responsibilities import importing, tasks
from ecoduty.mechanisms.responsibilities.models import Import
from ecoduty.mechanisms.responsibilities.words import ImportState
from tests.mechanisms.responsibilities.listing import Compiler
from tests.mechanisms.responsibilities.reading.shelf import workbook

_ROWS = 400


def _long() -> bytes:
    """A list of more bytes than are read while somebody waits; letters at random, which do not pack."""
    letters = Random(4)
    words = ["".join(chr(letters.randrange(0x4E00, 0x9FA5)) for _ in range(400)) for _ in range(_ROWS)]
    rows = [[n, f"第{n}号水库巡查", f"法典第{n}条", "水库处", text] for n, text in enumerate(words, 1)]
    return workbook([["序号", "事项", "依据", "责任科室", "备注"], *rows])


def test_a_long_file_is_read_by_the_worker_and_its_progress_shown(
    city, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.FILES_ROOT = tmp_path / "files"
    version = Compiler(city).draft().list
    client = city.client("water-bureau.liaison")
    address = reverse("desk:list-import", args=[version.matter.public_id])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"file": SimpleUploadedFile("清单.xlsx", _long())})
    one = Import.objects.get()
    assert (one.file.size > importing.SMALL, one.state) == (True, ImportState.WAITING)
    assert ProcrastinateJob.objects.filter(task_name="responsibilities.read_list_file").count() == 1
    assert "等候后台读取" in client.get(answer["Location"]).content.decode()
    Import.objects.update(state=ImportState.READING, done=100, total=_ROWS)  # as the reader notes every hundred rows
    reading = client.get(answer["Location"]).content.decode()
    assert ("已读100项，共400项" in reading, 'value="25"' in reading, 'hx-trigger="every 1s"' in reading) == (True,) * 3
    tasks.read_list_file(one.pk)  # the worker that was killed meanwhile begins again
    tasks.read_list_file(one.pk)
    one.refresh_from_db()
    assert (one.state, one.done, one.total, len(one.rows)) == (ImportState.READ, _ROWS, _ROWS, _ROWS)
    assert (one.rows[-1]["name"], one.rows[-1]["unit"]) == ("第400号水库巡查", "水库处")
    assert "确认导入" in client.get(answer["Location"]).content.decode()
    assert version.rows.count() == 1  # nothing is entered before a person confirms
