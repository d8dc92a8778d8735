from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ZrmCommon


@tagged("post_install", "-at_install")
class TestIdentityCorrection(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen = cls.make_citizen("شهروند یکم")

    def test_corrections_reach_citizens_only(self):
        staff = self.expert.partner_id
        with self.assertRaisesRegex(ValidationError, "citizens' files only"):
            self.env["zrm.identity.correction"].with_user(self.manager).create(
                {"partner_id": staff.id, "name": "x"}
            )

    def test_decisions_cannot_be_forged(self):
        Correction = self.env["zrm.identity.correction"]
        vals = {"partner_id": self.citizen.id, "name": "نام دیگر"}
        with self.assertRaises(AccessError):
            Correction.with_user(self.operator).create({**vals, "state": "approved"})
        request = Correction.with_user(self.manager).create(vals)
        with self.assertRaisesRegex(UserError, "own file or request"):
            request.action_approve()
        for forged in ({"state": "approved"}, {"decided_by_id": self.oversight.id}):
            with self.assertRaises(AccessError):
                request.write(forged)
        request.with_user(self.oversight).action_approve()
        with self.assertRaisesRegex(UserError, "is decided"):
            request.with_user(self.manager).write({"answer": "z"})
