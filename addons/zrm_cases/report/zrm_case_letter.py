from odoo import api, models
from odoo.exceptions import UserError


class ZrmCaseLetter(models.AbstractModel):
    """The official letter with the answer, or the reason of a rejection."""

    _name = "report.zrm_cases.case_letter"
    _description = "Letter to the Citizen"

    @api.model
    def _get_report_values(self, docids, data=None):
        """:raise UserError: for cases without an answer yet, or without a recipient"""
        cases = self.env["zrm.case"].browse(docids)
        for case in cases:
            case.check_access("read")
            if not (case.answer or case.public_reason):
                raise UserError(
                    self.env._("Write the answer first; %s has none yet.", case.number_spaced)
                )
            if case.state != "rejected" and not case._published_answer():
                # Else a letter would carry what no judge has seen, in the manager's name.
                raise UserError(
                    self.env._(
                        "The answer of %s is a draft: answer the case first, then print the "
                        "letter.",
                        case.number_spaced,
                    )
                )
            if case.is_reporter_hidden:
                raise UserError(
                    self.env._("Who reported %s is hidden; no letter is sent.", case.number_spaced)
                )
        return {"doc_ids": docids, "doc_model": "zrm.case", "docs": cases, "letter": self}

    @api.model
    def _qr(self, case):
        return self.env["report.zrm_cases.report_case_receipt"]._qr(case)

    @api.model
    def _salutation(self, partner):
        """How an official letter addresses the citizen, in the language of the context."""
        if partner.citizen_type == "organization" or not partner.gender:
            return self.env._("Dear %s,", partner.name)
        if partner.gender == "female":
            return self.env._("Dear Ms %s,", partner.name)
        return self.env._("Dear Mr %s,", partner.name)

    @api.model
    def _opening(self, case):
        """The sentence before the answer, in the language of the context."""
        day = self.env["ir.qweb.field.date"].value_to_html(case.received_at, {})
        return self.env._(
            "With regards, about your %(nature)s of %(day)s concerning “%(subject)s” "
            "we inform you:",
            nature=case.nature_id.name,
            day=day,
            subject=case.subject_id.name,
        )

    @api.model
    def _signatory(self, case):
        """Who signs: the manager of the unit that answered, or the one above.

        :return: ``(name, office)``
        """
        # sudo: the letter may name the manager to the citizen.
        unit = (case.handler_unit_id or case.unit_id).sudo()
        return (unit.manager_id or unit._higher_manager()).name, unit.name
