"""Dependency arrows: the checker on made-up trees, and on the real addons."""

import doctest
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def load_checker():
    spec = importlib.util.spec_from_file_location(
        "check_arrows", ROOT / "scripts" / "check_arrows.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look it up
    spec.loader.exec_module(module)
    return module


check_arrows = load_checker()


@pytest.fixture
def tree(tmp_path):
    """A function that writes addons and returns what the checker says of them.

    Addons come as ``name=[depends]``, files as ``{"addon/file": text}``.
    """

    def build(files=None, **addons):
        for name, depends in addons.items():
            folder = tmp_path / name
            folder.mkdir()
            (folder / "__manifest__.py").write_text(f"{{'name': '{name}', 'depends': {depends}}}")
        for name, text in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return [
            f"{offence.path.relative_to(tmp_path)}:{offence.line}: {offence.what}"
            for offence in check_arrows.check(tmp_path)
        ]

    return build


SUITE = {
    "zrm_base": ["mail"],
    "zrm_cases": ["zrm_base"],
    "zrm_portal": ["zrm_cases"],
    "zrm_suggestions": ["zrm_portal"],
    "zrm_budget": ["zrm_portal"],
    "zrm_reports": ["zrm_cases"],
    "zrm_reports_budget": ["zrm_reports", "zrm_budget"],
    "zrm_sms": ["zrm_cases", "sms"],
}


def test_real_addons():
    assert [str(offence) for offence in check_arrows.check(ROOT / "addons")] == []


def test_doctests():
    result = doctest.testmod(check_arrows)
    assert result.attempted
    assert not result.failed


def test_the_whole_suite_is_allowed(tree):
    assert tree(**SUITE) == []


@pytest.mark.parametrize(
    ("addon", "depends", "what"),
    [
        ("zrm_base", ["zrm_sms"], "zrm_base must not depend on zrm_sms, not below it"),
        ("zrm_cases", ["zrm_sms"], "zrm_cases must not depend on zrm_sms, not below it"),
        ("zrm_budget", ["zrm_reports"], "zrm_budget must not depend on zrm_reports, not below it"),
        ("zrm_reports", ["zrm_portal"], "zrm_reports must not depend on zrm_portal, not below it"),
        ("zrm_cases", ["zrm_portal"], "zrm_cases must not depend on zrm_portal, not below it"),
        (
            "zrm_budget",
            ["zrm_suggestions"],
            "zrm_budget must not depend on zrm_suggestions, not below it",
        ),
        ("zrm_cases", ["zrm_nowhere"], "depends on zrm_nowhere, which does not exist"),
    ],
)
def test_depends_point_down(tree, addon, depends, what):
    others = {name: [] for name in SUITE}
    assert tree(**{**others, addon: depends}) == [f"{addon}/__manifest__.py:1: {what}"]


def test_circles_on_top(tree):
    assert tree(zrm_sms=["zrm_chat"], zrm_chat=["zrm_sms"]) == [
        "zrm_chat/__manifest__.py:1: depends on zrm_sms, which depends on zrm_chat",
        "zrm_sms/__manifest__.py:1: depends on zrm_chat, which depends on zrm_sms",
    ]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("models/x.py", "from odoo.addons.zrm_cases.const import STATES", 1),
        ("models/x.py", "from odoo.addons import zrm_cases", 1),
        ("models/x.py", "\ndef f(env):\n    return env.ref('zrm_cases.group_clerk')", 3),
        ("models/x.py", "GROUPS = 'zrm_base.group_a,zrm_cases.group_b'", 1),
        ("tests/test_x.py", "import odoo.addons.zrm_cases.tests.common", 1),
        ("views/x.xml", "<odoo>\n<record id='a' inherit_id='zrm_cases.b'/>\n</odoo>", 2),
        ("views/x.xml", "<odoo><field ref='zrm_cases.b'/></odoo>", 1),
        ("views/x.xml", "<field\n  groups='base.group_user,!zrm_cases.b'/>", 2),
        ("security/x.csv", "id,group_id:id\na,zrm_cases.group_b", 2),
        ("static/src/x.js", 'import { a } from "@zrm_cases/a";', 1),
        ("static/src/x.js", 'x.template = "zrm_cases.Dialog";', 1),
    ],
)
def test_mentions_follow_depends(tree, name, text, line):
    found = tree({f"zrm_base/{name}": text}, zrm_base=["base"], zrm_cases=["zrm_base"])
    assert found == [
        f"zrm_base/{name}:{line}: zrm_base mentions zrm_cases, which it does not depend on"
    ]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("models/x.py", "def f(self):\n    return self.env['zrm.case'].search([])", 2),
        ("models/x.py", "case_id = fields.Many2one('zrm.case')", 1),
        ("models/x.py", "class A(models.Model):\n    _inherit = 'zrm.case'", 2),
        ("tests/test_x.py", "env = 0\nenv['zrm.case']", 2),
        ("views/x.xml", "<odoo>\n<field name='model'>zrm.case</field></odoo>", 2),
        ("views/x.xml", "<odoo><function model='zrm.case' name='f'/></odoo>", 1),
        ("static/src/x.js", "orm.call('zrm.case', 'f');", 1),
    ],
)
def test_models_follow_depends(tree, name, text, line):
    case = "class Case(models.Model):\n    _name = 'zrm.case'\n    _inherit = ['mail.thread']"
    files = {f"zrm_base/{name}": text, "zrm_cases/models/case.py": case}
    assert tree(files, zrm_base=["base"], zrm_cases=["zrm_base"]) == [
        f"zrm_base/{name}:{line}: zrm_base reaches for zrm.case of zrm_cases, "
        "which it does not depend on"
    ]


def test_models_below_may_be_reached(tree):
    case = "class Case(models.Model):\n    _name = 'zrm.case'"
    reach = "def f(self):\n    return self.env['zrm.case'] + self.env['zrm.unknown']"
    files = {"zrm_cases/models/case.py": case, "zrm_sms/models/x.py": reach}
    assert tree(files, zrm_base=[], zrm_cases=["zrm_base"], zrm_sms=["zrm_cases"]) == []


def test_assets_follow_depends(tree):
    manifest = "{'name': 'Base', 'assets': {'a.b': [\n'zrm_cases/static/src/**/*']}}"
    assert tree({"zrm_base/__manifest__.py": manifest}, zrm_base=[], zrm_cases=["zrm_base"]) == [
        "zrm_base/__manifest__.py:2: zrm_base mentions zrm_cases, which it does not depend on"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("models/x.py", '"""As zrm_cases.group_clerk does."""'),
        ("models/x.py", "NAME = 'zrm_cases_count.name'"),
        ("models/x.py", "self.env['zrm.case'].browse(1)"),
        ("views/x.xml", "<odoo><!-- zrm_cases.x adds\n to this --></odoo>"),
        ("views/x.xml", "<field ref='zrm_base.x'/>"),
        ("static/src/x.js", "// zrm_cases.x adds to this"),
        ("static/lib/x.js", 'import "@zrm_cases/a";'),
    ],
)
def test_what_is_no_mention(tree, name, text):
    assert tree({f"zrm_base/{name}": text}, zrm_base=[], zrm_cases=["zrm_base"]) == []


def test_depends_reach_through_others(tree):
    files = {"zrm_reports/models/x.py": "from odoo.addons.zrm_base.tools import jalali"}
    assert tree(files, **SUITE) == []


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("domain/x.py", "from odoo import fields", "domain must not import odoo: it is plain"),
        ("domain/a/x.py", "import odoo", "domain must not import odoo: it is plain"),
        (
            "domain/x.py",
            "from odoo.addons.zrm_base.tools import jalali",
            "domain must not import odoo: it is plain",
        ),
        ("domain/x.py", "from ..models import y", "domain must not import models: it is plain"),
        ("tools/x.py", "from odoo.tools import SQL", "tools must not import odoo: it is plain"),
        ("const.py", "from .domain import x", "const must not import domain: it lies"),
        ("models/x.py", "from ..controllers import y", "models must not import controllers: it"),
        ("models/x.py", "from ..wizard.y import Z", "models must not import wizard: it lies"),
        (
            "models/x.py",
            "from odoo.addons.zrm_base.controllers.portal import X",
            "models must not import controllers: it",
        ),
        ("controllers/x.py", "from ..models.y import Z", "controllers must not import models: it"),
        ("wizard/x.py", "from ..models import y", "wizard must not import models: it uses"),
        ("models/x.py", "import zrm_base.tools", "import zrm_base as odoo.addons.zrm_base"),
        ("hooks.py", "from openupgradelib import openupgrade", "only migrations import openup"),
    ],
)
def test_parts_of_an_addon(tree, name, text, what):
    [found] = tree({f"zrm_base/{name}": text}, zrm_base=[])
    assert found.startswith(f"zrm_base/{name}:1: {what}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("__init__.py", "from . import controllers, models, wizard"),
        ("domain/__init__.py", "from . import deadline"),
        ("const.py", "from odoo.tools import LazyTranslate"),
        ("domain/x.py", "from ..const import STATES\nfrom . import y\nfrom ..tools import z"),
        ("models/x.py", "from odoo import models\nfrom ..domain import y\nfrom ..const import Z"),
        ("controllers/x.py", "from odoo import http\nfrom ..const import Z"),
        ("tests/test_x.py", "from ..models import y\nfrom ..controllers import z"),
        ("migrations/1.0/pre-migration.py", "from openupgradelib import openupgrade"),
    ],
)
def test_arrows_that_are_fine(tree, name, text):
    assert tree({f"zrm_base/{name}": text}, zrm_base=[]) == []


def test_broken_files_are_named(tree):
    found = tree({"zrm_base/models/x.py": "def ("}, zrm_base=[])
    assert [line.split(": ")[:2] for line in found] == [
        ["zrm_base/models/x.py:1", "cannot be read"]
    ]


def test_exit_code(tree, tmp_path, capsys):
    tree({"zrm_base/domain/x.py": "import odoo"}, zrm_base=[])
    assert check_arrows.main([str(tmp_path)]) == 1
    assert "zrm_base/domain/x.py:1: domain must not import odoo" in capsys.readouterr().out
    assert check_arrows.main([str(tmp_path / "zrm_base")]) == 0
