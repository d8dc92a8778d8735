"""People who ask for public money, over real RPC at a server of their own beside the
demonstration's one."""

import subprocess
import time
from contextlib import contextmanager

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


@contextmanager
def serving(name, options):
    """A server beside the demonstration's one: its address and process.

    :param str name: of its log; a pipe that nobody reads would fill up
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    options = (
        f"server -d {DATABASE} --db-filter ^{DATABASE}$ --http-interface 127.0.0.1 "
        f"--http-port {port} --max-cron-threads 0 --log-level error "
        f"--logfile {ROOT / '.local' / name} {options}"
    )
    process = subprocess.Popen(
        [ROOT / "scripts" / "odoo", *options.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until_served(url, process)
    try:
        yield url, process
    finally:
        process.terminate()
        process.wait(30)


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


def approved_requests(people, unit, line, amount, count, lines=1):
    """So many approved requests, each of so many lines of this amount; their ids."""
    asker = people["asker"]
    partner = asker.call("res.partner", "search", [], limit=1)
    values = {"budget_line_id": line, "amount": amount, "partner_id": partner[0]}
    ids = asker.call(
        "zrm.budget.request",
        "create",
        [
            {"name": f"race {number}", "unit_id": unit, "line_ids": [[0, 0, values]] * lines}
            for number in range(count)
        ],
    )
    asker.call("zrm.budget.request", "action_submit", ids)
    people["mayor"].call("zrm.budget.request", "action_approve", ids)
    return ids
