from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, str2bool


class ResPartner(models.Model):
    """Whose citizens: shared by all companies, or each company's own.

    As with Odoo's contacts (``base.res_partner_rule``), the company of a file decides who finds
    it: a file without one is shared. The setting decides what new files get. Look-ups that
    run as superuser ask for the files of one company, which that rule does for users.

    An identity number is there once among the files that one company can see. Within a company,
    and among shared files, the unique index sees to it; between both, a constraint does.
    """

    _inherit = "res.partner"

    @api.model
    def _has_separate_citizens(self):
        # sudo: a setting.
        parameters = self.env["ir.config_parameter"].sudo()
        return str2bool(parameters.get_param("zrm_base.separate_citizens") or "", False)

    @api.model
    def _company_files(self, company=None):
        """The domain of the files that a company uses: its own and the shared ones.

        :param company: the current one, if not given
        """
        # sudo: the companies above, as in core's rule.
        company = (company or self.env.company).sudo()
        return Domain("company_id", "in", [False, *company.parent_ids.ids])

    def _shares_files_with(self, other):
        """Whether one company can see both files."""
        # sudo: to compare only.
        own, theirs = self.sudo().company_id, other.sudo().company_id
        if not own or not theirs or own == theirs:
            return True
        return own in theirs.parent_ids or theirs in own.parent_ids

    @api.model
    def _clean_new_citizen_vals(self, vals):
        vals = super()._clean_new_citizen_vals(vals)
        if not vals.get("company_id") and self._has_separate_citizens():
            vals["company_id"] = self.env.company.id
        return vals

    def write(self, vals):
        new = self.browse()
        if vals.get("is_citizen") and self._has_separate_citizens():
            new = self.sudo().filtered(lambda one: not one.is_citizen and not one.company_id)
        result = super().write(vals)
        for partner in new if "company_id" not in vals else ():
            # Core wants that of the account, if there is one.
            partner.company_id = partner.user_ids.company_id[:1] or self.env.company
        return result

    @api.model
    def _numbered_anywhere(self, numbers):
        """The files with these identity numbers in all companies, as superuser.

        Nothing is written first, as a search would: a report whose number is registered
        must not cost other statements than one whose number is not.
        """
        rows = self.env.execute_query(
            SQL("SELECT id FROM res_partner WHERE national_id = ANY(%s)", list(numbers))
        )
        return self.env["res.partner"].sudo().browse(row[0] for row in rows)

    @api.constrains("national_id", "identity_type", "company_id")
    def _check_identity_among_companies(self):
        # sudo: numbers are compared, never shown.
        numbered = self.sudo().filtered(lambda one: one.is_citizen and one.national_id)
        if not numbered:
            return
        same = self._numbered_anywhere(numbered.mapped("national_id")) | numbered
        same = same.grouped(lambda one: (one.identity_type, one.national_id))
        for partner in numbered:
            for other in same.get((partner.identity_type, partner.national_id), ()):
                is_elsewhere = other.company_id != partner.company_id
                if is_elsewhere and partner._shares_files_with(other):
                    raise ValidationError(
                        self.env._(
                            "Somebody with this identity number is registered already, in another "
                            "company or for all of them. Ask oversight."
                        )
                    )
