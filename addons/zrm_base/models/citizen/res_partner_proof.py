from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ResPartner(models.Model):
    """An address that is a claim is proved at the desk, where somebody shows a document.

    By experts and above, never by a citizen's own account; see docs/security.md.
    """

    _inherit = "res.partner"

    is_email_claimed = fields.Boolean(
        string="E-mail Not Proved",
        compute="_compute_is_claimed",
        compute_sudo=True,
        groups="zrm_base.group_operator",
    )
    is_phone_claimed = fields.Boolean(
        string="Phone Not Proved",
        compute="_compute_is_claimed",
        compute_sudo=True,
        groups="zrm_base.group_operator",
    )

    @api.depends("claimed_email", "claimed_phone", "email_normalized", "phone_sanitized")
    def _compute_is_claimed(self):
        for partner in self:
            partner.is_email_claimed = partner._is_claimed("email")
            partner.is_phone_claimed = partner._is_claimed("phone")

    def action_prove_email(self):
        return self._ask_for_proof("email")

    def action_prove_phone(self):
        return self._ask_for_proof("phone")

    def _ask_for_proof(self, kind):
        self._check_may_prove(kind)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm an address at the desk"),
            "res_model": "zrm.contact.proof",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id, "default_kind": kind},
        }

    def _check_may_prove(self, kind):
        """Whether this user may say that a claimed address is the citizen's own.

        :raise AccessError: who may not
        :raise UserError: when there is nothing to prove
        """
        self.ensure_one()
        if not self.env.user.has_group("zrm_base.group_expert"):
            raise AccessError(
                self.env._("Addresses are confirmed by experts; please ask one of your unit.")
            )
        if self == self.env.user.partner_id:
            raise AccessError(self.env._("Your own address is confirmed by a colleague."))
        self.check_access("write")
        if kind not in ("email", "phone") or not self._is_claimed(kind):
            raise UserError(self.env._("This address is confirmed already."))

    def _prove_contact(self, kind, document):
        """Takes the claim off an address, logs it and tells the address that counted before.

        :param str kind: ``email`` or ``phone``
        :param str document: what was seen, in the user's words
        """
        self._check_may_prove(kind)
        document = (document or "").strip()
        if not document:
            raise UserError(self.env._("Please say which document you have seen."))
        # sudo: claims are for nobody; what is logged and told comes from here.
        own = self.sudo()
        old, new = own[f"proved_{kind}"], own[f"claimed_{kind}"]
        detail = self.env._(
            "%(field)s confirmed at the desk: %(old)s → %(new)s",
            field=self._fields[kind]._description_string(self.env),
            old=old or "",
            new=new,
        )
        self.env["zrm.access.log"]._log("contact", self, reason=document, detail=detail)
        own._accept_claim(kind)
        own._tell_contact_change(**{kind: old})
