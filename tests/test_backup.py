"""docker/backup.sh, with a stand-in for PostgreSQL's programs."""

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "docker" / "backup.sh"


@pytest.fixture
def backup(tmp_path):
    """A function that runs the script, with a database zrm of one file."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "pg_dump").write_text(
        "#!/bin/sh\n"
        'for word; do case "$word" in --file=*) echo dump >"${word#--file=}";; esac; done\n'
        'exit "${DUMP_EXIT:-0}"\n'
    )
    (programs / "pg_restore").write_text("#!/bin/sh\nexit 0\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    content = tmp_path / "filestore" / "zrm" / "ab"
    content.mkdir(parents=True)
    (content / "abcdef").write_text("a photograph")
    (tmp_path / "backups").mkdir()

    def run(word, **environment):
        return subprocess.run(
            ["sh", SCRIPT, word],
            env={
                "PATH": f"{programs}:{os.environ['PATH']}",
                "PGDATABASE": "zrm",
                "BACKUP_DIR": str(tmp_path / "backups"),
                "FILESTORE": str(tmp_path / "filestore"),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    return run


def names(tmp_path):
    return sorted(path.name for path in (tmp_path / "backups").iterdir())


def test_one_backup_is_whole_and_private(backup, tmp_path):
    done = backup("now")
    assert done.returncode == 0, done.stderr
    [name] = names(tmp_path)
    folder = tmp_path / "backups" / name
    assert name.startswith("zrm-")
    assert (folder / "database.dump").read_text() == "dump\n"
    with tarfile.open(folder / "filestore.tar.gz") as archive:
        assert "zrm/ab/abcdef" in archive.getnames()
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "database.dump").stat().st_mode & 0o077 == 0


def test_the_newest_stay(backup, tmp_path):
    for day in range(1, 6):
        (tmp_path / "backups" / f"zrm-2020010{day}-023000").mkdir()
    (tmp_path / "backups" / "zrm-notes").mkdir()
    (tmp_path / "backups" / "other-20200101-023000").mkdir()
    assert backup("now", BACKUP_KEEP="3").returncode == 0
    left = names(tmp_path)
    assert left[0] == "other-20200101-023000"
    assert left[1:3] == ["zrm-20200104-023000", "zrm-20200105-023000"]
    assert len(left) == 5
    assert "zrm-notes" in left


def test_a_failure_leaves_the_old_ones(backup, tmp_path):
    old = [f"zrm-2020010{day}-023000" for day in range(1, 6)]
    for name in old:
        (tmp_path / "backups" / name).mkdir()
    done = backup("now", DUMP_EXIT="1", BACKUP_KEEP="1")
    assert done.returncode == 1
    assert "FAILED" in done.stderr
    assert [name for name in names(tmp_path) if not name.startswith(".")] == old
    # The next one clears up what the broken one left.
    assert backup("now", BACKUP_KEEP="9").returncode == 0
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_check_wants_a_fresh_one(backup, tmp_path):
    assert backup("check").returncode == 1
    assert backup("now").returncode == 0
    assert backup("check").returncode == 0
    [name] = names(tmp_path)
    folder = tmp_path / "backups" / name
    old = folder.stat().st_mtime - 27 * 3600
    os.utime(folder, (old, old))
    assert backup("check").returncode == 1


@pytest.mark.parametrize("word", ["", "later"])
def test_other_words_are_refused(backup, word):
    assert backup(word).returncode == 2


def test_a_wrong_time_is_refused_at_once(backup):
    assert backup("nightly", BACKUP_AT="half past two").returncode != 0
