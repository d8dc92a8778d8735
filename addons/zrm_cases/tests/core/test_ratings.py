from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestRatings(CaseCommon):
    def test_a_rating_does_not_name_a_confidential_file(self):
        secret = self.make_citizen("پنهان", is_confidential=True)
        for user in (self.clerk, self.operator, self.expert):
            Rating = self.env["rating.rating"].with_user(user)
            vals = {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": user.partner_id.id,
            }
            for name in ("partner_id", "rated_partner_id"):
                with self.assertRaises(AccessError):
                    Rating.create({**vals, name: secret.id})
                with self.assertRaises(AccessError):
                    Rating.with_context(**{f"default_{name}": secret.id}).create(vals)
            Rating.create({**vals, "partner_id": self.citizen.id})
