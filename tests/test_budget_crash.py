"""Workers are killed in the middle of a thousand bookings: counters, ledger and the sums by month
say the same afterwards, and everything that was asked for is booked once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue

import psutil
import pytest
import requests

from .budget_clients import PEOPLE, Client, approved_requests, credit_line, serving
from .conftest import free_port, pause, wait_for

# Each request has several lines, and books all or none of them.
REQUESTS, LINES, AMOUNT = 250, 4, 1_000_000
CLIENTS, KILLS = 3, (40, 90, 150)


@pytest.fixture
def server(demo_server):
    """A server with workers; its address and process."""
    options = f"--workers 2 --gevent-port {free_port()}"
    with serving("budget_crash.log", options) as (url, process):
        yield url, psutil.Process(process.pid)


def http_workers(server):
    """The processes that answer requests: children of the server, the one for the bus aside."""
    found = []
    for child in server.children():
        with suppress(psutil.NoSuchProcess):  # it was killed a moment ago
            found += [child] if "gevent" not in child.cmdline() else []
    return found


def test_workers_are_killed_in_the_middle_of_bookings(server):
    url, process = server
    people = {name: Client(url, login) for name, login in PEOPLE.items()}
    officer = people["officer"]
    unit, line = credit_line(people, REQUESTS * LINES * AMOUNT)
    ids = approved_requests(people, unit, line, AMOUNT, REQUESTS, LINES)
    waiting, reserved, lost = SimpleQueue(), [], []
    for one in ids:
        waiting.put(one)
    certifiers = [Client(url, PEOPLE["certifier"]) for _client in range(CLIENTS)]

    def work(client):
        """Asks until there is an answer; who was cut off asks again."""
        while True:
            try:
                one = waiting.get_nowait()
            except Empty:
                return
            while True:
                try:
                    answer = client.try_call("zrm.budget.request", "action_reserve", [one])
                except (requests.RequestException, ValueError):
                    lost.append(one)
                    pause(0.1)
                    continue
                # Cut off after its transaction was committed, it finds the request reserved.
                words = answer.get("error", {}).get("data", {}).get("message", "")
                assert "error" not in answer or (one in lost and "cannot follow" in words), words
                reserved.append(one)
                break

    def strike():
        for many in KILLS:
            wait_for(f"{many} bookings", lambda many=many: len(reserved) >= many)
            for worker in wait_for("workers", lambda: http_workers(process)):
                worker.kill()

    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        striking = pool.submit(strike)
        for working in [pool.submit(work, client) for client in certifiers]:
            working.result(120)
        striking.result(10)
    assert lost, "nobody was cut off"
    states = officer.call("zrm.budget.request", "read", ids, ["state"])
    assert {request["state"] for request in states} == {"reserved"}
    check_books(officer, line)


def check_books(officer, line):
    """Counters, ledger and the sums by month of the line."""
    whole = REQUESTS * LINES * AMOUNT
    [counters] = officer.call("zrm.budget.line", "read", [line], ["reserved", "available"])
    assert (counters["reserved"], counters["available"]) == (whole, 0)
    of_line = [["line_id", "=", line]]
    [moves] = officer.call(
        "zrm.budget.move",
        "formatted_read_group",
        [*of_line, ["kind", "=", "reserve"]],
        ["line_id"],
        ["amount:sum", "__count"],
    )
    assert (moves["amount:sum"], moves["__count"]) == (whole, REQUESTS * LINES)
    [months] = officer.call(
        "zrm.budget.performance",
        "formatted_read_group",
        of_line,
        ["line_id"],
        ["reserved:sum", "available:sum"],
    )
    assert (months["reserved:sum"], months["available:sum"]) == (whole, 0)
