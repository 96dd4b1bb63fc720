"""A backup brings the platform back: the same entries, the same checkpoint roots, the same files. Or it says why not."""

from __future__ import annotations

import fcntl
import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import sql

from ecoduty.interfaces.console import backup_set, fingerprint, restore
from ecoduty.interfaces.console.backup_set import DATABASE, Manifest, Part
from ecoduty.interfaces.console.language import ProblemError
from tests.database import RUN, Database
from tests.processes.platform import environment, run

pytestmark = pytest.mark.processes

LIFE = """
import django; django.setup()
from datetime import UTC, datetime
from django.db import transaction
from ecoduty.kernel.files.storage import Content, store
from ecoduty.kernel.ledger import append, checkpoints
from ecoduty.kernel.ledger.append import Draft
moment = datetime(2026, 3, 3, tzinfo=UTC)
for number in range(3):
    with transaction.atomic():
        heads = append.lock(["paper:1"])
        append.append([Draft(stream="paper:1", kind="paper", act="write", from_state="", to_state="draft",
                             occurred_at=moment, recorded_at=moment, actor_name="甲", actor_title="联络员")], heads)
    checkpoints.take(moment)
store(Content("附件.txt", "水清了\\n".encode() * 100), owner="paper:1")
"""


@dataclass
class Saved:
    """A platform in which something happened, and what `ecoduty backup` said of it."""

    home: Path
    addresses: dict[str, str]
    folder: Path
    said: dict[str, object]

    @property
    def manifest(self) -> Manifest:
        return backup_set.read(self.folder)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(self.home, *arguments, **self.addresses)

    def copy(self, to: Path) -> Path:
        return Path(shutil.copytree(self.folder, to / "ecoduty-copy"))


def as_json(done: subprocess.CompletedProcess[str], code: int = 0) -> dict[str, object]:
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def saved(template_db: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    place = tmp_path_factory.mktemp("backup")
    database = template_db.clone(f"test_{RUN}_{uuid4().hex[:8]}")
    with database.connect("ecoduty_owner") as owner:
        fingerprint.mark_database(owner)  # migrated by this very code
    surroundings = environment(place / "home", DJANGO_SETTINGS_MODULE="ecoduty.config.settings", **database.environment)
    subprocess.run([sys.executable, "-c", LIFE], env=surroundings, check=True)
    said = as_json(run(place / "home", "backup", str(place / "sets"), "--json", **database.environment))
    yield Saved(place / "home", database.environment, Path(str(said["folder"])), said)
    database.drop()


@pytest.fixture
def external(template_db: Database) -> Iterator[Database]:
    """An empty database of the installation's own."""
    empty = Database(template_db.cluster, f"test_{RUN}_{uuid4().hex[:8]}")
    with Database(template_db.cluster, "postgres").connect("postgres") as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER ecoduty_owner").format(sql.Identifier(empty.name)))
    yield empty
    empty.drop()


def verified(home: Path, saved: Saved, **extra: str) -> None:
    verdict = as_json(run(home, "verify", "--against", str(saved.folder / "checkpoints.jsonl"), "--json", **extra))
    assert (verdict["ok"], verdict["entries"], verdict["checkpoints"]) == (True, 3, 3)
    exported = (home / "checkpoints.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(exported[-1])["root"] == saved.said["root"]


def test_wiped_platform_comes_back_with_the_same_roots_and_files(saved, tmp_path):
    assert (saved.said["checkpoint"], saved.said["entries"], saved.said["files"]) == (3, 3, 1)
    home = tmp_path / "new home"
    done = as_json(run(home, "restore", str(saved.folder), "--json"))
    assert (done["root"], done["kept"]) == (saved.said["root"], None)
    verified(home, saved)
    (file,) = backup_set.files_of(saved.folder)
    assert backup_set.path_of(home / "files", file.sm3).read_text(encoding="utf-8") == "水清了\n" * 100
    again = run(home, "restore", str(saved.folder))
    assert (again.returncode, "restore_not_empty" in again.stderr) == (1, True)
    done = as_json(run(home, "restore", str(saved.folder), "--replace", "--json"))
    assert str(done["kept"]).startswith("ecoduty_before_")
    verified(home, saved)
    assert [row["database"] for row in json.loads(run(home, "kept", "--discard", "--json").stdout)] == [done["kept"]]
    assert "没有保留" in run(home, "kept").stdout


def test_running_platform_is_not_restored_over(saved):
    (saved.home / "run").mkdir(exist_ok=True)
    with (saved.home / "run" / "serve-desk.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = saved.run("restore", str(saved.folder))
    assert (done.returncode, "already_running" in done.stderr) == (1, True)


def test_external_database_is_restored_whole_or_stays_empty(saved, external, tmp_path):
    addresses = external.environment
    broken = saved.copy(tmp_path)
    (broken / DATABASE).write_bytes(gzip.compress(b"CREATE TABLE half (id int);\nSELECT nonsense;\n"))
    seal(broken, parts={DATABASE: backup_set.part(broken / DATABASE)})
    done = run(tmp_path / "home", "restore", str(broken), **addresses)
    assert (done.returncode, "restore_failed" in done.stderr, "nonsense" in done.stderr) == (1, True, True)
    assert "Traceback" not in done.stderr
    assert tables(external) == 0
    as_json(run(tmp_path / "home", "restore", str(saved.folder), "--json", **addresses))
    verified(tmp_path / "home", saved, **addresses)
    done = run(tmp_path / "home", "restore", str(saved.folder), "--replace", **addresses)
    assert (done.returncode, "restore_not_empty" in done.stderr) == (1, True)
    folder = as_json(run(tmp_path / "home", "backup", str(tmp_path / "sets"), "--json", **addresses))["folder"]
    assert backup_set.read(Path(str(folder))).checkpoint == saved.manifest.checkpoint


def tables(database: Database) -> int:
    with database.connect("ecoduty_owner") as owner:
        return owner.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]


def seal(folder: Path, **changes: object) -> None:
    """Change what a set says of itself, and seal it again."""
    manifest = Manifest.from_json((folder / "manifest.json").read_text(encoding="utf-8"))
    parts = {**manifest.parts, **changes.pop("parts", {})}
    backup_set.seal(folder, replace(manifest, parts=parts, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "99.0"},
        {"migrations": ("ledger.0001_append_only_chains", "ledger.9999_from_the_future")},
        {"format": 99},
    ],
)
def test_newer_backup_is_refused(saved, tmp_path, changes):
    folder = saved.copy(tmp_path)
    seal(folder, **changes)
    with pytest.raises(ProblemError) as problem:
        restore._refuse_newer(folder, backup_set.read(folder))
    assert problem.value.code == "backup_newer"
    assert "升级平台" in problem.value.message


def test_this_version_and_one_that_lost_an_application_are_not_newer(saved, tmp_path):
    folder = saved.copy(tmp_path)
    seal(folder, migrations=(*saved.manifest.migrations, "gone.0001_initial"))
    restore._refuse_newer(folder, backup_set.read(folder))


def test_missing_keys_are_named_and_may_be_given_up(saved, external, tmp_path):
    folder = saved.copy(tmp_path)
    seal(folder, keys=("k2031",))
    done = run(tmp_path / "home", "restore", str(folder), **external.environment)
    assert (done.returncode, "restore_keys_missing" in done.stderr, "k2031" in done.stderr) == (1, True, True)
    as_json(run(tmp_path / "home", "restore", str(folder), "--without-keys", "--json", **external.environment))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def any_file(folder: Path) -> Path:
    return next(path for path in (folder / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
@pytest.mark.parametrize(
    "part",
    [
        lambda folder: folder / "database.sql.gz",
        lambda folder: folder / "manifest.json",
        lambda folder: folder / "checkpoints.jsonl",
        lambda folder: folder / "files.list",
        any_file,
    ],
)
def test_damage_is_found_and_named(saved, tmp_path, part: Callable[[Path], Path], harm: Callable[[Path], None]):
    folder = saved.copy(tmp_path)
    path = part(folder)
    harm(path)
    with pytest.raises(ProblemError) as problem:
        backup_set.check(folder, backup_set.read(folder), lambda _: None)
    assert problem.value.code in {"backup_damaged", "backup_missing"}
    assert path.name in problem.value.message


def test_damaged_backup_changes_nothing(saved, external, tmp_path):
    folder = saved.copy(tmp_path)
    flip(folder / DATABASE)
    done = run(tmp_path / "home", "restore", str(folder), **external.environment)
    assert (done.returncode, "database.sql.gz" in done.stderr, "没有作任何改动" in done.stderr) == (1, True, True)
    assert tables(external) == 0


def test_folder_of_sets_is_no_set_and_says_which_there_are(saved):
    with pytest.raises(ProblemError, match=saved.folder.name):
        backup_set.read(saved.folder.parent)


def test_file_altered_in_the_home_is_told_and_the_rest_is_saved(saved, tmp_path):
    home = Path(shutil.copytree(saved.home, tmp_path / "home"))
    (file,) = backup_set.files_of(saved.folder)
    flip(backup_set.path_of(home / "files", file.sm3))
    said = as_json(run(home, "backup", str(tmp_path / "sets"), "--json", **saved.addresses), 1)
    assert said["missing_files"] == [file.sm3]
    folder = Path(str(said["folder"]))
    backup_set.check(folder, backup_set.read(folder), lambda _: None)


def test_only_the_last_sets_are_kept_and_files_are_linked(saved, tmp_path):
    first = Path(shutil.copytree(saved.folder, tmp_path / "sets" / "ecoduty-20000101-000000"))
    second = Path(shutil.copytree(saved.folder, tmp_path / "sets" / "ecoduty-20000102-000000"))
    said = as_json(saved.run("backup", str(tmp_path / "sets"), "--keep", "2", "--json"))
    third = Path(str(said["folder"]))
    assert not first.exists()
    assert sorted((tmp_path / "sets").iterdir()) == [second, third]
    assert any_file(third).stat().st_nlink == 2


def test_destination_that_cannot_be_written_leaves_nothing(saved):
    done = saved.run("backup", "/proc/sets")
    assert (done.returncode, "backup_unwritable" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_manifest_reads_back_what_was_written():
    manifest = Manifest(
        version="0.1.0", made_at="now", postgresql="18", migrations=("a.1",), entries=1, checkpoint=(1, "ab"),
        keys=("k1",), parts={"x": Part(1, "00")}, files=0, file_bytes=0, missing_files=("cd",),
    )  # fmt: skip
    assert Manifest.from_json(manifest.to_json()) == manifest
