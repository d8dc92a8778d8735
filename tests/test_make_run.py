"""`make run` as a newcomer meets it: real server, demo data, demo logins."""

import re
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
import requests

from .conftest import DATABASE, ROOT, answer_of, free_port, wait_for, wait_until_served

LOGINS = [
    ("admin", "admin"),
    *[
        (f"{role}@zrm.example", "demo")
        for role in (
            "operator",
            "expert",
            "manager",
            "oversight",
            "administrator",
            "confidential",
            "citizen",
        )
    ],
]


def sign_in(url, login, password):
    session = requests.Session()
    page = session.get(f"{url}/web/login", timeout=60).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    form = {"login": login, "password": password, "csrf_token": token}
    answer = session.post(f"{url}/web/login", data=form, timeout=60)
    assert "/web/login" not in answer.url, f"{login} was not let in"
    return session


def call(session, url, model, method, *args, **kwargs):
    body = {"jsonrpc": "2.0", "method": "call", "params": {}}
    body["params"] = {"model": model, "method": method, "args": args, "kwargs": kwargs}
    answer = session.post(f"{url}/web/dataset/call_kw/{model}/{method}", json=body, timeout=60)
    return answer.json()


def shake_hands(url, seconds=30):
    """Opens a websocket; its process comes up a little later than the workers."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Origin": url,
    }
    return wait_for(
        "a websocket",
        lambda: answer_of(f"{url}/websocket", headers=headers, timeout=20, stream=True),
        seconds,
    )


@pytest.mark.parametrize(("login", "password"), LOGINS)
def test_each_demo_login_works(demo_server, login, password):
    session = sign_in(demo_server, login, password)
    home = session.get(f"{demo_server}/my", timeout=60)
    assert home.status_code == 200
    assert "/web/login" not in home.url


def test_operator_finds_citizens_in_persian(demo_server):
    session = sign_in(demo_server, "operator@zrm.example", "demo")
    answer = call(
        session,
        demo_server,
        "res.partner",
        "name_search",
        "علي رضايي",
        context={"zrm_citizen_search": True, "lang": "fa_IR"},
    )
    assert any("علی رضا" in name for _id, name in answer["result"])


def test_citizen_reads_the_own_file_in_persian(demo_server):
    session = sign_in(demo_server, "citizen@zrm.example", "demo")
    session.headers["Accept-Language"] = "fa-IR"
    session.cookies.set("frontend_lang", "fa_IR")
    page = session.get(f"{demo_server}/my/citizen", timeout=60).text
    assert 'dir="rtl"' in page and 'lang="fa-IR"' in page
    assert re.search(r"۱۳\d|۱۳[۰-۹]{2}/", page)
    assert "همسر" in page


def test_the_demo_city_has_cases_of_every_kind(demo_server):
    """Lived through by scripts/demo_cases.py, so what must always hold does."""
    session = sign_in(demo_server, "oversight@zrm.example", "demo")

    def read(model, domain, *fields):
        return call(session, demo_server, model, "search_read", domain, fields)["result"]

    fields = ("external_ref", "state", "nature_id", "channel_id", "unit_id", "next_check_at")
    cases = read("zrm.case", [("external_ref", "=like", "DEMO-%")], *fields)
    assert len(cases) >= 300
    assert {case["state"] for case in cases} == {
        *("new", "triage", "open", "waiting", "answered", "closed", "rejected")
    }
    for field, model in (("nature_id", "zrm.nature"), ("channel_id", "zrm.channel")):
        everything = {record["id"] for record in read(model, [], "name")}
        assert {case[field][0] for case in cases} == everything

    legs = read(
        "zrm.referral",
        [
            ("kind", "=", "action"),
            ("closed_at", "=", False),
            # Fees are charged on cases of their own.
            ("case_id.external_ref", "=like", "DEMO-%"),
        ],
        "case_id",
        "unit_id",
    )
    unit_by_case = {leg["case_id"][0]: leg["unit_id"][0] for leg in legs}
    assert len(unit_by_case) == len(legs), "a case has two open legs for action"
    open_cases = [case for case in cases if case["state"] not in ("closed", "rejected")]
    assert unit_by_case == {case["id"]: case["unit_id"][0] for case in open_cases}

    # Nothing is left for the scheduler that it should have seen before.
    soon = (datetime.now(timezone.utc) - timedelta(minutes=30)).strftime("%Y-%m-%d %H:%M:%S")
    overdue = [
        ("next_check_at", "<", soon),
        ("paused_at", "=", False),
        # The server's own scheduler looks after the case of the year's fee.
        ("external_ref", "=like", "DEMO-%"),
    ]
    assert not read("zrm.case", overdue, "number")


@pytest.mark.parametrize("role", ["expert", "manager"])
def test_staff_find_work_on_their_desk(demo_server, role):
    session = sign_in(demo_server, f"{role}@zrm.example", "demo")
    domain = [("state", "not in", ("closed", "rejected"))]
    cases = call(session, demo_server, "zrm.case", "search_read", domain, ["sla_state", "user_id"])[
        "result"
    ]
    assert 10 <= len(cases) <= 40
    assert {"in_time", "missed"} <= {case["sla_state"] for case in cases}
    if role == "expert":
        uid = call(
            session, demo_server, "res.users", "search", [("login", "=", f"{role}@zrm.example")]
        )
        assert any(case["user_id"] and [case["user_id"][0]] == uid["result"] for case in cases)


def test_nothing_waits_to_be_sent(demo_server):
    session = sign_in(demo_server, "admin", "admin")
    waiting = call(session, demo_server, "mail.mail", "search_count", [("state", "=", "outgoing")])
    assert waiting["result"] == 0


def test_the_database_manager_is_closed(demo_server):
    page = requests.get(f"{demo_server}/web/database/manager", timeout=60).text
    assert "disabled by the administrator" in page


def test_production_settings_serve_with_workers(demo_server):
    """docker/production.env starts a real Odoo with two workers here."""
    port, gevent_port = free_port(), free_port()
    command = (
        "set -a; . docker/production.env; "
        f"ODOO_WORKERS=2 ODOO_HTTP_PORT={port} ODOO_GEVENT_PORT={gevent_port} "
        f"ODOO_PROXY_MODE=false exec scripts/odoo server -d {DATABASE} --log-level=warn"
    )
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_served(url, process)
        sign_in(url, "operator@zrm.example", "demo")
        # The websocket's own process answers, too; it would respawn for ever
        # if Odoo were not started by a script with a path.
        handshake = shake_hands(f"http://127.0.0.1:{gevent_port}")
        assert handshake.status_code == 101
        handshake.close()
    finally:
        process.terminate()
        process.wait(30)
