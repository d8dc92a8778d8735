from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_carrying_out import CarryingOutCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestScheme(CarryingOutCommon):
    """The yearly indicators, each thing in the year in which it happened."""

    def year(self, year, user=None, **vals):
        Year = self.env["zrm.suggestion.year"].with_user(user or self.secretary)
        return Year.create({"year": year, "staff_count": 50, "citizen_count": 4000, **vals})

    def setUp(self):
        super().setUp()
        # Tests do not commit.
        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 1)

    def count(self):
        self.env["zrm.suggestion.passage"]._count_days()
        self.env.flush_all()
        self.env.invalidate_all()

    def at(self, moment, work):
        """Runs the verbs on a set clock."""
        with freeze_time(moment):
            result = work()
            self.env.flush_all()
        return result

    def test_what_happened_counts_in_its_own_year(self):
        # The last evening of 1404 in Tehran, and the first of 1405.
        received = [
            self.at("2026-03-20 20:00:00", self.submitted),
            self.at("2026-03-20 20:40:00", self.submitted),
        ]
        citizen = [(0, 0, {"partner_id": self.citizen.id})]
        with freeze_time("2026-05-01 10:00:00"):
            own = self.env["zrm.suggestion"].create(
                {
                    "name": "از شهروند",
                    "subject_id": self.subject.id,
                    "current_state": "x",
                    "proposed_state": "x",
                    "reason": "x",
                    "author_ids": citizen,
                }
            )
            own.action_submit()
        self.count()
        before, after = self.year("1404"), self.year("۱۴۰۵")
        self.assertEqual(after.year, "1405")
        self.assertEqual((before.received, after.received), (1, 2))
        self.assertEqual((after.received_of_staff, after.received_of_citizens), (1, 1))
        self.assertEqual((after.per_staff, after.per_citizens), (2.0, 0.25))
        self.assertEqual(self.year("2026").received, 3)
        self.assertTrue(received)

    def test_from_acceptance_to_reward(self):
        suggestion = self.measured(saving=100_000_000)
        suggestion.action_propose_benefit_reward()
        reward = suggestion.reward_ids.with_user(self.secretary2)
        reward.action_approve()
        rejected = self.approved()
        self.count()
        today = str(self.env["res.company"]._zrm_today().year)
        year = self.year(today)
        self.assertEqual((year.accepted, year.rejected), (1, 0), "what is published")
        self.assertEqual((year.carried_out, year.accepted_share), (1, 100))
        self.assertEqual((year.saving, year.reward), (100_000_000, 10_000_000))
        rejected.action_publish()
        reward.action_recover("نادرست")
        self.count()
        self.assertEqual((year.accepted, year.reward, year.carried_out_share), (2, 0, 50))

    def test_time_per_phase_in_working_days(self):
        with freeze_time("2026-01-05 08:00:00"):
            suggestion = self.submitted()
        with freeze_time("2026-01-07 08:00:00"):
            suggestion.action_screen(unit_id=self.unit.id)
        with freeze_time("2026-01-19 08:00:00"):
            suggestion.action_return("کامل کنید")
        self.count()
        passages = self.env["zrm.suggestion.passage"].search(
            [("suggestion_id", "=", suggestion.id)]
        )
        self.assertEqual(passages.mapped("phase"), ["submitted", "screening"])
        self.assertTrue(all(passages.mapped("is_counted")))
        first, second = passages.mapped("days")
        self.assertAlmostEqual(first, 2, 1)
        self.assertTrue(6 < second < 12, "weekends do not count")
        [row] = [row for row in self.year("2026")._phases() if row[0] == "Screening"]
        self.assertEqual(row[1], 1)

    def test_phases_do_not_tell_what_was_decided(self):
        suggestion = self.approved()
        self.count()
        Fact = self.env["zrm.suggestion.fact"].with_user(self.secretary)
        mine = [("suggestion_id", "=", suggestion.id), ("phase", "=", "committee")]
        self.assertFalse(Fact.search_count(mine))
        suggestion.action_publish()
        self.count()
        self.assertEqual(Fact.search_count(mine), 1)

    def test_who_reads_the_numbers(self):
        self.submitted()
        self.count()
        Fact = self.env["zrm.suggestion.fact"]
        for user in (self.secretary, self.member, self.oversight):
            self.assertTrue(Fact.with_user(user).search_count([]), user.login)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            Fact.with_user(self.oversight).search([]).read(["suggestion_id"])
        for user in (self.author, self.first, self.expert, self.manager):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                Fact.with_user(user).search_count([])
        year = self.year("2026")
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            year.with_user(self.oversight).staff_count = 1

    def test_bad_years(self):
        for year in ("140", "abcd", "1250", "9999", "۱۴۰", ""):
            with self.subTest(year), self.assertRaises(ValidationError):
                self.year(year)

    def test_solar_periods_are_those_of_the_calendar(self):
        moments = ("2021-03-19 20:31", "2021-03-20 19:31", "2021-03-20 20:31", "2025-03-20 20:31")
        for moment in moments:
            self.at(f"{moment}:00", self.submitted)
        self.count()
        mixin = self.env["zrm.access.log"]
        rows = self.env["zrm.suggestion.fact"].search([("kind", "=", "received")])
        for row in rows:
            fake = mixin.new({"logged_at": row.at})
            self.assertEqual(
                (row.jalali_year, row.jalali_month), (fake.jalali_year, fake.jalali_month), row.at
            )

    def test_the_print(self):
        self.submitted()
        self.count()
        year = self.year(str(self.env["res.company"]._zrm_today().year))
        self.env["res.lang"]._activate_lang("fa_IR")
        self.oversight.lang = "fa_IR"
        report = self.env["ir.actions.report"].with_user(self.oversight)
        content, _kind = report._render_qweb_html("zrm_suggestions.scheme_year", year.ids)
        self.assertIn("۲۰", content.decode())
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.env["ir.actions.report"].with_user(self.author)._render_qweb_html(
                "zrm_suggestions.scheme_year", year.ids
            )
