import io

import openpyxl

from odoo.tests import HttpCase, tagged

from .common import ZrmCommon, ZrmFactories, make_national_id, setup_staff


def spreadsheet(content):
    """The rows of an XLSX file."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@tagged("post_install", "-at_install")
class TestImport(ZrmCommon):
    def load(self, model, rows, user=None, **context):
        """Imports rows under the template's own headings, through Odoo's import."""
        env = self.env(context={**self.env.context, **context})
        model_env = env[model].with_user(user or self.administrator)
        headings = spreadsheet(model_env._import_template())[0]
        content = "\n".join(
            ",".join(f'"{cell}"' for cell in row) for row in [headings, *rows]
        ).encode()
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": ",",
            "encoding": "utf-8",
            "float_thousand_separator": ",",
            "float_decimal_separator": ".",
        }
        wizard = (
            model_env.env["base_import.import"]
            .with_user(user or self.administrator)
            .create({"res_model": model, "file": content, "file_type": "text/csv"})
        )
        preview = wizard.parse_preview(options)
        matched = [preview["matches"].get(position, [None])[0] for position in range(len(headings))]
        expected = [name for name, _example in model_env._import_columns()]
        self.assertEqual(matched, expected)
        return wizard.execute_import(matched, headings, options)

    def test_citizens(self):
        region = self.env["zrm.region"].create({"name": "منطقه ۶", "code": "X-06"})
        number = make_national_id()
        row = ["مريم احمدي", "Person", number, "حسن", "۱۳۶۵/۰۷/۱۲", "0912 123 45 67"]
        row += ["02188776655", "m@zrm.example", "X-06", "خیابان", "تهران", "1969633651"]
        result = self.load("res.partner", [row], default_is_citizen=True)
        self.assertFalse(result["messages"], result["messages"])
        citizen = self.env["res.partner"].browse(result["ids"])
        self.assertTrue(citizen.is_citizen)
        self.assertEqual(citizen.name, "مریم احمدی")
        self.assertEqual(citizen.sudo().national_id, number)
        self.assertEqual(str(citizen.birth_date), "1986-10-04")
        self.assertEqual(citizen.phone_sanitized, "+989121234567")
        self.assertEqual(citizen.region_id, region)

    def test_a_bad_row_says_why_and_nothing_is_half_written(self):
        good, number = make_national_id(), "1234567890"
        rows = [
            ["خوب", "Person", good, *[""] * 9],
            ["بد", "Person", number, *[""] * 9],
        ]
        result = self.load("res.partner", rows, default_is_citizen=True)
        self.assertIn("check digit", result["messages"][0]["message"])
        self.assertFalse(self.env["res.partner"].search([("identity_number", "=", good)]))

    def test_relations(self):
        child_number, parent_number = make_national_id(), make_national_id()
        child = self.make_citizen("فرزند", identity_number=child_number)
        parent = self.make_citizen("پدر", identity_number=parent_number)
        result = self.load(
            "zrm.relation", [[child_number, "Parent", parent_number, "2010-03-21", ""]]
        )
        self.assertFalse(result["messages"], result["messages"])
        self.assertEqual(child.relation_ids.relative_id, parent)
        self.assertEqual(parent.relation_ids.label, "Child")
        unknown = make_national_id()
        result = self.load("zrm.relation", [[unknown, "Parent", parent_number, "", ""]])
        self.assertIn("No citizen is on file", result["messages"][0]["message"])

    def test_units_and_regions(self):
        rows = [["شهر", "X-CITY", "City", ""], ["منطقه ۱", "X-01", "District", "X-CITY"]]
        self.assertFalse(self.load("zrm.region", rows[:1])["messages"])
        self.assertFalse(self.load("zrm.region", rows[1:])["messages"])
        rows = [["شهرداری", "X-CITY", "", "", ""]]
        self.assertFalse(self.load("zrm.unit", rows)["messages"])
        rows = [["منطقه ۱", "X-M01", "X-CITY", "zrm_manager", "X-01"]]
        self.assertFalse(self.load("zrm.unit", rows)["messages"])
        unit = self.env["zrm.unit"].search([("code", "=", "X-M01")])
        self.assertEqual(unit.manager_id, self.manager)
        self.assertEqual(unit.parent_id.code, "X-CITY")
        self.assertEqual(unit.region_ids.code, "X-01")

    def test_contacts_keep_cores_template(self):
        templates = self.env["res.partner"].get_import_templates()
        self.assertNotIn("/zrm/", templates[0]["template"])
        templates = self.env["res.partner"].with_context(default_is_citizen=True)
        self.assertIn("/zrm/", templates.get_import_templates()[0]["template"])


@tagged("post_install", "-at_install")
class TestImportTemplates(ZrmFactories, HttpCase):
    def test_download(self):
        setup_staff(self)
        self.authenticate("zrm_administrator", "zrm_administrator")
        for model in ("res.partner", "zrm.relation", "zrm.unit", "zrm.region"):
            response = self.url_open(f"/zrm/import_template/{model}")
            self.assertEqual(response.status_code, 200)
            self.assertEqual(len(spreadsheet(response.content)), 2)
        for model in ("res.users", "ir.rule", "no.such.model"):
            self.assertEqual(self.url_open(f"/zrm/import_template/{model}").status_code, 404)
        self.authenticate("zrm_clerk", "zrm_clerk")
        self.assertEqual(self.url_open("/zrm/import_template/zrm.unit").status_code, 404)
