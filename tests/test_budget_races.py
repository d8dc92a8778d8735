"""Many clients at one credit, over real RPC: what is there is given once, and whoever comes too
late reads so, not that the database could not serialize."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests

from .conftest import DATABASE, ROOT, free_port, wait_until_served

PEOPLE = {
    "officer": "budget@zrm.example",
    "treasurer": "treasurer@zrm.example",
    "asker": "manager.services@zrm.example",
    "mayor": "mayor@zrm.example",
    "certifier": "certifier@zrm.example",
}


class Client:
    """One session of one person."""

    def __init__(self, url, login):
        self.url, self.session = url, requests.Session()
        account = {"db": DATABASE, "login": login, "password": "demo"}
        assert self.post("/web/session/authenticate", account)["result"]["uid"], login

    def post(self, path, params):
        return self.session.post(
            f"{self.url}{path}", json={"jsonrpc": "2.0", "params": params}, timeout=120
        ).json()

    def try_call(self, model, method, *args, **kwargs):
        """The answer as it came, an error too."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def call(self, *args, **kwargs):
        answer = self.try_call(*args, **kwargs)
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer["result"]


@pytest.fixture(scope="module")
def server(demo_server):
    """Beside the demonstration's one a threaded server, with a connection for each client."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    options = (
        f"server -d {DATABASE} --db-filter ^{DATABASE}$ --http-interface 127.0.0.1 "
        f"--http-port {port} --db_maxconn 110 --max-cron-threads 0 --log-level error "
        # Each repeated request is a line of the log; a pipe that nobody reads would fill up.
        f"--logfile {ROOT / '.local' / 'budget_races.log'}"
    )
    process = subprocess.Popen(
        [ROOT / "scripts" / "odoo", *options.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until_served(url, process)
    yield url
    process.terminate()
    process.wait(30)


@pytest.fixture
def people(server):
    return {name: Client(server, login) for name, login in PEOPLE.items()}


def credit_line(people, amount):
    """A new credit of the asker's unit."""
    officer, asker = people["officer"], people["asker"]
    unit = asker.call("zrm.unit", "search", [["manager_id.login", "=", PEOPLE["asker"]]], limit=1)
    period = officer.call("zrm.budget.period", "search", [["state", "=", "open"]], limit=1)
    account = officer.call("zrm.budget.subject", "search_read", [["code", "=", "20"]], ["id"])
    subject = officer.call(
        "zrm.budget.subject",
        "create",
        {"name": f"race {time.time_ns()}", "parent_id": account[0]["id"]},
    )
    line = officer.call(
        "zrm.budget.line",
        "create",
        {"unit_id": unit[0], "subject_id": subject, "period_id": period[0]},
    )
    for kind in ("appropriation", "allotment"):
        document = officer.call(
            "zrm.budget.document",
            "create",
            {"line_id": line, "kind": kind, "amount": amount, "reason": "race"},
        )
        officer.call("zrm.budget.document", "action_propose", [document])
        people["treasurer"].call("zrm.budget.document", "action_approve", [document])
    return unit[0], line


def approved_requests(people, unit, line, count, amount):
    asker, partner = people["asker"], people["asker"].call("res.partner", "search", [], limit=1)
    values = {"budget_line_id": line, "amount": amount, "partner_id": partner[0]}
    ids = asker.call(
        "zrm.budget.request",
        "create",
        [
            {"name": f"race {number}", "unit_id": unit, "line_ids": [[0, 0, values]]}
            for number in range(count)
        ],
    )
    asker.call("zrm.budget.request", "action_submit", ids)
    people["mayor"].call("zrm.budget.request", "action_approve", ids)
    return ids


@pytest.mark.parametrize(("clients", "enough_for"), [(60, 30), (90, 45)])
def test_what_is_there_is_given_once(server, people, clients, enough_for):
    amount = 1_000_000
    unit, line = credit_line(people, enough_for * amount)
    ids = approved_requests(people, unit, line, clients, amount)
    certifiers = [Client(server, PEOPLE["certifier"]) for _client in range(clients)]
    barrier = Barrier(clients)

    def reserve(position):
        barrier.wait(60)
        return certifiers[position].try_call(
            "zrm.budget.request", "action_reserve", [ids[position]]
        )

    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(reserve, range(clients)))
    errors = [answer["error"]["data"] for answer in answers if "error" in answer]
    assert clients - len(errors) == enough_for
    assert {error["name"] for error in errors} == {"odoo.exceptions.UserError"}
    assert all("serializ" not in error["message"] for error in errors)
    [counters] = people["officer"].call(
        "zrm.budget.line", "read", [line], ["allotted", "reserved", "available"]
    )
    assert (counters["reserved"], counters["available"]) == (enough_for * amount, 0)
