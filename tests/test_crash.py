"""What is left after `kill -9`: of workers, of the server, of PostgreSQL; during
intake and telling, during an import, and while deadlines are escalated.

Everything is real and the test's own (crash_site.py). CRASH_ROUNDS says how often
each is killed; `make crash` takes more of them. Where "time passes" here, it is
the clock of a row that is set back, never a wait.
"""

import base64
import os
import re
import sys
from collections import Counter

import pytest

from .conftest import PATIENCE, wait_for
from .crash_clients import Machine, Visitor, call
from .crash_site import Site

ROUNDS = int(os.environ.get("CRASH_ROUNDS") or 1)
# What is killed during intake, and when: a message was just taken, and its
# sender has not heard of it yet. In one round not everything with both kinds.
DURING_INTAKE = [
    ("worker", None),
    ("cron", "mail"),
    ("server", "text"),
    ("postgres", "mail"),
    *(("cron", "text"), ("server", "mail"), ("postgres", "text")) * (ROUNDS > 1),
]
IN_THE_BACKGROUND = ["cron", "server", "postgres"]
QUEUES = (
    "zrm_cases.ir_cron_notices",
    "mail.ir_cron_mail_scheduler_action",
    "sms.ir_cron_sms_scheduler_action",
)
IMPORT_BATCH = 400
DEADLINE_BATCH = 50


@pytest.fixture(scope="module")
def site():
    city = Site()
    try:
        city.build()
        yield city
        sys.stdout.write(f"{city.summary()}\n")
    finally:
        city.remove()


# --- intake -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def intake(site):
    """Two who register without a break, while everything is killed in turn and
    citizens are told; what they were told, by their own reference."""

    def told():
        site.let_pass(*QUEUES)

    clients = [Machine(site, "machine"), Visitor(site, "visitor")]

    def goes_on():
        before = [len(client.known) for client in clients]

        def more():
            assert all(client.is_alive() for client in clients), "one of them gave up"
            return all(
                len(client.known) > number for client, number in zip(clients, before, strict=True)
            )

        wait_for("more cases", more, meanwhile=told)

    for client in clients:
        client.start()
    for what, moment in DURING_INTAKE * ROUNDS:
        goes_on()
        site.kill(what, moment, meanwhile=told)
    goes_on()
    for client in clients:
        client.finish()
    site.note(
        "intake: %s cases acknowledged, %s attempts",
        sum(len(client.known) for client in clients),
        sum(client.tries for client in clients),
    )
    return {reference: code for client in clients for reference, code in client.known.items()}


def test_no_acknowledged_case_is_lost_and_none_doubled(site, intake):
    rows = site.cluster.query(
        "SELECT name, number FROM zrm_case WHERE name LIKE 'Matter %%' ORDER BY id"
    )
    found = {}
    for name, number in rows:
        found.setdefault(name.removeprefix("Matter "), []).append(number)
    assert {reference: [code] for reference, code in intake.items()} == found
    citizens = site.cluster.query("SELECT name FROM res_partner WHERE name LIKE 'Citizen %%'")
    assert sorted(citizens) == sorted((f"Citizen {reference}",) for reference in intake)


def test_who_was_shown_a_code_finds_the_case(site, intake):
    reference, code = next(item for item in intake.items() if item[0].startswith("visitor"))
    digits = reference.removeprefix("visitor-").zfill(7)[-4:]
    assert f"Matter {reference}" in Visitor(site, "later").track(code, digits)


def test_no_message_is_sent_twice_and_none_forgotten(site, intake):
    site.let_all_be_told(QUEUES, PATIENCE * ROUNDS)
    mails = Counter((tuple(to), message["Message-Id"]) for to, message in site.mail.taken)
    texts = Counter(request["query"]["localid"] for request in site.gateway.requests)
    assert not [key for key, count in (mails + texts).items() if count > 1]
    # Nor the same news in two messages.
    news = Counter((tuple(to), message["Subject"]) for to, message in site.mail.taken)
    assert not [key for key, count in news.items() if count > 1]

    notices = site.cluster.query(
        "SELECT n.state, n.channel, count(*), count(*) FILTER (WHERE CASE n.channel "
        "WHEN 'email' THEN p.email = ANY(%s) ELSE n.sms_uuid = ANY(%s) END) "
        "FROM zrm_case_notice n JOIN res_partner p ON p.id = n.partner_id GROUP BY 1, 2",
        [to[0] for to, _message in mails],
        list(texts),
    )
    unclear = 0
    for state, channel, count, arrived in notices:
        if state == "unclear":
            unclear += count
        else:
            assert (state, count) == ("sent", arrived), (state, channel, count, arrived)
    # One for each process that died with a message in its hands, and perhaps one
    # that another had then. (A gateway's answer outlives PostgreSQL.)
    strikes = [what for what, moment in DURING_INTAKE * ROUNDS if moment]
    died = len(strikes) - strikes.count("postgres")
    assert died <= unclear <= 2 * len(strikes)
    tasks = site.cluster.value(
        "SELECT count(*) FROM mail_activity WHERE summary LIKE 'The citizen may not "
        "have received%%'"
    )
    assert tasks == unclear, "each of them is somebody's to look at"
    site.note(
        "messages: %s e-mails and %s texts, none twice; %s left to people after %s kills "
        "in the worst moment",
        len(mails),
        len(texts),
        unclear,
        len(strikes),
    )


# --- an import and deadlines --------------------------------------------------------


class Past:
    """An import of a file of the past: its run, and the rows that cannot be taken."""

    def __init__(self, site, batches):
        self.site, self.count, self.bad = site, IMPORT_BATCH * batches + 7, []
        lines = ["key,received_at,closed_at,subject,description"]
        for number in range(self.count):
            day = f"2019-0{number % 9 + 1}-15"
            if number % 150 == 149:
                self.bad.append(f"past-{number}")
                day = "some day"
            # Some references stand twice in the file.
            key = number - 1 if number % 100 == 60 else number
            lines.append(f"past-{key},{day},2019-12-20,CRASH,Row {key}")
        vals = {
            "name": "The past",
            "filename": "past.csv",
            "file": base64.b64encode("\n".join(lines).encode()).decode(),
            "source": "past",
            "nature_id": site.facts["nature"],
            "channel_id": site.facts["letter"],
        }
        [self.run] = call(site, "importer", "zrm.import", "create", vals_list=[vals])
        call(site, "importer", "zrm.import", "action_start", ids=[self.run])

    def done(self):
        return self.site.cluster.value(
            "SELECT coalesce(max(last), 0) FROM zrm_import_batch WHERE import_id = %s", self.run
        )

    def is_over(self):
        sql = "SELECT state = 'done' FROM zrm_import WHERE id = %s"
        return self.site.cluster.value(sql, self.run)


class Late:
    """Cases that missed a deadline an hour ago."""

    def __init__(self, site, batches):
        self.site, self.count, facts = site, DEADLINE_BATCH * batches, site.facts
        for first in range(0, self.count, DEADLINE_BATCH):
            vals_list = [
                {
                    "partner_id": facts["quiet_citizen"],
                    "channel_id": facts["channel"],
                    "nature_id": facts["nature"],
                    "subject_id": facts["subject"],
                    "external_ref": f"late-{number}",
                    "name": f"Late {number}",
                }
                for number in range(first, first + DEADLINE_BATCH)
            ]
            call(site, "machine", "zrm.case", "register", vals_list=vals_list)
        site.cluster.query(
            "UPDATE zrm_case SET next_check_at = now() AT TIME ZONE 'UTC' - interval '1 hour', "
            "response_deadline = now() AT TIME ZONE 'UTC' - interval '1 hour' "
            "WHERE external_ref LIKE 'late-%%'"
        )

    def done(self):
        return self.site.cluster.value(
            "SELECT count(*) FROM zrm_case WHERE external_ref LIKE 'late-%%' AND missed IS NOT NULL"
        )

    def is_over(self):
        return self.done() == self.count


@pytest.fixture(scope="module")
def background(site):
    """An import and an escalation, side by side, while everything is killed in
    turn, each time when both have got on since."""
    kills = IN_THE_BACKGROUND * ROUNDS
    # The clock of the deadlines, not of the import: nobody has to wake that.
    work = [Late(site, len(kills) + 3 * ROUNDS), Past(site, 4 * len(kills) + 2)]

    def later():
        site.let_pass("zrm_cases.cron_deadlines")

    for what in kills:
        before = [item.done() for item in work]
        wait_for(
            "both to get on",
            lambda before=before: all(
                item.done() > number for item, number in zip(work, before, strict=True)
            ),
            meanwhile=later,
        )
        assert not any(item.is_over() for item in work), "too little work for so many kills"
        site.kill(what)
    wait_for(
        "the end of both",
        lambda: all(item.is_over() for item in work),
        seconds=PATIENCE * ROUNDS,
        meanwhile=later,
    )
    site.let_all_be_told(QUEUES, PATIENCE * ROUNDS)
    late, past = work
    site.note(
        "import of %s rows, %s deadlines escalated, both killed %s times",
        past.count,
        late.count,
        len(kills),
    )
    return late, past


def test_an_import_goes_on_by_itself_and_adds_up(site, background):
    _late, past = background
    [row] = site.cluster.query(
        "SELECT sum(last - first + 1), min(first), max(last), sum(registered), sum(there), "
        "sum(refused) FROM zrm_import_batch WHERE import_id = %s",
        past.run,
    )
    covered, first, last, registered, there, refused = row
    assert (covered, first, last) == (past.count, 1, past.count), "each row once, without a gap"
    assert registered + there + refused == past.count
    cases = site.cluster.query(
        "SELECT count(*), count(DISTINCT external_ref) FROM zrm_case "
        "WHERE external_ref LIKE 'past:%%'"
    )
    assert cases == [(registered, registered)]
    rows = site.cluster.query(
        "SELECT cells->>0 FROM zrm_import_row WHERE import_id = %s AND is_refused", past.run
    )
    assert sorted(cell for (cell,) in rows) == sorted(past.bad)
    fields = ["row_count", "refused_file"]
    [run] = call(site, "importer", "zrm.import", "read", ids=[past.run], fields=fields)
    assert run["row_count"] == past.count
    lines = base64.b64decode(run["refused_file"]).decode("utf-8-sig").splitlines()
    assert sorted(line.split(",")[0] for line in lines[1:]) == sorted(past.bad)
    told = site.cluster.value(
        "SELECT count(*) FROM zrm_case_notice n JOIN zrm_case c ON c.id = n.case_id "
        "WHERE c.external_ref LIKE 'past:%%'"
    )
    assert told == 0, "nobody is told of the past"


def test_each_deadline_is_escalated_once(site, background):
    late, _past = background
    cases = "FROM zrm_case c JOIN {} ON {} WHERE c.external_ref LIKE 'late-%%'"
    of_event = cases.format("zrm_case_event e", "e.case_id = c.id")
    of_task = cases.format("mail_activity a", "a.res_model = 'zrm.case' AND a.res_id = c.id")
    for what, source in (
        ("a deadline missed", f"{of_event} AND e.kind = 'missed'"),
        ("a word that it was escalated", f"{of_event} AND e.kind = 'escalated'"),
        ("a task for the manager", f"{of_task} AND a.user_id = {site.facts['manager']}"),
    ):
        times = site.cluster.query(f"SELECT c.id, count(*) {source} GROUP BY 1")
        assert Counter(number for _case, number in times) == {1: late.count}, what


def test_the_manager_reads_of_each_once(site, background):
    late, _past = background
    mails = Counter(
        name
        for to, message in site.mail.taken
        if to == ["manager@zrm.example"]
        for name in re.findall(r"Late \d+", message["Subject"])
    )
    assert not [name for name, count in mails.items() if count > 1]
    left = site.cluster.value(
        "SELECT count(*) FROM mail_mail m JOIN mail_message s ON s.id = m.mail_message_id "
        "WHERE m.state = 'exception' AND s.subject LIKE '%%Late %%'"
    )
    assert len(mails) + left >= late.count
    assert left <= len(IN_THE_BACKGROUND) * ROUNDS, "cut off, at most one at each kill"


def test_every_open_case_has_its_leg(site, intake, background):
    wrong = site.cluster.query(
        "SELECT c.number, count(r.id) FROM zrm_case c LEFT JOIN zrm_referral r "
        "ON r.case_id = c.id AND r.kind = 'action' AND r.closed_at IS NULL GROUP BY c.id "
        "HAVING count(r.id) <> CASE WHEN c.state IN ('closed', 'rejected') THEN 0 ELSE 1 END"
    )
    assert not wrong


def test_no_scheduled_action_was_given_up(site, intake, background):
    off = site.cluster.query(
        "SELECT cron_name FROM ir_cron WHERE NOT active AND (cron_name LIKE 'ZRM%%' "
        "OR cron_name LIKE 'Mail: Email%%' OR cron_name LIKE 'SMS:%%')"
    )
    assert not off
