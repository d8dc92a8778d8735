"""A database of commit 77241d2 is brought up to date: nothing of it is lost.

`tests/upgrade/77241d2.sql.xz` was made by scripts/make_upgrade_dump.
"""

import lzma
import os
import re
import subprocess

import pytest

from .conftest import ROOT

DATABASE = "zrm_upgrade_test"
DUMP = ROOT / "tests/upgrade/77241d2.sql.xz"


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, **options)


def settings():
    lines = run("scripts/postgres", "start").stdout
    return {**os.environ, **dict(re.findall(r"(PG\w+)='?([^'\s]+)", lines))}


@pytest.fixture(scope="module")
def sql():
    """Runs a query in the upgraded database; the rows, as lists of texts."""
    environment = settings()
    psql = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d"]
    for command in (f'DROP DATABASE IF EXISTS "{DATABASE}"', f'CREATE DATABASE "{DATABASE}"'):
        run(*psql, "postgres", "-c", command, env=environment)
    run(*psql, DATABASE, input=lzma.decompress(DUMP.read_bytes()).decode(), env=environment)
    command = ["scripts/odoo", "server", "-d", DATABASE, "-u", "zrm_base"]
    upgrade = subprocess.run(
        [*command, "--stop-after-init", "--no-http"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    log = upgrade.stdout + upgrade.stderr
    assert upgrade.returncode == 0, log[-4000:]
    known = (ROOT / "scripts/known_log_lines.txt").read_text("utf-8").splitlines()
    known = re.compile("|".join(line for line in known if line and not line.startswith("#")))
    severe = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
    bad = [line for line in log.splitlines() if severe.match(line) and not known.search(line)]
    assert not bad, "\n".join(bad)

    def query(text):
        rows = run(*psql, DATABASE, "-F", "\t", "-c", text, env=environment).stdout
        return [row.split("\t") for row in rows.splitlines()]

    yield query
    run(*psql, "postgres", "-c", f'DROP DATABASE "{DATABASE}"', env=environment)


def test_new_addons_come_where_their_parts_were(sql):
    states = dict(sql("SELECT name, state FROM ir_module_module WHERE name LIKE 'zrm%'"))
    installed = {name for name, state in states.items() if state == "installed"}
    assert {"zrm_portal", "zrm_mail_once", "zrm_import", "zrm_sms"} <= installed
    # What nobody had before comes only to who wants it.
    new = {"zrm_suggestions", "zrm_budget", "zrm_suggestions_budget"}
    assert states.keys() - installed == new


def test_cases_are_as_they_were(sql):
    found = {
        ref: tuple(row)
        for ref, *row in sql(
            "SELECT external_ref, state, coalesce(outcome, ''), coalesce(verdict, '') FROM zrm_case"
        )
    }
    assert found == {
        **{f"OLD-{number}": ("new", "", "") for number in (1, 8, 9, 10)},
        **{f"OLD-{number}": ("open", "", "") for number in (2, 3)},
        "OLD-4": ("answered", "", ""),
        "OLD-5": ("closed", "solved", "accepted"),
        "OLD-6": ("open", "", "objected"),
        "OLD-7": ("closed", "merged", ""),
        "OLD-PAST": ("closed", "unknown", ""),
    }
    assert sql("SELECT external_ref FROM zrm_case WHERE is_past") == [["OLD-PAST"]]
    assert sql("SELECT verdict_comment FROM zrm_case WHERE verdict = 'accepted'") == [["سپاس"]]
    excluded = (
        "SELECT count(*) FROM zrm_case_excluded_user_rel r JOIN zrm_case c ON c.id = r.case_id"
    )
    assert sql(f"{excluded} WHERE c.external_ref = 'OLD-6'") == [["1"]]
    assert sql(
        "SELECT count(*) FROM zrm_referral WHERE kind = 'action' AND closed_at IS NULL"
    ) == sql("SELECT count(*) FROM zrm_case WHERE state NOT IN ('closed', 'rejected')")


def test_stories_and_notices_say_what_they_said(sql):
    assert sql("SELECT text FROM zrm_case_event WHERE kind = 'informed'") == [
        ["کار شبانه انجام می‌شود."]
    ]
    assert sql("SELECT count(*) FROM zrm_case_event WHERE kind = 'told'") == [["0"]]
    states = dict(sql("SELECT state, count(*) FROM zrm_case_notice GROUP BY state"))
    assert states["waiting"] == "1" and int(states["sent"]) == 17
    assert sql("SELECT DISTINCT channel FROM zrm_case_notice WHERE state = 'sent'") == [["email"]]
    assert sql("SELECT state FROM zrm_mail_handover") == [["sent"]]
    refused = subprocess.run(
        ["psql", "-X", "-d", DATABASE, "-c", "UPDATE zrm_case_event SET text = 'x'"],
        capture_output=True,
        text=True,
        env=settings(),
        check=False,
    )
    assert "append-only" in refused.stderr


def test_a_report_in_the_making_goes_on(sql):
    [[token, typed]] = sql("SELECT token, typed->'details'->>'name' FROM zrm_case_draft")
    assert len(token) > 20 and typed == "چراغ خاموش است"


def test_settings_and_people_stay(sql):
    parameters = dict(sql("SELECT key, value FROM ir_config_parameter WHERE key LIKE 'zrm%'"))
    assert parameters["zrm_cases.quiet_hours"] == "22-7"
    assert parameters["zrm_cases.silence_days"] == "12"
    assert parameters["zrm_portal.limit_begun"] == "77"
    roles = sql(
        """
        SELECT split_part(u.login, '@', 1), count(*) FROM res_users u
          JOIN res_groups_users_rel r ON r.uid = u.id
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
         WHERE u.login LIKE '%@old.example' AND d.module = 'zrm_base' GROUP BY u.login
        """
    )
    assert {login for login, _count in roles} == {
        *("operator", "expert", "manager", "oversight", "administrator", "confidential", "second")
    }
    channels = sql("SELECT name, preferred_channel FROM res_partner WHERE is_citizen ORDER BY id")
    assert channels == [["مریم احمدی", "email"], ["رضا کریمی", "none"]]
    assert sql("SELECT count(*) FROM res_company WHERE zrm_mail_subject_id IS NOT NULL") == [["1"]]
    [[domain]] = sql("SELECT domain FROM ir_filters WHERE model_id = 'zrm.case'")
    assert "is_past" in domain


def test_nothing_is_left_of_what_moved(sql):
    left = sql(
        """
        SELECT module, name FROM ir_model_data
         WHERE module = 'zrm_cases' AND (name LIKE 'portal%' OR name LIKE 'report\\_%'
               OR name LIKE '%case_draft%' OR name LIKE '%handover%')
           AND name NOT IN ('report_case_receipt', 'report_case_receipt_action',
                            'report_case_receipt_paper', 'step_complaint_draft')
        """
    )
    assert not left
    assert sql("SELECT count(*) FROM ir_ui_view WHERE key = 'zrm_portal.portal_case'") == [["1"]]
    assert sql("SELECT count(*) FROM ir_ui_view WHERE key LIKE 'zrm_cases.portal%'") == [["0"]]


def test_its_tables_are_those_of_a_new_one(sql):
    """But for what the old city has itself."""
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    )
    ours = f"{columns} WHERE table_name LIKE 'zrm%' ORDER BY 1, 2"
    environment = {**settings(), "ZRM_TEMPLATE": "1"}
    installed = "SELECT name FROM ir_module_module WHERE name LIKE 'zrm%' AND state = 'installed'"
    addons = ",".join(name for [name] in sql(installed))
    run("scripts/build_database", "zrm_upgrade_new", addons, env=environment)
    psql = ["psql", "-X", "-q", "-At", "-F", "\t", "-d"]
    new = run(*psql, "zrm_upgrade_new", "-c", ours, env=environment).stdout.splitlines()
    run(*psql, "postgres", "-c", "DROP DATABASE zrm_upgrade_new", env=environment)
    assert [row.split("\t") for row in new] == sql(ours)


def test_the_throttle_belongs_to_zrm_base(sql):
    owners = sql(
        "SELECT DISTINCT module FROM ir_model_data WHERE name LIKE '%zrm\\_throttle%'"
        " OR name = 'access_throttle_administrator'"
    )
    assert owners == [["zrm_base"]]
    assert sql("SELECT to_regclass('zrm_throttle') IS NOT NULL") == [["t"]]


def test_representations_on_file_stay_approved(sql):
    wrong = sql(
        """
        SELECT count(*) FROM zrm_relation r JOIN zrm_relation_type t ON t.id = r.type_id
         WHERE r.approval IS DISTINCT FROM CASE WHEN t.acts_for THEN 'approved' ELSE 'none' END
        """
    )
    assert wrong == [["0"]]
