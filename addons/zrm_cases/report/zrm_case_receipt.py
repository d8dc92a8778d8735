from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..domain import qr_code

QR_SIZE = 140


class ZrmCaseReceipt(models.AbstractModel):
    """The receipt for the citizen: the tracking code, large and as a QR code."""

    _name = "report.zrm_cases.report_case_receipt"
    _description = "Receipt of a Case"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prints receipts of cases that the user may read or has registered, even if they
        are confidential now."""
        user = self.env.user
        if not user.has_group("zrm_base.group_operator"):
            raise AccessError(self.env._("Only intake operators print receipts."))
        cases = self.env["zrm.case"].browse(docids).exists()
        readable = cases._filtered_access("read")
        # sudo: the user who registered it has seen the code already; nothing else is
        # printed.
        own = cases.sudo().filtered(lambda case: case.create_uid == user).with_env(self.env)
        shown = readable | own
        if not shown or shown != cases:
            raise UserError(self.env._("You cannot print this receipt."))
        return {"receipts": [self._receipt(case.sudo()) for case in cases]}

    @api.model
    def _receipt(self, case):
        is_discreet = case.is_confidential or case.is_reporter_hidden
        return {
            "number": case.number_spaced,
            "qr": self._qr(case),
            # For a confidential case, the receipt shows no content.
            "subject": "" if is_discreet else case.subject_id.name,
            "unit": "" if is_discreet else case.unit_id.name,
            "received_at": case.received_at,
            "deadline": case.deadline,
            "company": case.company_id.name,
            # Only this opens such a case, no digits on file.
            "by_secret_number": case.is_anonymous or case.is_reporter_hidden,
        }

    @api.model
    def _qr(self, case):
        """The page on which the citizen follows the case, if there is one."""
        links = case._citizen_links()
        return self._qr_svg(links[0][1]) if links else ""

    @api.model
    def _qr_svg(self, text):
        """The QR code as a drawing: as sharp as the printer, and without core's
        route for pictures, which needs a library that not every server has."""
        # Squares only; the text itself is not in it.
        return Markup(qr_code.svg(text, QR_SIZE))
