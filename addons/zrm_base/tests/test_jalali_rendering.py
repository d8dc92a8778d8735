from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ZrmCommon

MOMENT = datetime(2026, 11, 21, 21, 30)  # 22 November, 01:00, in Tehran
DAY = date(2026, 11, 21)


@tagged("post_install", "-at_install")
class TestJalaliRendering(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.persian = cls.env(context={"lang": "fa_IR", "tz": "Asia/Tehran"})
        cls.english = cls.env(context={"lang": "en_US", "tz": "Asia/Tehran"})

    def render(self, env, template, **values):
        view = self.env["ir.ui.view"].create(
            {"type": "qweb", "arch": f"<t>{template}</t>", "key": "zrm_base.test_dates"}
        )
        return str(env["ir.qweb"]._render(view.id, values)).strip()

    def test_a_year_before_the_calendar_is_shown_and_refused_in_words(self):
        for widget in ("date", "datetime"):
            template = f"<span t-out=\"value\" t-options=\"{{'widget': '{widget}'}}\"/>"
            self.assertIn("span", self.render(self.persian, template, value=datetime(1, 1, 2)))
        Partner = self.persian["res.partner"].with_user(self.operator)
        for vals in ({"birth_date": "0001-01-01"}, {"birth_date_text": "0001-01-01"}):
            with self.assertRaises(ValidationError):
                Partner.create({"name": "x", "is_citizen": True, **vals})
        relation = self.relate(self.make_citizen("x"), self.make_citizen("y"), "sibling")
        relation = relation.with_env(self.persian).with_user(self.operator)
        relation.date_from = "0001-01-01"
        self.assertTrue(relation.is_current)

    def test_converters_follow_the_reader(self):
        date_template = "<span t-out=\"value\" t-options=\"{'widget': 'date'}\"/>"
        moment_template = "<span t-out=\"value\" t-options=\"{'widget': 'datetime'}\"/>"
        self.assertIn("۱۴۰۵/۰۸/۳۰", self.render(self.persian, date_template, value=DAY))
        self.assertIn("11/21/2026", self.render(self.english, date_template, value=DAY))
        shown = self.render(self.persian, moment_template, value=MOMENT)
        self.assertIn("۱۴۰۵/۰۹/۰۱", shown)
        self.assertIn("۰۱:۰۰", shown)
        self.assertIn("11/22/2026", self.render(self.english, moment_template, value=MOMENT))

    def test_options_of_the_converters(self):
        converter = self.persian["ir.qweb.field.datetime"]
        self.assertEqual(converter.value_to_html(MOMENT, {"date_only": True}), "۱۴۰۵/۰۹/۰۱")
        self.assertEqual(
            converter.value_to_html(MOMENT, {"time_only": True, "hide_seconds": True}), "۰۱:۰۰"
        )
        self.assertEqual(
            converter.value_to_html(MOMENT, {"format": "d MMMM yyyy", "tz_name": "UTC"}),
            "۳۰ آبان ۱۴۰۵",
        )
        self.assertEqual(
            self.persian["ir.qweb.field.date"].value_to_html(DAY, {"format": "EEEE d MMMM"}),
            "شنبه ۳۰ آبان",
        )
        self.assertEqual(
            self.persian["ir.qweb.field.date"].value_to_html("2026-11-21", {}), "۱۴۰۵/۰۸/۳۰"
        )
        self.assertFalse(converter.value_to_html(False, {}))

    def test_fields_in_templates(self):
        citizen = self.make_citizen(birth_date="1986-10-04")
        template = '<span t-field="citizen.birth_date"/>'
        self.assertIn(
            "۱۳۶۵/۰۷/۱۲",
            self.render(self.persian, template, citizen=citizen.with_env(self.persian)),
        )
        self.assertIn(
            "10/04/1986",
            self.render(self.english, template, citizen=citizen.with_env(self.english)),
        )

    def test_mail_templates_follow_the_recipient(self):
        template = self.env["mail.template"].create(
            {
                "name": "dates",
                "model_id": self.env.ref("base.model_res_partner").id,
                "lang": "{{ object.lang }}",
                "body_html": "<p t-out='format_date(object.birth_date)'/>"
                '<p t-out=\'format_datetime(object.create_date, tz="Asia/Tehran", '
                'dt_format="d MMMM")\'/>',
            }
        )
        citizen = self.make_citizen(birth_date="1986-10-04", lang="fa_IR")
        self.env.flush_all()
        body = template._render_field("body_html", citizen.ids, compute_lang=True)[citizen.id]
        self.assertIn("۱۳۶۵/۰۷/۱۲", body)
        citizen.lang = "en_US"
        body = template._render_field("body_html", citizen.ids, compute_lang=True)[citizen.id]
        self.assertIn("10/04/1986", body)
        self.assertNotRegex(body, "[۰-۹]")

    def test_stored_values_are_untouched(self):
        citizen = self.make_citizen(birth_date="1986-10-04").with_env(self.persian)
        self.assertEqual(citizen.birth_date_text, "۱۳۶۵/۰۷/۱۲")
        self.assertEqual(str(citizen.birth_date), "1986-10-04")

    def test_periods_are_counted_in_the_organizations_zone(self):
        log = self.env["zrm.access.log"].create(
            {"kind": "export", "user_id": self.env.uid, "logged_at": datetime(2026, 3, 20, 20, 31)}
        )
        # 21 March, 00:01 in Tehran: the first of Farvardin.
        self.assertEqual(
            (log.jalali_year, log.jalali_quarter, log.jalali_month, log.fiscal_year),
            ("1405", "1405-Q1", "1405-01", "1405"),
        )

    def test_periods_group_and_filter(self):
        Log = self.env["zrm.access.log"]
        for day in (1, 2, 25):
            Log.create(
                {
                    "kind": "reveal",
                    "user_id": self.env.uid,
                    "logged_at": datetime(2020, 6, day, 8),
                }
            )
        groups = Log._read_group([("jalali_year", "=", "1399")], ["jalali_month"], ["__count"])
        self.assertEqual(groups, [("1399-03", 2), ("1399-04", 1)])
