import secrets

from odoo import api, fields, models


class ZrmCase(models.Model):
    """The addresses of a case's pages, for messages, receipts and letters."""

    _inherit = "zrm.case"

    verdict_token = fields.Char(copy=False, groups=fields.NO_ACCESS)

    _verdict_token_uniq = models.UniqueIndex("(verdict_token) WHERE verdict_token IS NOT NULL")

    def _citizen_links(self, moment=False, recipient=None):
        """See zrm_cases: the verdict page after an answer, else the tracking page."""
        is_citizen = bool(recipient) and recipient == self.partner_id
        if moment == "answered" and is_citizen and self._shown()._published_answer():
            return [(self.env._("Tell us whether it is solved"), self._verdict_url())]
        return [(self.env._("Follow my case"), self._tracking_url())]

    def _tracking_url(self):
        """The tracking page; the code alone does not open the case."""
        self.ensure_one()
        return f"{self.get_base_url()}/zrm/track?code={self.number}"

    def _verdict_url(self):
        """The link for the verdict without signing in."""
        self.ensure_one()
        return f"{self.get_base_url()}/zrm/verdict/{self.sudo().verdict_token}"

    def _link_secrets(self):
        token = self.sudo().verdict_token
        return [*super()._link_secrets(), *([token] if token else [])]

    @api.model
    def _by_verdict_token(self, token):
        """The case of a verdict link; empty for a wrong one."""
        if not token or len(token) < 20:
            return self.browse()
        # sudo: the random token is the authorization.
        return self.sudo().search([("verdict_token", "=", token)], limit=1)

    def _verdict_vals(self):
        """Creates a new link for each answer, for the citizen of a merged case their own."""
        return {**super()._verdict_vals(), "verdict_token": secrets.token_urlsafe(24)}

    def _forgotten_proofs(self):
        return {**super()._forgotten_proofs(), "track_digits": False, "verdict_token": False}

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {"track_digits", "verdict_token"}
