"""Our addons leave a database as they found it, whatever was done with them."""

import os
import re
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest

from .conftest import ROOT

BEFORE, DATABASE = "zrm_without", "zrm_gone"
# What an organization leaves in our tables, and where we leave traces in core's.
DEEDS = """
import sys
unit = env["zrm.unit"].create({"name": "Unit", "code": "U"})
calendar = env["resource.calendar"].create({"name": "Ours", "company_id": env.company.id})
env["ir.model.data"]._update_xmlids([{"xml_id": "zrm_base.calendar_office", "record": calendar}])
env.company.resource_calendar_id = calendar
region = env["zrm.region"].create({"name": "Region", "code": "R", "kind": "city"})
citizen = env["res.partner"].create({"name": "Citizen", "is_citizen": True, "region_id": region.id})
subject = env.ref("zrm_cases.subject_unclassified")
env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": unit.id})
case = env["zrm.case"]._intake([{
    "name": "A case", "description": "Words", "partner_id": citizen.id, "subject_id": subject.id,
    "channel_id": env.ref("zrm_base.channel_phone").id,
    "nature_id": env.ref("zrm_cases.nature_request").id,
}])
env["zrm.access.log"]._log("export", citizen)
env["ir.attachment"].create({"name": "a.txt", "res_model": "zrm.case", "res_id": case.id})
env["ir.config_parameter"].set_param("zrm_cases.silence_days", "7")
env.cr.commit()
sys.exit(0)
"""


@pytest.fixture(scope="module")
def existing():
    """The functions of scripts/check_existing, which compares databases."""
    loader = SourceFileLoader("check_existing", str(ROOT / "scripts" / "check_existing"))
    module = module_from_spec(spec_from_loader("check_existing", loader))
    loader.exec_module(module)
    started = subprocess.run(
        [ROOT / "scripts" / "postgres", "start"], capture_output=True, text=True, check=True
    ).stdout
    os.environ.update(re.findall(r"(PG\w+)='?([^' ]+?)'?(?=\s|$)", started))
    module.KEPT.mkdir(parents=True, exist_ok=True)
    return module


def build(name, **environment):
    names = subprocess.run(
        [ROOT / "scripts" / "addons_info", "names"], capture_output=True, text=True, check=True
    ).stdout.strip()
    subprocess.run(
        [ROOT / "scripts" / "build_database", name, names],
        env={**os.environ, **environment},
        check=True,
    )
    return names.split(",")


def test_nothing_is_left(existing):
    build(BEFORE, ZRM_CORE_ONLY="1")
    addons = build(DATABASE, ZRM_TEMPLATE="1")
    done = subprocess.run(
        [ROOT / "scripts" / "odoo", "shell", "-d", DATABASE, "--no-http", "--log-level=warn"],
        input=DEEDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert existing.sql(DATABASE, "SELECT count(*) FROM zrm_case_event") != "0", done.stderr[-3000:]

    severe, _seconds = existing.odoo("gone", "module", "uninstall", "-d", DATABASE, *addons)
    assert not severe
    assert existing.difference(existing.schema(BEFORE), existing.schema(DATABASE)) == []
    aside = {"res_partner", "resource_calendar"}  # what the organization made stays its own
    for table, query in existing.ROWS.items():
        if table not in aside:
            old, new = (sorted(existing.rows(name, query)) for name in (BEFORE, DATABASE))
            assert existing.difference(old, new) == [], table
    for name in (BEFORE, DATABASE):
        existing.drop(name)
