"""A whole site of the test's own, each part of which may be killed at any moment:
a PostgreSQL cluster, an Odoo with workers, a mail server and an SMS gateway."""

import importlib.util
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg2

from .conftest import ROOT, answer_of, free_port, pause, wait_for

DATABASE = "zrm_crash"
SCRIPTS = ROOT / "scripts"


def _load(path):
    """A plain Python file of an addon's tests."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MailSink = _load(ROOT / "addons/zrm_cases/tests/mail_sink.py").MailSink
Provider = _load(ROOT / "addons/zrm_sms/tests/provider.py").Provider


def kill_all(processes):
    """SIGKILL to these processes and whatever they started."""
    everyone = set()
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            everyone |= {process, *process.children(recursive=True)}
    for process in everyone:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(everyone, timeout=10)


class Cluster:
    """A PostgreSQL cluster in a folder of its own, made by scripts/postgres."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="zrm-crash-", dir="/tmp"))
        self.environment = {**os.environ, "ZRM_CLUSTER": str(self.folder)}
        self.server = {}

    def run(self, word):
        done = subprocess.run(
            [SCRIPTS / "postgres", word],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return dict(re.findall(r"(PG\w+)='?([^'\s]+)", done.stdout))

    def start(self):
        self.server = self.run("start")

    def kill(self):
        """The postmaster and all its backends, as when the machine fails."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        kill_all([psutil.Process(pid)])

    def remove(self):
        with suppress(OSError, ValueError, psutil.NoSuchProcess):
            self.kill()
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.run("remove")

    def connect(self, database=DATABASE):
        return psycopg2.connect(
            dbname=database, host=self.server["PGHOST"], user=self.server["PGUSER"]
        )

    def query(self, sql, *parameters, database=DATABASE):
        """Rows as tuples; none for a statement without."""
        with closing(self.connect(database)) as connection, connection, connection.cursor() as cr:
            cr.execute(sql, parameters or None)
            return cr.fetchall() if cr.description else []

    def value(self, sql, *parameters):
        return self.query(sql, *parameters)[0][0]


class Server:
    """Odoo with workers, and what systemd or Docker do for it: when it ends,
    it is started again."""

    def __init__(self, cluster, data_dir, options):
        self.cluster, self.data_dir, self.options = cluster, data_dir, options
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = ROOT / ".local" / f"crash-{self.port}.log"
        self.process, self.starts, self.wanted = None, 0, True
        self.supervisor = threading.Thread(target=self._supervise, daemon=True)

    def environment(self):
        # With PGHOST the script does not start PostgreSQL by itself.
        return {
            **os.environ,
            **self.cluster.server,
            "ODOO_DATA_DIR": str(self.data_dir),
            # Beside it the wrapper looks for nothing that takes time.
            "ODOO_WORKERS": "2",
            "ODOO_MAX_CRON_THREADS": "2",
            # The gateway that answers runs on this machine.
            "ZRM_SMS_OWN_HOSTS": "127.0.0.1",
        }

    def start(self):
        self.supervisor.start()
        self.wait()

    def _supervise(self):
        while self.wanted:
            with self.log.open("a") as log:
                self.process = subprocess.Popen(
                    [
                        *(SCRIPTS / "odoo", "server", "-d", DATABASE),
                        *("--db-filter", f"^{DATABASE}$", "--http-port", str(self.port)),
                        *("--gevent-port", str(free_port()), *self.options),
                    ],
                    env=self.environment(),
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            self.starts += 1
            self.process.wait()
            if self.wanted:
                # Children that outlive it hold the port; a supervisor ends them.
                self._end_group()
                pause(0.3)

    def _end_group(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def answers(self):
        answer = answer_of(f"{self.url}/zrm/health", timeout=20)
        return answer is not None and answer.ok

    def wait(self):
        wait_for(f"an answer of the server (its log: {self.log})", self.answers)

    def workers(self, kind):
        """Processes that answer requests (``http``) or do what is scheduled
        (``cron``; these are the ones that Odoo makes nicer)."""
        found = []
        with suppress(psutil.NoSuchProcess):
            master = psutil.Process(self.process.pid)
            for child in master.children():
                if "gevent" not in child.cmdline():
                    is_cron = child.nice() > master.nice()
                    found += [child] if is_cron == (kind == "cron") else []
        return found

    def kill_workers(self, kind):
        wait_for(f"a worker ({kind})", lambda: self.workers(kind))
        kill_all(self.workers(kind))

    def kill(self):
        """The master and all its children."""
        with suppress(psutil.NoSuchProcess):
            kill_all([psutil.Process(self.process.pid)])

    def stop(self):
        self.wanted = False
        if self.process:
            self._end_group()
            self.supervisor.join(10)


class Site:
    """All of it, with what is needed to look into it.

    ``facts`` is what tests/crash_city.py says of the city it made.
    """

    def __init__(self):
        self.cluster = Cluster()
        self.mail, self.gateway = MailSink(), Provider()
        self.data_dir = Path(tempfile.mkdtemp(prefix="zrm-crash-data-", dir="/tmp"))
        self.server, self.facts = None, {}
        self.recoveries, self.notes, self.struck_at = [], [], 0

    def build(self):
        """The database that `make test` has kept, in the own cluster, with a city."""
        self.cluster.start()
        addons = self._output("addons_info", "names")
        # `make crash` and `make test` may do so at the same time.
        copied = f"{DATABASE}_{os.getpid()}"
        subprocess.run(
            [SCRIPTS / "build_database", copied, addons],
            env={**os.environ, "ZRM_TEMPLATE": "1"},
            check=True,
        )
        theirs = {
            **os.environ,
            **dict(re.findall(r"(PG\w+)='?([^'\s]+)", self._output("postgres", "start"))),
        }
        ours = {**os.environ, **self.cluster.server}
        dump = self.data_dir / "database.dump"
        subprocess.run(["pg_dump", "-Fc", "-Z0", "-f", dump, copied], env=theirs, check=True)
        subprocess.run(["dropdb", copied], env=theirs, check=True)
        subprocess.run(["createdb", "-T", "template0", DATABASE], env=ours, check=True)
        subprocess.run(["pg_restore", "-j2", "-d", DATABASE, dump], env=ours, check=True)
        dump.unlink()
        files = Path(os.environ.get("ODOO_DATA_DIR", ROOT / ".local" / "data")) / "filestore"
        if (files / copied).is_dir():
            shutil.copytree(files / copied, self.data_dir / "filestore" / DATABASE)
            shutil.rmtree(files / copied)
        options = ["--smtp", "127.0.0.1", "--smtp-port", str(self.mail.port), "--log-level", "info"]
        self.server = Server(self.cluster, self.data_dir, options)
        self._make_city()
        self.server.start()

    def _make_city(self):
        done = subprocess.run(
            [SCRIPTS / "odoo", "shell", "-d", DATABASE, "--no-http", "--log-level=warn"],
            stdin=(ROOT / "tests" / "crash_city.py").open(),
            env={**self.server.environment(), "GATEWAY_URL": self.gateway.url},
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"^CITY (.*)$", done.stdout, re.MULTILINE)
        assert found, f"the city was not made:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        self.facts = json.loads(found.group(1))

    @staticmethod
    def _output(name, *arguments):
        done = subprocess.run(
            [SCRIPTS / name, *arguments], check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def remove(self):
        if self.server:
            self.server.stop()
        self.cluster.remove()
        self.mail.stop()
        self.gateway.stop()
        shutil.rmtree(self.data_dir, ignore_errors=True)

    # ------------------------------------------------------------------
    # Killing
    # ------------------------------------------------------------------

    def kill(self, what, moment=None, meanwhile=None):
        """Kills ``worker``, ``cron``, ``server`` or ``postgres``, and waits until
        requests are answered again; notes how long that took.

        :param moment: ``mail`` or ``text``: when the next of these was taken, and
            before its sender hears of it
        """
        sink = {"mail": self.mail, "text": self.gateway}.get(moment)
        if sink:
            struck = threading.Event()

            def strike():
                self._strike(what)
                struck.set()
                return True

            sink.strike = strike
            wait_for(f"a {moment} to be taken", struck.is_set, meanwhile=meanwhile)
        else:
            self._strike(what)
        if what == "postgres":
            self.cluster.start()
        self.server.wait()
        self.recoveries.append((what, time.monotonic() - self.struck_at))

    def _strike(self, what):
        self.struck_at = time.monotonic()
        if what == "server":
            self.server.kill()
        elif what == "postgres":
            self.cluster.kill()
        else:
            self.server.kill_workers("cron" if what == "cron" else "http")

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def wake(self):
        """What one of the workers would do within a minute by itself: look
        whether anything scheduled is due."""
        with suppress(psycopg2.Error):
            self.cluster.query(
                "SELECT pg_notify('cron_trigger', %s)", DATABASE, database="postgres"
            )

    def let_pass(self, *jobs):
        """The interval of these scheduled actions (XML ids) passes."""
        with suppress(psycopg2.Error):
            self.cluster.query(
                "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '1 second' "
                "WHERE id IN (SELECT id FROM ir_cron WHERE id IN "
                "(SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' "
                "AND module || '.' || name = ANY(%s)) FOR NO KEY UPDATE SKIP LOCKED)",
                list(jobs),
            )
        self.wake()

    def finish_sending(self, queues, seconds):
        """Sends everything that waits, or marks it as unclear: interrupted messages are
        checked again after a quarter of an hour."""

        def quiet():
            self.cluster.query(
                "UPDATE zrm_sms_message SET claimed_at = claimed_at - interval '20 minutes' "
                "WHERE state = 'sending' "
                "AND claimed_at < now() AT TIME ZONE 'UTC' - interval '10 s'"
            )
            self.cluster.query("UPDATE sms_sms SET zrm_try_at = NULL WHERE state = 'outgoing'")
            waiting = self.cluster.query(
                "SELECT 1 FROM zrm_case_notice WHERE state = 'waiting' "
                "UNION ALL SELECT 1 FROM mail_mail WHERE state = 'outgoing' "
                "UNION ALL SELECT 1 FROM sms_sms WHERE state = 'outgoing' "
                # Cut off, and not yet looked after.
                "UNION ALL SELECT 1 FROM zrm_case_notice n JOIN mail_mail m ON m.id = n.mail_id "
                "WHERE n.state = 'sent' AND m.state = 'exception'"
            )
            return not waiting

        wait_for("the queues to be empty", quiet, seconds, lambda: self.let_pass(*queues))

    # ------------------------------------------------------------------
    # What it showed
    # ------------------------------------------------------------------

    def note(self, text, *values):
        self.notes.append(text % values)

    def summary(self):
        lines = ["", *self.notes, f"server started {self.server.starts} times"]
        for what in ("worker", "cron", "server", "postgres"):
            took = [seconds for kind, seconds in self.recoveries if kind == what]
            if took:
                lines.append(
                    f"{what}: killed {len(took)} times, answers again after "
                    f"{statistics.median(took):.1f} s (at most {max(took):.1f} s)"
                )
        return "\n".join(lines)
