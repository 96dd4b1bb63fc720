"""A case carried between two running platforms with separate databases, by the console alone: there, receipt, answer, back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ecoduty.config.environment import socket_folder
from ecoduty.kernel.database.embedded import Cluster
from tests.processes.platform import SECONDS, Platform, environment, run

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery staple"
LETTER = "厦环移〔2026〕7号"
CASE = """
from tests.mechanisms.enforcement.transfer_steps import Road
road = Road(Side())
road.to_approved()
road.lay_ready()
road.do(road.officer, "add_concerned", {"sort": "person", "part": "suspect", "name": "某甲"})
road.do(road.officer, "send_transfer", {"letter_number": "厦环移〔2026〕7号", "police": "police", "procuratorate": "procuratorate"})
print(road.matter.number)
"""
ANSWER = """
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.mechanisms.enforcement.sharing.packages.receiving import FILES
from ecoduty.kernel.flow import perform
actor = Side().actor("police.linkage-officer")
file = Matter.objects.get(kind="received_file")
values = {"letter_number": "厦环移〔2026〕7号", "receipt_number": "厦公受〔2026〕31号", "received_by": "某警官"}
perform(FILES, "answer_file", file.pk, actor=actor, data={"act": "receive_transfer", "values": values})
print(file.number)
"""
STATE = """
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.ledger.models import Entry
case = Matter.objects.get(kind="criminal_transfer")
entry = Entry.objects.get(stream=case.stream, act="receive_transfer")
print(case.state, entry.on_behalf_of, Matter.objects.filter(kind="received_file").count())
"""
SIDE = """
from ecoduty.interfaces.console import installation
installation.set_up_django("app")
from ecoduty.kernel.clock import today
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
class Side:
    def actor(self, username):
        return actors_of(Account.objects.get(username=username), today())[0]
with installation.current().database():
"""


def inside(home: Path, code: str) -> str:
    """What a program of that installation prints."""
    text = SIDE + "".join(f"    {line}\n" for line in code.strip().splitlines())
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def console(home: Path, *arguments: str):
    done = run(home, "exchange", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def sides(migrated_home, tmp_path):
    """The bureau's platform and the police's, both running: each with its own copy of one filled home."""
    filled = Path(shutil.copytree(migrated_home, tmp_path / "filled"))
    done = run(filled, "demonstration", ECODUTY_DEMO_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    assert Cluster(filled, socket_folder(filled)).wait_until_stopped()
    homes = [Path(shutil.copytree(filled, tmp_path / name)) for name in ("bureau", "police")]
    with Platform(homes[0]) as first, Platform(homes[1]) as second:
        for one in (first, second):
            one.start()
        yield homes


def test_a_case_goes_to_another_platform_and_its_answer_comes_back(sides, tmp_path):
    bureau, police = sides
    medium = tmp_path / "medium"
    medium.mkdir()
    lines = {home: console(home, "keys")["line"] for home in sides}
    assert lines[bureau] != lines[police]
    console(bureau, "trust", "--name", "公安专网平台", "--body", "police", "--key", lines[police])
    console(police, "trust", "--name", "市生态环境局平台", "--body", "ecology-bureau", "--key", lines[bureau])
    number = inside(bureau, CASE)
    who = ("--actor", "ecology-bureau.linkage-officer", "--folder", str(medium))
    theirs = ("--actor", "police.linkage-officer", "--folder", str(medium))
    sent = console(bureau, "export", number, "--to", "police", "--reason", "依法移送涉嫌犯罪案件", *who)["file"]
    assert LETTER.encode() not in Path(sent).read_bytes()
    taken = console(police, "import", sent, *theirs)
    assert (taken["purpose"], taken["again"], taken["missing"]) == ("case", False, 0)
    again = console(police, "import", sent, *theirs)
    assert (again["again"], again["matter"], again["receipt"]) == (True, taken["matter"], taken["receipt"])
    altered = medium / "altered.zip"
    content = bytearray(Path(sent).read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    refused = run(police, "exchange", "import", str(altered), *theirs)
    assert refused.returncode != 0
    assert "没有导入" in refused.stderr
    assert console(bureau, "import", taken["receipt"], *who)["purpose"] == "receipt"
    answered = inside(police, ANSWER)
    back = console(police, "fetch", answered, *theirs)["file"]
    assert console(bureau, "import", back, *who)["purpose"] == "answer"
    assert inside(bureau, STATE) == "received 厦门市公安局 0"
    for home in sides:
        checked = run(home, "verify")
        assert checked.returncode == 0, checked.stderr
