from odoo.tests import tagged

from .common import VisitorCase


@tagged("post_install", "-at_install")
class TestPublicEntryTour(VisitorCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_report_by_telephone(self):
        self.subject.write(
            {
                "name": "لایروبی آزمون",
                "index_terms": "کانال آب آزمون",
                "nature_ids": [(6, 0, self.nature.ids)],
            }
        )
        self.start_tour("/fa/zrm/report", "zrm_portal_public_report")
        case = self.env["zrm.case"].search([("name", "=", "جوی کوچه گرفته است")])
        self.assertEqual(len(case), 1)
        self.assertEqual(case.partner_id.phone_sanitized, "+989125554433")
        self.assertEqual(case.partner_id.lang, "fa_IR")
        self.assertEqual(case.region_id, self.lane)
        self.assertEqual(case._files_for_citizen().mapped("name"), ["joy.png"])
