from odoo.tests import tagged

from .common import CitizenSide


@tagged("post_install", "-at_install")
class TestMergedPage(CitizenSide):
    """The citizen of a merged case follows and judges with the own code and digits."""

    def merged(self, **vals):
        neighbour = self.make_citizen("همسایه", phone="09120003344")
        case, target = self.open_case(partner_id=neighbour.id, **vals), self.open_case(**vals)
        case.action_merge(target.id)
        return case.sudo(), target

    def page(self, case):
        self.env.flush_all()
        return self.track(case.number, "3344")

    def test_the_own_code_shows_what_goes_on(self):
        case, target = self.merged()
        target.action_ask("پلاک خانهٔ شما؟")
        target.sudo()._citizen_replied()
        page = self.page(case)
        self.assertIn("goes on as one case", page.text)
        self.assertNotIn("پلاک خانهٔ شما", page.text, "what the other citizen was asked")
        self.assertNotIn("Not solved", page.text)
        target.action_answer("جوی لایروبی شد")
        page = self.page(case)
        self.assertIn("جوی لایروبی شد", page.text)
        self.assertIn("Not solved", page.text)
        self.verb(case, "object", reason="نزد ما نه")
        self.env.invalidate_all()
        self.assertEqual(target.sudo().state, "open")
        self.assertEqual(target.sudo().unit_id, self.city)
        # The words stand in the other case for its unit, not for its citizen.
        mine = self.track(target.sudo().number, "7788")
        self.assertNotIn("نزد ما نه", mine.text)
        self.assertIn("Reopened", mine.text)
        self.assertNotIn("Your objection was received", mine.text)

    def test_when_the_other_one_objects_it_is_not_said_to_be_mine(self):
        case, target = self.merged()
        target.action_answer("جوی لایروبی شد")
        target.sudo()._object_to_answer("حل نشده")
        page = self.page(case)
        self.assertIn("Somebody objected to the answer", page.text)
        self.assertNotIn("Your objection", page.text)
        self.assertNotIn("حل نشده", page.text)

    def test_the_code_of_the_other_case_is_no_key(self):
        case, target = self.merged()
        page = self.track(target.sudo().number, "3344")
        self.assertIn("We found no case", page.text)
        self.assertNotIn(target.sudo().number_spaced, self.page(case).text)
