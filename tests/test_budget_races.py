"""Many clients at one credit, over real RPC: what is there is given once, and whoever comes too
late reads so, not that the database could not serialize."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from .budget_clients import PEOPLE, Client, approved_requests, credit_line, serving


@pytest.fixture(scope="module")
def server(demo_server):
    """Threaded, with a connection for each client."""
    with serving("budget_races.log", "--db_maxconn 110") as (url, _process):
        yield url


@pytest.fixture
def people(server):
    return {name: Client(server, login) for name, login in PEOPLE.items()}


@pytest.mark.parametrize(("clients", "enough_for"), [(60, 30), (90, 45)])
def test_what_is_there_is_given_once(server, people, clients, enough_for):
    amount = 1_000_000
    unit, line = credit_line(people, enough_for * amount)
    ids = approved_requests(people, unit, line, amount, clients)
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
