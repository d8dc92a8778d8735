from markupsafe import Markup
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, models
from odoo.exceptions import AccessError, UserError

QR_SIZE = 140


class ZrmCaseReceipt(models.AbstractModel):
    """What a citizen takes home: the tracking code, large and as a QR code."""

    _name = "report.zrm_cases.report_case_receipt"
    _description = "Receipt of a Case"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Receipts of cases that the user sees or has registered: whoever
        registers hands the code over, also of a case that is confidential."""
        user = self.env.user
        if not user.has_group("zrm_base.group_operator"):
            raise AccessError(self.env._("Only intake operators print receipts."))
        cases = self.env["zrm.case"].browse(docids).exists()
        readable = cases._filtered_access("read")
        # Who registered it was shown the code already; nothing else is printed.
        own = cases.sudo().filtered(lambda case: case.create_uid == user).with_env(self.env)
        shown = readable | own
        if not shown or shown != cases:
            raise UserError(self.env._("This receipt is not yours to print."))
        return {"receipts": [self._receipt(case.sudo()) for case in cases]}

    @api.model
    def _receipt(self, case):
        return {
            "number": case.number_spaced,
            "qr": self._qr_svg(self._qr_text(case)),
            # Of a confidential case, paper says no more than that it is registered.
            "subject": "" if case.is_confidential else case.subject_id.name,
            "unit": "" if case.is_confidential else case.unit_id.name,
            "received_at": case.received_at,
            "deadline": case.deadline,
            "company": case.company_id.name,
        }

    @api.model
    def _qr_svg(self, text):
        """The QR code as a drawing: as sharp as the printer, and without core's
        route for pictures, which needs a library that not every server has."""
        drawing = createBarcodeDrawing("QR", value=text, width=QR_SIZE, height=QR_SIZE)
        svg = drawing.asString("svg")
        svg = svg.decode() if isinstance(svg, bytes) else svg
        # Drawn from the code's own squares, so there is nothing to escape.
        return Markup(svg[svg.index("<svg") :])

    @api.model
    def _qr_text(self, case):
        """Hook: what the QR code says; the code itself until there is a page to follow it on."""
        return case.number
