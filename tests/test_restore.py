"""A backup of the running demonstration city, brought back as docker/backup.sh says."""

import os
import re
import subprocess

import pytest
import requests

from .conftest import DATABASE, ROOT, free_port, wait_until_served
from .test_make_run import call, sign_in

RESTORED = "zrm_restored"
DATA = ROOT / ".local" / "data"
COUNTS = (
    "SELECT (SELECT count(*) FROM zrm_case), (SELECT count(*) FROM zrm_case_event),"
    " (SELECT count(*) FROM ir_attachment), (SELECT max(number) FROM zrm_case)"
)
STORED = "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname <> ''"


@pytest.fixture
def cluster():
    """Environment in which PostgreSQL's programs find the project's cluster."""
    printed = subprocess.run(
        [ROOT / "scripts" / "postgres", "start"], capture_output=True, text=True, check=True
    ).stdout
    return {**os.environ, **dict(re.findall(r"(PG\w+)='?([^' ]+?)'?(?:\s|$)", printed))}


def test_a_backup_comes_back(demo_server, cluster, tmp_path):
    def run(*command):
        done = subprocess.run(command, env=cluster, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        return done.stdout.strip()

    def counts(database):
        return [int(count) for count in run("psql", "-Atc", COUNTS, database).split("|")]

    before = counts(DATABASE)
    settings = {
        "PGDATABASE": DATABASE,
        "BACKUP_DIR": str(tmp_path),
        "FILESTORE": str(DATA / "filestore"),
    }
    run("env", *(f"{k}={v}" for k, v in settings.items()), "sh", ROOT / "docker/backup.sh", "now")
    [folder] = tmp_path.iterdir()

    run("dropdb", "--if-exists", "--force", RESTORED)
    run("createdb", "--template=template0", "--encoding=UTF8", RESTORED)
    dump = folder / "database.dump"
    run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={RESTORED}", dump)
    files = tmp_path / "data" / "filestore"
    files.mkdir(parents=True)
    run("tar", "-xzf", folder / "filestore.tar.gz", "-C", files)
    (files / DATABASE).rename(files / RESTORED)

    # The city lives on meanwhile: its scheduler sees deadlines that were missed.
    restored, after = counts(RESTORED), counts(DATABASE)
    for found, earlier, later in zip(restored, before, after, strict=True):
        assert min(earlier, later) <= found <= max(earlier, later), (before, restored, after)
    kept = run("psql", "-Atc", STORED, RESTORED)
    assert kept
    assert not [name for name in kept.splitlines() if not (files / RESTORED / name).exists()]

    # The city opens its doors again.
    port = free_port()
    server = subprocess.Popen(
        [
            *(ROOT / "scripts" / "odoo", "server", "-d", RESTORED, f"--http-port={port}"),
            *("--max-cron-threads=0", "--http-interface=127.0.0.1"),
        ],
        env={**cluster, "ODOO_DATA_DIR": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_served(url, server)
        oversight = sign_in(url, "oversight@zrm.example", "demo")
        found = call(oversight, url, "zrm.case", "search_count", [])["result"]
        assert 0 < found <= restored[0]
        assert requests.get(f"{url}/zrm/report", timeout=60).status_code == 200
    finally:
        server.terminate()
        server.wait(30)
        run("dropdb", "--if-exists", "--force", RESTORED)
